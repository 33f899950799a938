namespace ModelDsl.Engines.Reference;

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

    public void CopyBlocks(TensorBuffer x, Blocks from, TensorBuffer destination, Blocks to, int length, int count)
    {
        for (var i = 0; i < count; i++)
            for (var j = 0; j < length; j++)
                Doubles(destination)[to.First + i * to.Stride + j] = Doubles(x)[from.First + i * from.Stride + j];
    }
}
