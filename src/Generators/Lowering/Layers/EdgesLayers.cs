using System.Globalization;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;
using ModelDsl.Generators.Vocabulary;

namespace ModelDsl.Generators.Lowering.Layers;

/// <summary>The numbers of rows and columns that are added at the edges of an image, or removed.</summary>
internal sealed record EdgesSpec(string Name, string Layer, int Top, int Bottom, int Left, int Right) : LayerSpec(Name)
{
    public override string Text => $"{Layer}({string.Join(", ", Numbers.Select(Literal.Of))})";

    private int[] Numbers =>
        Top != Bottom || Left != Right ? [Top, Bottom, Left, Right]
        : Top != Left ? [Top, Left]
        : [Top];
}

/// <summary>
/// Adds rows and columns at the edges of images, or removes them. It uses windows of one pixel; their gradient removes edges.
/// </summary>
internal abstract class EdgesLayer(string name, string argument, string what) : LayerDefinition<EdgesSpec>(name, $"{name}(1)")
{
    public sealed override FeatureAxes Features => FeatureAxes.Windows;

    public sealed override string SizeArgument => argument;

    public sealed override bool Owns(LayerSpec spec) => spec is EdgesSpec edges && edges.Layer == Name;

    public sealed override LayerSpec? Read(string name, AttributeReader attribute)
    {
        var (top, bottom) = (Edge("top", "height"), Edge("bottom", "height"));
        var (left, right) = (Edge("left", "width"), Edge("right", "width"));
        if (top is null || bottom is null || left is null || right is null) return null;

        var wrong = new[] { top.Value, bottom.Value, left.Value, right.Value }.Where(edge => edge.Size < 0).Distinct().ToArray();
        foreach (var (edge, size) in wrong) attribute.Report(Rules.EdgeNegative, edge, name, what, Literal.Of(size));
        return wrong.Length > 0 ? null : new EdgesSpec(name, Name, top.Value.Size, bottom.Value.Size, left.Value.Size, right.Value.Size);

        (string Argument, int Size)? Edge(string edge, string direction) =>
            new[] { edge, direction, argument }.Select(a => (Argument: a, Size: attribute.Int(a))).FirstOrDefault(a => a.Size is not null)
                is { Size: { } size } found ? (found.Argument, size) : null;
    }

    protected static Window WindowOf(EdgesSpec spec) =>
        new(new Span1D(1, 1, 1, spec.Top, spec.Bottom), new Span1D(1, 1, 1, spec.Left, spec.Right));
}

internal sealed class ZeroPadding2DLayer() : EdgesLayer("ZeroPadding2D", "padding", "padding")
{
    protected override (Value Output, long Flops) Lower(LayerBuilder build, EdgesSpec spec, Value x)
    {
        if (WindowPlacement.ImagesOf(build, x, overSequence: false) is null) return (x, 0);
        var (height, width) = ((long)x.Type.Dims[1].Size + spec.Top + spec.Bottom, (long)x.Type.Dims[2].Size + spec.Left + spec.Right);
        if (!build.CanHold(height, width, x.Type.Columns.Size)) return (x, 0);
        return (build.Graph.Append(Images.Patches, spec.Name, new OperationAttributes { Window = WindowOf(spec) }, x), 0);
    }
}

internal sealed class Cropping2DLayer() : EdgesLayer("Cropping2D", "cropping", "cropping")
{
    protected override (Value Output, long Flops) Lower(LayerBuilder build, EdgesSpec spec, Value x)
    {
        if (WindowPlacement.ImagesOf(build, x, overSequence: false) is null) return (x, 0);
        var (rows, columns) = ((long)spec.Top + spec.Bottom, (long)spec.Left + spec.Right);
        var (height, width) = (x.Type.Dims[1].Size - rows, x.Type.Dims[2].Size - columns);
        if (height <= 0 || width <= 0)
        {
            build.Report(
                Rules.CroppedAway, rows.ToString(CultureInfo.InvariantCulture), columns.ToString(CultureInfo.InvariantCulture),
                x.Type.SampleText);
            return (x, 0);
        }
        var inner = x.Type.With([Dim.Batch, (int)height, (int)width, x.Type.Columns]);
        return (build.Graph.Append(Images.PatchesGradient, spec.Name,
            new OperationAttributes { Window = WindowOf(spec), Type = inner }, x), 0);
    }
}
