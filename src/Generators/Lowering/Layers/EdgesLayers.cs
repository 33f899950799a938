using System.Globalization;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;
using ModelDsl.Generators.Vocabulary;

namespace ModelDsl.Generators.Lowering.Layers;

/// <summary>
/// The numbers of rows and columns that are added at the edges of an image, or removed. A sequence is an image of one row.
/// </summary>
internal sealed record EdgesSpec(string Name, string Layer, int Top, int Bottom, int Left, int Right) : LayerSpec(Name)
{
    public bool OverSequence { get; init; }

    public override string Text => $"{Layer}({string.Join(", ", Numbers.Select(Literal.Of))})";

    private int[] Numbers =>
        OverSequence ? Left != Right ? [Left, Right] : [Left]
        : Top != Bottom || Left != Right ? [Top, Bottom, Left, Right]
        : Top != Left ? [Top, Left]
        : [Top];
}

/// <summary>
/// Adds rows and columns at the edges of images, or removes them. It uses windows of one pixel; their gradient removes edges.
/// </summary>
/// <param name="name">Name of the layer.</param>
/// <param name="argument">The argument that is one number for all edges.</param>
/// <param name="what">The word for it in messages.</param>
/// <param name="overSequence">True for a layer over sequences, which have two ends.</param>
internal abstract class EdgesLayer(string name, string argument, string what, bool overSequence)
    : LayerDefinition<EdgesSpec>(name, $"{name}(1)")
{
    /// <summary>The arguments of the edges, and those of the direction that gives both of its edges one number.</summary>
    private static readonly (string Edge, string Direction)[] OfImages =
        [("top", "height"), ("bottom", "height"), ("left", "width"), ("right", "width")];

    private static readonly (string Edge, string Direction)[] OfSequences = [("before", ""), ("after", "")];

    public sealed override FeatureAxes Features => FeatureAxes.Windows;

    public sealed override string SizeArgument => argument;

    public sealed override bool Owns(LayerSpec spec) => spec is EdgesSpec edges && edges.Layer == Name;

    public sealed override LayerSpec? Read(string name, AttributeReader attribute)
    {
        var edges = (overSequence ? OfSequences : OfImages).Select(edge => Number(edge.Edge, edge.Direction, argument)).ToArray();
        if (edges.Any(edge => edge is null)) return null;

        var wrong = edges.Where(edge => edge!.Value.Size < 0).Distinct().ToArray();
        foreach (var edge in wrong) attribute.Report(Rules.EdgeNegative, edge!.Value.Argument, name, what, Literal.Of(edge.Value.Size));
        if (wrong.Length > 0) return null;
        var sizes = edges.Select(edge => edge!.Value.Size).ToArray();
        return overSequence
            ? new EdgesSpec(name, Name, 0, 0, sizes[0], sizes[1]) { OverSequence = true }
            : new EdgesSpec(name, Name, sizes[0], sizes[1], sizes[2], sizes[3]);

        (string Argument, int Size)? Number(params string[] arguments) =>
            arguments.Select(a => (Argument: a, Size: attribute.Int(a))).FirstOrDefault(a => a.Size is not null)
                is { Size: { } size } found ? (found.Argument, size) : null;
    }

    protected sealed override (Value Output, long Flops) Lower(LayerBuilder build, EdgesSpec spec, Value x)
    {
        if (WindowPlacement.ImagesOf(build, x, overSequence) is not { } images) return (x, 0);
        var window = new Window(new Span1D(1, 1, 1, spec.Top, spec.Bottom), new Span1D(1, 1, 1, spec.Left, spec.Right));
        if (LowerEdges(build, spec, x, images, window) is not { } result) return (x, 0);
        return (WindowPlacement.Back(build, spec.Name, result, overSequence), 0);
    }

    /// <summary>Appends the operation; null, after an error report, when nothing or too much would be left.</summary>
    /// <param name="build">The layer.</param>
    /// <param name="spec">The spec.</param>
    /// <param name="x">The input, for messages.</param>
    /// <param name="images">The input as images.</param>
    /// <param name="window">A window of one pixel with the edges as padding.</param>
    protected abstract Value? LowerEdges(LayerBuilder build, EdgesSpec spec, Value x, Value images, Window window);

    protected string NameOf(EdgesSpec spec) => WindowPlacement.NameOf(spec.Name, overSequence);
}

internal abstract class ZeroPaddingLayer(string name, bool overSequence) : EdgesLayer(name, "padding", "padding", overSequence)
{
    protected sealed override Value? LowerEdges(LayerBuilder build, EdgesSpec spec, Value x, Value images, Window window)
    {
        var dims = images.Type.Dims;
        long[] padded = [(long)dims[1].Size + spec.Top + spec.Bottom, (long)dims[2].Size + spec.Left + spec.Right, dims[3].Size];
        return build.CanHold(spec.OverSequence ? [.. padded.Skip(1)] : padded)
            ? build.Graph.Append(Images.Patches, NameOf(spec), new OperationAttributes { Window = window }, images)
            : null;
    }
}

internal abstract class CroppingLayer(string name, bool overSequence) : EdgesLayer(name, "cropping", "cropping", overSequence)
{
    protected sealed override Value? LowerEdges(LayerBuilder build, EdgesSpec spec, Value x, Value images, Window window)
    {
        var (rows, columns) = ((long)spec.Top + spec.Bottom, (long)spec.Left + spec.Right);
        var (height, width) = (images.Type.Dims[1].Size - rows, images.Type.Dims[2].Size - columns);
        if (height <= 0 || width <= 0)
        {
            build.Report(Rules.CroppedAway, spec.OverSequence ? $"{Text(columns)} steps" : $"{Text(rows)} rows and {Text(columns)} columns", x.Type.SampleText);
            return null;
        }
        var inner = images.Type.With([Dim.Batch, (int)height, (int)width, images.Type.Columns]);
        return build.Graph.Append(Images.PatchesGradient, NameOf(spec), new OperationAttributes { Window = window, Type = inner }, images);

        static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
    }
}

internal sealed class ZeroPadding2DLayer() : ZeroPaddingLayer("ZeroPadding2D", overSequence: false);

internal sealed class ZeroPadding1DLayer() : ZeroPaddingLayer("ZeroPadding1D", overSequence: true);

internal sealed class Cropping2DLayer() : CroppingLayer("Cropping2D", overSequence: false);

internal sealed class Cropping1DLayer() : CroppingLayer("Cropping1D", overSequence: true);
