using ModelDsl.Engines;
using static ModelDsl.DiffSharp.DiffOperations;

namespace ModelDsl.DiffSharp;

internal partial class DiffTensorEngine
{
    /// <summary>
    /// Treats blocks as the first columns of matrices whose rows are as long as the strides. The destination keeps the rest of such a row.
    /// </summary>
    public void CopyBlocks(TensorBuffer x, Blocks from, TensorBuffer destination, Blocks to, int length, int count)
    {
        if (length == 0 || count == 0) return;
        var blocks = Strip(x, from, length, count).Slice(1, 0, length);
        var target = Strip(destination, to, length, count);
        var rest = target.shape[1] - length;
        var changed = (rest == 0 ? blocks : Join(1, blocks, target.Slice(1, length, rest))).As(-1);
        var last = Math.Min(changed.nelement, destination.Count - to.First);
        Of(destination).Storage.Write(Of(destination).Offset + to.First, changed.Slice(0, 0, last));
    }

    public void Permute(TensorBuffer x, ReadOnlySpan<int> axes, TensorBuffer destination)
    {
        var order = axes.ToArray();
        Put(destination, () => order.Length < 2 ? Of(x).Numbers : Whole(x).permute(order));
    }
}
