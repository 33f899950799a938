using System.Globalization;

namespace Benchmarks;

/// <summary>A kind of layer that the peers' networks consist of.</summary>
public enum PartKind
{
    /// <summary>Fully connected, with a bias.</summary>
    Dense,

    /// <summary>A 3 × 3 convolution with zeros outside and a bias.</summary>
    Conv,

    /// <summary>The maximum of each 2 × 2.</summary>
    Pool,

    /// <summary>Images to vectors.</summary>
    Flatten,

    /// <summary>The rectifier.</summary>
    Relu,
}

/// <summary>A layer of a peer's network.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Size">Units or filters; 0 where it has none.</param>
public readonly record struct Part(PartKind Kind, int Size = 0);

/// <summary>A classifier of images of 28 × 28, as the peers build it: what comes out are logits.</summary>
/// <param name="Parts">Its layers.</param>
public sealed record Network(params IReadOnlyList<Part> Parts)
{
    private const int Side = 28;

    /// <summary>Whether it begins with images, channels first, instead of vectors.</summary>
    public bool TakesImages => Parts[0].Kind == PartKind.Conv;

    /// <summary>Layers of a width each, with a rectifier between them.</summary>
    public static Network OfWidths(params int[] widths) =>
        new([.. widths.SelectMany<int, Part>((w, i) => i == 0 ? [new(PartKind.Dense, w)] : [new(PartKind.Relu), new(PartKind.Dense, w)])]);

    /// <summary>As titles and command lines say it: <c>conv32 relu pool flatten dense10</c>.</summary>
    public override string ToString() => string.Join(' ', Parts.Select(part =>
        part.Kind.ToString().ToLowerInvariant() + (part.Size > 0 ? part.Size.ToString(CultureInfo.InvariantCulture) : "")));

    /// <summary>
    /// Floating-point operations of the products in a training step, for one image: inputs by kernels forward; backward, inputs by errors,
    /// and but for the first layer errors by kernels.
    /// </summary>
    public double TrainingFlops()
    {
        var flops = 0.0;
        foreach (var (part, rows, width) in Walk())
        {
            var cells = part.Kind switch { PartKind.Conv => 9, PartKind.Dense => 1, _ => 0 };
            flops += (flops == 0 ? 2 : 3) * 2.0 * rows * rows * cells * width * part.Size;
        }

        return flops;
    }

    /// <summary>The layers, each with the rows (and columns) of the images that it takes, 1 for a vector, and their channels.</summary>
    public IEnumerable<(Part Part, int Rows, int Width)> Walk()
    {
        var (rows, width) = TakesImages ? (Side, 1) : (1, Side * Side);
        foreach (var part in Parts)
        {
            yield return (part, rows, width);
            (rows, width) = part.Kind switch
            {
                PartKind.Pool => (rows / 2, width),
                PartKind.Flatten => (1, rows * rows * width),
                PartKind.Relu => (rows, width),
                _ => (rows, part.Size),
            };
        }
    }
}
