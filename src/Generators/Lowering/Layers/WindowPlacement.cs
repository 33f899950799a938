using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Lowering.Layers;

/// <summary>Puts a layer's window over its input.</summary>
internal static class WindowPlacement
{
    /// <summary>The window of one pixel.</summary>
    public static readonly Window Pixel = new(Span1D.Valid(1), Span1D.Valid(1));

    /// <returns>Null where the input is no image, or smaller than the window; it was reported.</returns>
    public static Window? Over(LoweringContext context, string layer, WindowSpec spec, Value x)
    {
        if (!IsImage(context, layer, x)) return null;
        var (height, width) = (x.Type.Dims[1].Size, x.Type.Dims[2].Size);
        var window = spec.Same
            ? new Window(
                Span1D.Same(height, spec.Height, spec.StrideHeight, spec.Dilation), Span1D.Same(width, spec.Width, spec.StrideWidth, spec.Dilation))
            : new Window(Span1D.Valid(spec.Height, spec.StrideHeight, spec.Dilation), Span1D.Valid(spec.Width, spec.StrideWidth, spec.Dilation));
        if (window.Rows.Places(height) > 0 && window.Columns.Places(width) > 0) return window;

        var reach = $"{Literal.Of(window.Rows.Reach)} × {Literal.Of(window.Columns.Reach)}";
        context.Report(Rules.WindowTooLarge, new Anchor(Place.LayerAttribute, context.LayerIndex), layer, reach, PerSample(x));
        return null;
    }

    /// <summary>Whether a value is a batch of images; reported where it is none.</summary>
    public static bool IsImage(LoweringContext context, string layer, Value x)
    {
        if (x.Type.Rank == 4) return true;
        var sizes = x.Type.Dims.Skip(1).Select(d => Literal.Of(d.Size));
        var example = x.Type.Rank == 3 ? string.Join(", ", sizes) + ", 1" : "height, width, channels";
        context.Report(Rules.NotImages, new Anchor(Place.LayerAttribute, context.LayerIndex), layer, PerSample(x), example);
        return false;
    }

    private static string PerSample(Value x) => Shapes.Text(x.Type.Dims.Skip(1));
}
