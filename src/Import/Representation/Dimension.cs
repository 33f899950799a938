namespace ModelDsl.Import;

/// <summary>One size of a <see cref="Shape"/>: a number, or a multiple of the batch size N. For example, 28, N, or 4·N.</summary>
/// <param name="Size">The number itself, or the factor before N. It is never negative.</param>
/// <param name="IsBatch">Whether N is a factor.</param>
public readonly record struct Dimension(long Size, bool IsBatch = false)
{
    /// <summary>The batch size N.</summary>
    public static readonly Dimension Batch = new(1, true);

    /// <summary>The size in a batch of n samples.</summary>
    public long At(long n) => IsBatch ? Size * n : Size;

    /// <summary>The size as a text: <c>28</c>, <c>N</c> or <c>4·N</c>.</summary>
    public override string ToString() => (Size, IsBatch) switch
    {
        (1, true) => "N",
        (_, true) => $"{Size}·N",
        _ => $"{Size}",
    };
}
