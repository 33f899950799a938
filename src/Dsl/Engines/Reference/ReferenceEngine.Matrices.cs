namespace ModelDsl.Engines;

internal partial class ReferenceEngine
{
    public void MatMul(TensorBuffer a, TensorBuffer b, Transpose transpose, TensorBuffer destination)
    {
        var x = Doubles(a);
        var y = Doubles(b);
        var z = Doubles(destination);
        var (left, right) = (transpose is Transpose.Left or Transpose.Both, transpose is Transpose.Right or Transpose.Both);
        var (rows, inner, columns) = (destination.Rows, left ? a.Rows : a.Columns, destination.Columns);
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
            {
                var sum = 0.0;
                for (var k = 0; k < inner; k++)
                    sum += x[left ? k * rows + i : i * inner + k] * y[right ? j * inner + k : k * columns + j];
                z[i * columns + j] = sum;
            }
        }
    }

    public void BatchMatMul(TensorBuffer a, TensorBuffer b, Transpose transpose, TensorBuffer destination)
    {
        Shape Last(TensorBuffer x) => [x.Shape[^2], x.Shape[^1]];
        var (left, right, product) = (Last(a), Last(b), Last(destination));
        for (var i = 0; i < destination.Count / product.Size; i++)
        {
            MatMul(
                View(a, i * left.Size, left), View(b, i * right.Size, right), transpose, View(destination, i * product.Size, product));
        }
    }

    public void MatMulAdd(TensorBuffer a, TensorBuffer b, Transpose transpose, TensorBuffer c, double factor, TensorBuffer destination)
    {
        MatMul(a, b, transpose, destination);
        AddScaled(destination, c, factor, destination);
    }

    public void GroupedMatMul(TensorBuffer a, TensorBuffer b, int groups, Transpose transpose, TensorBuffer destination)
    {
        var (left, right) = (transpose == Transpose.Left, transpose == Transpose.Right);
        var (rows, inner, columns) = (destination.Rows, left ? a.Rows : a.Columns / groups, destination.Columns / groups);
        for (var group = 0; group < groups; group++)
        {
            var (x, y, z) = (Group(a), Group(b), new ReferenceBuffer(ElementType.Float, [rows, columns]));
            MatMul(x, y, transpose, z);
            for (var i = 0; i < z.Count; i++) Doubles(destination)[i / columns * destination.Columns + group * columns + i % columns] = Doubles(z)[i];

            TensorBuffer Group(TensorBuffer from)
            {
                var width = from.Columns / groups;
                var to = new ReferenceBuffer(ElementType.Float, [from.Rows, width]);
                for (var i = 0; i < to.Count; i++) Doubles(to)[i] = Doubles(from)[i / width * from.Columns + group * width + i % width];
                return to;
            }
        }
    }

    public void Dense(
        TensorBuffer x, TensorBuffer kernel, Transpose transpose, TensorBuffer? bias, ActivationKind activation, TensorBuffer destination)
    {
        MatMul(x, kernel, transpose, destination);
        if (bias is not null) AddBias(destination, bias, destination);
        if (activation != ActivationKind.Linear) Activate(activation, destination, destination);
    }

    public void DenseGradient(
        TensorBuffer gradient, TensorBuffer kernel, Transpose transpose, ActivationKind activation, TensorBuffer saved, TensorBuffer destination)
    {
        MatMul(gradient, kernel, transpose, destination);
        ActivateGradient(activation, saved, destination, destination);
    }

    public void AddBias(TensorBuffer x, TensorBuffer bias, TensorBuffer destination)
    {
        var from = Doubles(x);
        var b = Doubles(bias);
        var to = Doubles(destination);
        for (var i = 0; i < to.Length; i++) to[i] = from[i] + b[i % x.Columns];
    }

    public void SumRows(TensorBuffer x, TensorBuffer destination)
    {
        var from = Doubles(x);
        var to = Doubles(destination);
        to.Clear();
        for (var i = 0; i < from.Length; i++) to[i % x.Columns] += from[i];
    }

    public void MeanColumns(TensorBuffer x, TensorBuffer destination)
    {
        var from = Doubles(x);
        var to = Doubles(destination);
        for (var i = 0; i < to.Length; i++) to[i] = Sum(from.Slice(i * x.Columns, x.Columns)) / x.Columns;
    }

    public void BroadcastColumns(TensorBuffer x, double factor, TensorBuffer destination)
    {
        var from = Doubles(x);
        var to = Doubles(destination);
        for (var i = 0; i < to.Length; i++) to[i] = factor * from[i / destination.Columns];
    }

    public void Sum(TensorBuffer x, double factor, TensorBuffer destination) => Doubles(destination)[0] = factor * Sum(Doubles(x));

    public void SumOfSquares(TensorBuffer x, double factor, TensorBuffer destination)
    {
        var sum = 0.0;
        foreach (var number in Doubles(x)) sum += number * number;
        Doubles(destination)[0] = factor * sum;
    }

    public void ClipNorm(TensorBuffer x, double limit)
    {
        var values = Doubles(x);
        var squares = 0.0;
        foreach (var value in values) squares += value * value;
        var norm = Math.Sqrt(squares);
        foreach (ref var value in values) value = value * limit / Math.Max(norm, limit);
    }

    public void BroadcastScalar(TensorBuffer x, double factor, TensorBuffer destination) =>
        Doubles(destination).Fill(factor * Doubles(x)[0]);

    private static double Sum(ReadOnlySpan<double> numbers)
    {
        var sum = 0.0;
        foreach (var number in numbers) sum += number;
        return sum;
    }
}
