using static ModelDsl.Engines.DiffOperations;

namespace ModelDsl.Engines;

internal partial class DiffTensorEngine
{
    public void Fill(double value, TensorBuffer destination) => Put(destination, () => Full(value, destination.Count));

    /// <summary>Tensors are immutable: both hold the same one.</summary>
    public void Copy(TensorBuffer x, TensorBuffer destination) => Put(destination, () => Of(x).Numbers);

    public void Add(TensorBuffer a, TensorBuffer b, TensorBuffer destination) => Put(destination, () => Matrix(a) + Matrix(b));

    public void Subtract(TensorBuffer a, TensorBuffer b, TensorBuffer destination) => Put(destination, () => Matrix(a) - Matrix(b));

    public void Multiply(TensorBuffer a, TensorBuffer b, TensorBuffer destination) => Put(destination, () => Matrix(a) * Matrix(b));

    public void Scale(TensorBuffer x, double factor, TensorBuffer destination) => Put(destination, () => Of(x).Numbers * factor);

    public void AddScaled(TensorBuffer a, TensorBuffer b, double factor, TensorBuffer destination) =>
        Put(destination, () => Matrix(a) + Matrix(b) * factor);

    public void Divide(TensorBuffer a, TensorBuffer b, TensorBuffer destination) => Put(destination, () => Matrix(a) / Matrix(b));

    public void Abs(TensorBuffer x, TensorBuffer destination) => Put(destination, () => Of(x).Numbers.abs());

    public void Sign(TensorBuffer x, TensorBuffer destination) => Put(destination, () => SignOf(Of(x).Numbers));

    public void Log(TensorBuffer x, TensorBuffer destination) => Put(destination, () => Of(x).Numbers.log());

    public void Sqrt(TensorBuffer x, TensorBuffer destination) => Put(destination, () => Of(x).Numbers.sqrt());

    public void Clamp(TensorBuffer x, double least, double most, TensorBuffer destination) =>
        Put(destination, () => Of(x).Numbers.Within(least, most));

    /// <summary>A number lies between the bounds where they leave it as it is.</summary>
    public void ClampGradient(TensorBuffer x, TensorBuffer gradient, double least, double most, TensorBuffer destination) =>
        Put(destination, () =>
        {
            var from = Matrix(x);
            return Select(from.eq(from.Within(least, most)).int32(), Matrix(gradient), from.Nothing());
        });

    public void Less(TensorBuffer a, TensorBuffer b, bool orEqual, TensorBuffer destination) => Put(destination, () =>
    {
        var (left, right) = (Matrix(a), Matrix(b));
        return (orEqual ? left.le(right) : left.lt(right)).int32().AsNumbers(left);
    });

    public void Where(TensorBuffer condition, TensorBuffer a, TensorBuffer b, TensorBuffer destination) =>
        Put(destination, () => Select(Matrix(condition).Is(0.0), Matrix(b), Matrix(a)));

    private static DiffTensor SignOf(DiffTensor x) => x.Above(0.0).AsNumbers(x) - x.Below(0.0).AsNumbers(x) + x.Nothing();
}
