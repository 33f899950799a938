namespace ModelDsl.Engines.Reference;

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

    public void GroupedMatMul(TensorBuffer a, TensorBuffer b, int groups, Transpose transpose, TensorBuffer destination)
    {
        var (left, right) = (transpose == Transpose.Left, transpose == Transpose.Right);
        var (rows, inner, columns) = (destination.Rows, left ? a.Rows : a.Columns / groups, destination.Columns / groups);
        for (var group = 0; group < groups; group++)
        {
            var (x, y, z) = (Group(a), Group(b), new ReferenceBuffer(ElementType.Float, [rows, columns]));
            MatMul(x, y, transpose, z);
            for (var i = 0; i < z.Count; i++)
                Doubles(destination)[i / columns * destination.Columns + group * columns + i % columns] = Doubles(z)[i];

            TensorBuffer Group(TensorBuffer from)
            {
                var width = from.Columns / groups;
                var to = new ReferenceBuffer(ElementType.Float, [from.Rows, width]);
                for (var i = 0; i < to.Count; i++) Doubles(to)[i] = Doubles(from)[i / width * from.Columns + group * width + i % width];
                return to;
            }
        }
    }

    public void SumRows(TensorBuffer x, TensorBuffer destination)
    {
        var from = Doubles(x);
        var to = Doubles(destination);
        to.Clear();
        for (var i = 0; i < from.Length; i++) to[i % x.Columns] += from[i];
    }

    public void SumColumns(TensorBuffer x, double factor, TensorBuffer destination)
    {
        var from = Doubles(x);
        var to = Doubles(destination);
        to.Clear();
        for (var i = 0; i < from.Length; i++) to[i / (from.Length / to.Length)] += from[i];
        foreach (ref var sum in to) sum *= factor;
    }

    public void BroadcastColumns(TensorBuffer x, double factor, TensorBuffer destination)
    {
        var from = Doubles(x);
        var to = Doubles(destination);
        for (var i = 0; i < to.Length; i++) to[i] = factor * from[i / (to.Length / from.Length)];
    }
}
