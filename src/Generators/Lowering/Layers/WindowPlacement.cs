using Microsoft.CodeAnalysis;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Lowering.Layers;

/// <summary>A window over the images of a value. Sequences are treated as images of one row.</summary>
internal sealed record WindowPlacement(Window Window, Value Images, bool OverSequence)
{
    /// <summary>The window of one pixel.</summary>
    public static readonly Window Pixel = new(Span1D.Valid(1), Span1D.Valid(1));

    /// <returns>Null, after an error report, when the input has another shape or is smaller than the window.</returns>
    public static WindowPlacement? Over(LayerBuilder build, WindowSpec spec, Value x)
    {
        if (ImagesOf(build, x, spec.OverSequence) is not { } images) return null;
        var (height, width) = (images.Type.Dims[1].Size, images.Type.Dims[2].Size);
        var window = new Window(
            Span(height, spec.Height, spec.StrideHeight, spec.OverSequence ? WindowPadding.Valid : spec.Padding, 0),
            Span(width, spec.Width, spec.StrideWidth, spec.Padding, 2));
        if (window.Rows.Places(height) > 0 && window.Columns.Places(width) > 0)
            return new WindowPlacement(window, images, spec.OverSequence);

        var columns = Literal.Of(window.Columns.Reach);
        var reach = spec.OverSequence ? $"{columns} steps" : $"{Literal.Of(window.Rows.Reach)} × {columns} pixels";
        build.ReportAt(SizeArgument(window, spec, height), Rules.WindowTooLarge, reach, x.Type.SampleText);
        return null;

        Span1D Span(int length, int size, int stride, WindowPadding padding, int pad) => spec.Pads.Count > 0
            ? new Span1D(size, stride, spec.Dilation, spec.Pads[pad], spec.Pads[pad + 1])
            : padding switch
            {
                WindowPadding.Same => Span1D.Same(length, size, stride, spec.Dilation),
                WindowPadding.Causal => Span1D.Causal(size, stride, spec.Dilation),
                _ => Span1D.Valid(size, stride, spec.Dilation),
            };
    }

    /// <summary>Returns the arguments that make a window too large: its dilation when it has one, otherwise its size.</summary>
    private static string SizeArgument(Window window, WindowSpec spec, int height) =>
        spec.Dilation > 1 ? "Dilation" : "kernelSize,poolSize" + (window.Rows.Places(height) > 0 ? ",kernelWidth,poolWidth" : ",kernelHeight,poolHeight");

    /// <summary>Returns a value as a batch of images; null, after an error report, when it is none.</summary>
    public static Value? ImagesOf(LayerBuilder build, Value x, bool overSequence) =>
        !AreImages(build, x, overSequence) ? null : overSequence ? AsImages(build, x) : x;

    /// <summary>Returns true when a value is a batch of images, or of sequences; otherwise it reports an error.</summary>
    public static bool AreImages(LayerBuilder build, Value x, bool overSequence) => overSequence
        ? Check(build, x, 3, Rules.NotSequences, "steps, channels")
        : Check(build, x, 4, Rules.NotImages, "height, width, channels");

    /// <summary>Returns a result over images. For a layer over sequences it removes the axis of the single row.</summary>
    public Value Back(LayerBuilder build, string name, Value found) => Back(build, name, found, OverSequence);

    /// <inheritdoc cref="Back(LayerBuilder, string, Value)"/>
    public static Value Back(LayerBuilder build, string name, Value found, bool overSequence) =>
        overSequence ? build.Graph.Reshape(found, name, found.Type.With([found.Type.Dims[0], .. found.Type.Dims.Skip(2)])) : found;

    /// <summary>Returns the name of a result over images; without the axis of its single row it has its own name.</summary>
    public static string NameOf(string name, bool overSequence) => name + (overSequence ? "Row" : "");

    private static Value AsImages(LayerBuilder build, Value x) =>
        build.Graph.Reshape(x, x.Name + "Row", x.Type.With([x.Type.Dims[0], 1, .. x.Type.Dims.Skip(1)]));

    private static bool Check(LayerBuilder build, Value x, int rank, DiagnosticDescriptor rule, string dimensions)
    {
        if (x.Type.Rank == rank) return true;
        var sizes = x.Type.Dims.Skip(1).Select(d => Literal.Of(d.Size));
        var example = x.Type.Rank == rank - 1 ? string.Join(", ", sizes) + ", 1" : dimensions;
        build.Report(rule, x.Type.SampleText, example);
        return false;
    }
}
