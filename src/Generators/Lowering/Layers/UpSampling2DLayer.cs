using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;
using ModelDsl.Generators.Vocabulary;

namespace ModelDsl.Generators.Lowering.Layers;

internal sealed record UpSamplingSpec(string Name, int Height, int Width) : LayerSpec(Name)
{
    public override string Text => $"UpSampling2D({Literal.Of(Height)}{(Height == Width ? "" : ", " + Literal.Of(Width))})";
}

/// <summary>Enlarges images. It is the transpose of a depthwise convolution with windows side by side and a kernel of ones.</summary>
internal sealed class UpSampling2DLayer() : LayerDefinition<UpSamplingSpec>("UpSampling2D", "UpSampling2D(2)")
{
    public override FeatureAxes Features => FeatureAxes.Windows;

    public override string SizeArgument => "size";

    public override LayerSpec? Read(string name, AttributeReader attribute)
    {
        var (rows, columns) = (attribute.Int("size") is null ? "height" : "size", attribute.Int("size") is null ? "width" : "size");
        if (attribute.Int(rows) is not { } height || attribute.Int(columns) is not { } width) return null;
        var valid = WindowReader.IsPositive(name, attribute, height, rows, "height");
        if (rows != columns) valid &= WindowReader.IsPositive(name, attribute, width, columns, "width");
        return valid ? new UpSamplingSpec(name, height, width) : null;
    }

    protected override (Value Output, long Flops) Lower(LayerBuilder build, UpSamplingSpec spec, Value x)
    {
        if (WindowPlacement.ImagesOf(build, x, overSequence: false) is null) return (x, 0);
        var (height, width) = ((long)x.Type.Dims[1].Size * spec.Height, (long)x.Type.Dims[2].Size * spec.Width);
        if (!build.CanHold(height, width, x.Type.Columns.Size)) return (x, 0);
        var window = new Window(Span1D.Valid(spec.Height, spec.Height), Span1D.Valid(spec.Width, spec.Width));
        var large = x.Type.With([Dim.Batch, (int)height, (int)width, x.Type.Columns]);
        var ones = build.Graph.Constant(spec.Name + "Ones", TensorType.Float(spec.Height, spec.Width, x.Type.Columns, 1), 1);
        return (build.Graph.Append(Images.DepthwiseImageGradient, spec.Name,
            new OperationAttributes { Window = window, Type = large }, x, ones), 0);
    }
}
