namespace Benchmarks;

/// <summary>A kind of layer in the peers' networks.</summary>
public enum PartKind
{
    /// <summary>Fully connected, with a bias.</summary>
    Dense,

    /// <summary>A 3 × 3 convolution with zeros outside, with or without a bias.</summary>
    Conv,

    /// <summary>The maximum of each 2 × 2.</summary>
    Pool,

    /// <summary>The mean of each channel.</summary>
    Average,

    /// <summary>Turns images into vectors.</summary>
    Flatten,

    /// <summary>The rectifier.</summary>
    Relu,

    /// <summary>Gelu, with the error function.</summary>
    Gelu,

    /// <summary>Normalisation of each channel over the batch.</summary>
    BatchNorm,

    /// <summary>Normalisation of each vector.</summary>
    LayerNorm,

    /// <summary>A vector for each index.</summary>
    Embedding,

    /// <summary>A vector for each index, plus one for its position. Its samples are <c>[2, steps]</c>: indices, then positions.</summary>
    PositionedEmbedding,

    /// <summary>Self-attention in which a step sees only itself and the steps before it.</summary>
    Attention,

    /// <summary>The last state of long short-term memory.</summary>
    Lstm,

    /// <summary>The last state of a gated recurrent unit.</summary>
    Gru,

    /// <summary>The sum of its input and the output of its inner layers.</summary>
    Residual,
}

/// <summary>A layer of a peer's network.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Size">Units, filters, heads, or the length of a vector; 0 if the kind has none.</param>
public sealed record Part(PartKind Kind, int Size = 0)
{
    /// <summary>The distance between neighbouring windows of a convolution.</summary>
    public int Stride { get; init; } = 1;

    /// <summary>Whether a convolution has a bias.</summary>
    public bool HasBias { get; init; } = true;

    /// <summary>Number of vectors in an embedding.</summary>
    public int Vocabulary { get; init; }

    /// <summary>The inner layers.</summary>
    public IReadOnlyList<Part> Inner { get; init; } = [];

    /// <summary>
    /// Layers whose input is added to their output. If they change its size, the input goes through a 1 × 1 convolution and a normalisation
    /// first.
    /// </summary>
    public static Part Residual(params IReadOnlyList<Part> inner) => new(PartKind.Residual) { Inner = inner };

    /// <summary>The product of its convolutions' strides.</summary>
    public int TotalStride => Inner.Aggregate(Stride, (stride, part) => stride * part.TotalStride);

    /// <summary>Returns the size of the output.</summary>
    public Extent After(Extent at) => Kind switch
    {
        PartKind.Dense or PartKind.Embedding or PartKind.PositionedEmbedding => at with { Width = Size },
        PartKind.Conv => new(at.Places / (Stride * Stride), Size),
        PartKind.Pool => at with { Places = at.Places / 4 },
        PartKind.Average => at with { Places = 1 },
        PartKind.Flatten => new(1, at.Places * at.Width),
        PartKind.Lstm or PartKind.Gru => new(1, Size),
        PartKind.Residual => Inner.Aggregate(at, (extent, part) => part.After(extent)),
        _ => at,
    };

    /// <summary>Multiply-adds of the forward products, for one sample.</summary>
    public double MultiplyAdds(Extent at) => Kind switch
    {
        PartKind.Dense => (double)at.Places * at.Width * Size,
        PartKind.Conv => 9.0 * After(at).Places * at.Width * Size,
        PartKind.Attention => (4.0 * at.Width + 2.0 * at.Places) * at.Places * at.Width,
        PartKind.Lstm => 4.0 * at.Places * (at.Width + Size) * Size,
        PartKind.Gru => 3.0 * at.Places * (at.Width + Size) * Size,
        PartKind.Residual => Network.Walk(Inner, at).Sum(p => p.Part.MultiplyAdds(p.At)) + ShortcutMultiplyAdds(at, After(at)),
        _ => 0,
    };

    private static double ShortcutMultiplyAdds(Extent before, Extent after) =>
        before == after ? 0 : (double)after.Places * before.Width * after.Width;
}

/// <summary>The size of a sample between two layers.</summary>
/// <param name="Places">Pixels of an image or steps of a sequence; 1 for a vector.</param>
/// <param name="Width">Numbers at each place: channels or features.</param>
public readonly record struct Extent(int Places, int Width);
