using System.Text.Json;

namespace Benchmarks;

/// <summary>A classifier as the peers build it; its output is logits.</summary>
/// <param name="Sample">The shape of a sample: <c>[width]</c>, <c>[rows, columns, channels]</c>, or that of an embedding's indices.</param>
/// <param name="Parts">Its layers.</param>
public sealed record Network(IReadOnlyList<int> Sample, params IReadOnlyList<Part> Parts)
{
    /// <summary>Whether samples are indices instead of pixels or features.</summary>
    public bool TakesIndices => Parts[0].Kind is PartKind.Embedding or PartKind.PositionedEmbedding;

    /// <summary>The factor for the bytes of a sample.</summary>
    public double Scale => TakesIndices ? 1 : 1 / 255.0;

    /// <summary>The size of a sample.</summary>
    public Extent Input => Sample switch
    {
        _ when TakesIndices => new(Sample[^1], 1),
        [var rows, var columns, var channels] => new(rows * columns, channels),
        _ => new(1, Sample[0]),
    };

    /// <summary>
    /// Returns a network of dense layers of these widths, with a rectifier between them. The first width is that of a sample.
    /// </summary>
    public static Network OfWidths(int sample, params int[] widths) =>
        new([sample], [.. widths.SelectMany<int, Part>(w => [new(PartKind.Relu), new(PartKind.Dense, w)]).Skip(1)]);

    /// <summary>Walks over the layers, each with the size of its input.</summary>
    public static IEnumerable<(Part Part, Extent At)> Walk(IEnumerable<Part> parts, Extent at)
    {
        foreach (var part in parts)
        {
            yield return (part, at);
            at = part.After(at);
        }
    }

    /// <summary>
    /// Floating-point operations of the products in a training step, for one sample. Each forward product needs two more in the backward
    /// pass: inputs by errors, and errors by kernels. The first layer needs only one of them, unless an embedding precedes it.
    /// </summary>
    public double TrainingFlops()
    {
        double[] forward = [.. Walk(Parts, Input).Select(p => p.Part.MultiplyAdds(p.At)).Where(products => products > 0)];
        return 2.0 * (3 * forward.Sum() - (TakesIndices ? 0 : forward[0]));
    }

    /// <summary>Writes the layers for a Python script, with the sizes of their inputs.</summary>
    public string ToJson() => JsonSerializer.Serialize(Describe(Parts, Input));

    private static IEnumerable<object> Describe(IEnumerable<Part> parts, Extent at) => Walk(parts, at).Select(p => new
    {
        kind = p.Part.Kind.ToString(),
        size = p.Part.Size,
        stride = p.Part.TotalStride,
        bias = p.Part.HasBias,
        vocabulary = p.Part.Vocabulary,
        places = p.At.Places,
        width = p.At.Width,
        widthAfter = p.Part.After(p.At).Width,
        inner = Describe(p.Part.Inner, p.At),
    });
}
