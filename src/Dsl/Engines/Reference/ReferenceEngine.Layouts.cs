namespace ModelDsl.Engines;

internal partial class ReferenceEngine
{
    public void Permute(TensorBuffer x, ReadOnlySpan<int> axes, TensorBuffer destination)
    {
        var from = Doubles(x);
        var to = Doubles(destination);
        var index = new int[axes.Length];
        for (var i = 0; i < to.Length; i++)
        {
            var rest = i;
            for (var k = axes.Length - 1; k >= 0; k--)
            {
                index[axes[k]] = rest % destination.Shape[k];
                rest /= destination.Shape[k];
            }
            var offset = 0;
            for (var axis = 0; axis < index.Length; axis++) offset = offset * x.Shape[axis] + index[axis];
            to[i] = from[offset];
        }
    }

    public void ConcatColumns(TensorBuffer a, TensorBuffer b, TensorBuffer destination)
    {
        var x = Doubles(a);
        var y = Doubles(b);
        var to = Doubles(destination);
        for (var i = 0; i < to.Length; i++)
        {
            var (row, column) = (i / destination.Columns, i % destination.Columns);
            to[i] = column < a.Columns ? x[row * a.Columns + column] : y[row * b.Columns + column - a.Columns];
        }
    }
}
