namespace Benchmarks;

/// <summary>A kind of layer that the peers' networks consist of.</summary>
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

    /// <summary>Images to vectors.</summary>
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

    /// <summary>Its input plus what its inner layers make of it.</summary>
    Residual,
}

/// <summary>A layer of a peer's network.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Size">Units, filters, heads, or the length of a vector; 0 if it has none.</param>
public sealed record Part(PartKind Kind, int Size = 0)
{
    /// <summary>Steps of a convolution from one place to the next.</summary>
    public int Stride { get; init; } = 1;

    /// <summary>Whether a convolution has a bias.</summary>
    public bool HasBias { get; init; } = true;

    /// <summary>Number of an embedding's vectors.</summary>
    public int Vocabulary { get; init; }

    /// <summary>Layers inside.</summary>
    public IReadOnlyList<Part> Inner { get; init; } = [];

    /// <summary>
    /// Layers around which their input goes as well. If they change its size, it goes through a 1 × 1 convolution and a normalisation.
    /// </summary>
    public static Part Residual(params IReadOnlyList<Part> inner) => new(PartKind.Residual) { Inner = inner };

    /// <summary>The steps of its convolutions together.</summary>
    public int TotalStride => Inner.Aggregate(Stride, (stride, part) => stride * part.TotalStride);

    /// <summary>What comes out.</summary>
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

    /// <summary>Multiply-adds of its products forward, for one sample.</summary>
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
/// <param name="Width">Numbers of each: channels, features.</param>
public readonly record struct Extent(int Places, int Width);
