using static ModelDsl.Engines.DiffOperations;

namespace ModelDsl.Engines;

internal partial class DiffTensorEngine
{
    public void MatMul(TensorBuffer a, TensorBuffer b, Transpose transpose, TensorBuffer destination) =>
        Put(destination, () => Product(a, b, transpose, destination));

    public void MatMulAdd(TensorBuffer a, TensorBuffer b, Transpose transpose, TensorBuffer c, double factor, TensorBuffer destination) =>
        Put(destination, () => Product(a, b, transpose, destination) + Matrix(c) * factor);

    public void BatchMatMul(TensorBuffer a, TensorBuffer b, Transpose transpose, TensorBuffer destination) => Put(destination, () =>
    {
        var (x, y) = (Matrices(a), Matrices(b));
        if (transpose is Transpose.Left or Transpose.Both) x = x.transpose(1, 2);
        if (transpose is Transpose.Right or Transpose.Both) y = y.transpose(1, 2);
        return x.matmul(y);
    });

    public void GroupedMatMul(TensorBuffer a, TensorBuffer b, int groups, Transpose transpose, TensorBuffer destination) => Put(destination, () =>
    {
        if (a.Count == 0) return Zeros(destination.Count);
        var (x, y) = (Groups(a, groups), Groups(b, groups));
        if (transpose == Transpose.Left) x = x.transpose(1, 2);
        if (transpose == Transpose.Right) y = y.transpose(1, 2);
        return x.matmul(y).transpose(0, 1);
    });

    public void Dense(
        TensorBuffer x, TensorBuffer kernel, Transpose transpose, TensorBuffer? bias, ActivationKind activation, TensorBuffer destination) =>
        Put(destination, () =>
        {
            var product = Product(x, kernel, transpose, destination);
            return DiffActivations.Value(activation, bias is null ? product : product + Row(bias));
        });

    public void DenseGradient(
        TensorBuffer gradient, TensorBuffer kernel, Transpose transpose, ActivationKind activation, TensorBuffer saved, TensorBuffer destination)
    {
        MatMul(gradient, kernel, transpose, destination);
        ActivateGradient(activation, saved, destination, destination);
    }

    public void AddBias(TensorBuffer x, TensorBuffer bias, TensorBuffer destination) => Put(destination, () => Matrix(x) + Row(bias));

    public void SumRows(TensorBuffer x, TensorBuffer destination) =>
        Put(destination, () => x.Count == 0 ? Zeros(destination.Count) : Matrix(x).Total(0));

    public void MeanColumns(TensorBuffer x, TensorBuffer destination) => Put(destination, () => Matrix(x).Mean(1));

    public void BroadcastColumns(TensorBuffer x, double factor, TensorBuffer destination) =>
        Put(destination, () => (Column(x) * factor).expand([destination.Rows, destination.Columns]));

    public void Sum(TensorBuffer x, double factor, TensorBuffer destination) =>
        Put(destination, () => x.Count == 0 ? Zeros(1) : Flat(x).sum(null) * factor);

    public void SumOfSquares(TensorBuffer x, double factor, TensorBuffer destination) =>
        Put(destination, () => x.Count == 0 ? Zeros(1) : Flat(x).dot(Flat(x)) * factor);

    public void ClipNorm(TensorBuffer x, double limit) => Put(x, () =>
    {
        var norm = Flat(x).dot(Flat(x)).sqrt();
        return Flat(x) * (limit / norm.AtLeast(limit));
    });

    public void BroadcastScalar(TensorBuffer x, double factor, TensorBuffer destination) =>
        Put(destination, () => (Flat(x) * factor).expand([destination.Count]));

    public void ConcatColumns(TensorBuffer a, TensorBuffer b, TensorBuffer destination) =>
        Put(destination, () => Join(1, Matrix(a), Matrix(b)));

    public void Permute(TensorBuffer x, ReadOnlySpan<int> axes, TensorBuffer destination)
    {
        var order = axes.ToArray();
        Put(destination, () => order.Length < 2 ? Of(x).Numbers : Whole(x).permute(order));
    }

    private DiffTensor Product(TensorBuffer a, TensorBuffer b, Transpose transpose, TensorBuffer destination)
    {
        if (a.Count == 0) return Zeros(destination.Rows, destination.Columns);
        var x = transpose is Transpose.Left or Transpose.Both ? Matrix(a).transpose() : Matrix(a);
        var y = transpose is Transpose.Right or Transpose.Both ? Matrix(b).transpose() : Matrix(b);
        return x.matmul(y);
    }

    /// <summary>The matrices of the last two dimensions, in a row.</summary>
    private static DiffTensor Matrices(TensorBuffer x) => Of(x).Numbers.As(-1, x.Shape[^2], x.Shape[^1]);

    /// <summary>Groups of columns, one matrix each.</summary>
    private static DiffTensor Groups(TensorBuffer x, int groups) => Of(x).Numbers.As(x.Rows, groups, x.Columns / groups).transpose(0, 1);
}
