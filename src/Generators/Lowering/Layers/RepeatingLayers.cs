using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;
using ModelDsl.Generators.Vocabulary;

namespace ModelDsl.Generators.Lowering.Layers;

/// <summary>How often rows and columns of an image are repeated. A sequence is an image of one row.</summary>
internal sealed record UpSamplingSpec(string Name, int Height, int Width, bool OverSequence = false) : LayerSpec(Name)
{
    public override string Text => OverSequence
        ? $"UpSampling1D({Literal.Of(Width)})"
        : $"UpSampling2D({Literal.Of(Height)}{(Height == Width ? "" : ", " + Literal.Of(Width))})";
}

/// <summary>
/// Enlarges images or sequences. It is the transpose of a depthwise convolution with windows side by side and a kernel of ones.
/// </summary>
internal abstract class UpSamplingLayer(string name, bool overSequence) : LayerDefinition<UpSamplingSpec>(name, $"{name}(2)")
{
    public sealed override FeatureAxes Features => FeatureAxes.Windows;

    public sealed override string SizeArgument => "size";

    public sealed override bool Owns(LayerSpec spec) => spec is UpSamplingSpec upSampling && upSampling.OverSequence == overSequence;

    protected sealed override (Value Output, long Flops) Lower(LayerBuilder build, UpSamplingSpec spec, Value x)
    {
        if (WindowPlacement.ImagesOf(build, x, overSequence) is not { } images) return (x, 0);
        var channels = images.Type.Columns;
        var (height, width) = ((long)images.Type.Dims[1].Size * spec.Height, (long)images.Type.Dims[2].Size * spec.Width);
        if (!build.CanHold(overSequence ? [width, channels.Size] : [height, width, channels.Size])) return (x, 0);
        var window = new Window(Span1D.Valid(spec.Height, spec.Height), Span1D.Valid(spec.Width, spec.Width));
        var large = images.Type.With([Dim.Batch, (int)height, (int)width, channels]);
        var ones = build.Graph.Constant(spec.Name + "Ones", TensorType.Float(spec.Height, spec.Width, channels, 1), 1);
        var repeated = build.Graph.Append(Images.DepthwiseImageGradient, WindowPlacement.NameOf(spec.Name, overSequence),
            new OperationAttributes { Window = window, Type = large }, images, ones);
        return (WindowPlacement.Back(build, spec.Name, repeated, overSequence), 0);
    }
}

internal sealed class UpSampling2DLayer() : UpSamplingLayer("UpSampling2D", overSequence: false)
{
    public override LayerSpec? Read(string name, AttributeReader attribute)
    {
        var (rows, columns) = (attribute.Int("size") is null ? "height" : "size", attribute.Int("size") is null ? "width" : "size");
        if (attribute.Int(rows) is not { } height || attribute.Int(columns) is not { } width) return null;
        var valid = WindowReader.IsPositive(name, attribute, height, rows, "height");
        if (rows != columns) valid &= WindowReader.IsPositive(name, attribute, width, columns, "width");
        return valid ? new UpSamplingSpec(name, height, width, OverSequence: false) : null;
    }
}

internal sealed class UpSampling1DLayer() : UpSamplingLayer("UpSampling1D", overSequence: true)
{
    public override LayerSpec? Read(string name, AttributeReader attribute) =>
        attribute.Int("size") is { } size && WindowReader.IsPositive(name, attribute, size, "size", "size")
            ? new UpSamplingSpec(name, 1, size, OverSequence: true)
            : null;
}

internal sealed record RepeatVectorSpec(string Name, int Count) : LayerSpec(Name)
{
    public override string Text => $"RepeatVector({Literal.Of(Count)})";
}

/// <summary>Makes a sequence of a vector: repeats it as columns, which then become rows.</summary>
internal sealed class RepeatVectorLayer() : LayerDefinition<RepeatVectorSpec>("RepeatVector", "RepeatVector(3)")
{
    public override FeatureAxes Features => FeatureAxes.Windows;

    public override string SizeArgument => "n";

    public override IEnumerable<AxisOrigin> Axes(LayerSpec spec, TensorType x, TensorType output) =>
        [new AxisOrigin(0), AxisOrigin.New(spec.Axis), new AxisOrigin(1)];

    public override LayerSpec? Read(string name, AttributeReader attribute)
    {
        if (SequenceReader.Positive(name, attribute, "n") is not { } count) return null;
        return count > 0 ? new RepeatVectorSpec(name, count) : null;
    }

    protected override (Value Output, long Flops) Lower(LayerBuilder build, RepeatVectorSpec spec, Value x)
    {
        if (x.Type.Rank != 2)
        {
            build.Report(Rules.NotVectors, x.Type.SampleText);
            return (x, 0);
        }
        if (!build.CanHold(spec.Count, x.Type.Columns.Size)) return (x, 0);
        var type = x.Type.With([.. x.Type.Dims, spec.Count]);
        var columns = build.Graph.Append(Reductions.BroadcastColumns, spec.Name + "Columns", new OperationAttributes { Type = type }, x);
        return (build.Graph.Append(Layouts.Permute, spec.Name, new OperationAttributes { Axes = [1, 0] }, columns), 0);
    }
}
