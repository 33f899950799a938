using ModelDsl.Engines;

namespace ModelDsl.Torch;

internal partial class LibtorchEngine
{
    public void Permute(TensorBuffer x, ReadOnlySpan<int> axes, TensorBuffer destination)
    {
        var order = new long[axes.Length];
        for (var k = 0; k < order.Length; k++) order[k] = axes[k];
        using var permuted = Whole(x).permute(order);
        Whole(destination).copy_(permuted);
    }

    public void CopyBlocks(TensorBuffer x, Blocks from, TensorBuffer destination, Blocks to, int length, int count)
    {
        if (length == 0 || count == 0) return;
        using var source = Of(x).See(from, length, count);
        using var target = Of(destination).See(to, length, count);
        target.copy_(source);
    }
}
