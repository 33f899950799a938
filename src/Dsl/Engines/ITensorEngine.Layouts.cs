namespace ModelDsl.Engines;

/// <content>The same numbers in another order or place.</content>
public partial interface ITensorEngine
{
    /// <summary>Reorders the dimensions: the destination's dimension k is dimension <c>axes[k]</c> of x. NumPy: <c>transpose</c>.</summary>
    void Permute(TensorBuffer x, ReadOnlySpan<int> axes, TensorBuffer destination);

    /// <summary>
    /// Copies blocks of numbers: block i from <c>from.First + i·from.Stride</c> of x to <c>to.First + i·to.Stride</c> of the destination.
    /// The rest of the destination keeps its values.
    /// </summary>
    /// <param name="x">The source of the blocks.</param>
    /// <param name="from">The places of the blocks in x.</param>
    /// <param name="destination">The target of the blocks; other memory than x.</param>
    /// <param name="to">The places of the blocks in the destination. They do not overlap.</param>
    /// <param name="length">Numbers per block.</param>
    /// <param name="count">Number of blocks.</param>
    void CopyBlocks(TensorBuffer x, Blocks from, TensorBuffer destination, Blocks to, int length, int count);
}
