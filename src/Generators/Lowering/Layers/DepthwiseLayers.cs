using System.Collections.Immutable;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;
using ModelDsl.Generators.Vocabulary;

namespace ModelDsl.Generators.Lowering.Layers;

/// <summary>Convolutions of each channel separately.</summary>
internal static class Depthwise
{
    public static int? Multiplier(string name, AttributeReader attribute) =>
        ConvolutionReader.Positive(name, attribute, "DepthMultiplier", "depth multiplier");

    /// <summary>
    /// Appends the weighted sum of each window. The multiplier repeats each channel, and each repetition has its own kernel.
    /// </summary>
    public static Value Lower(
        LayerBuilder build, string result, Value x, Window window, int multiplier, string property, WeightSpec weight)
    {
        var (rows, columns, channels) = (window.Rows.Size, window.Columns.Size, x.Type.Columns.Size);
        var kernel = build.Parameter(property, TensorType.Float(rows, columns, channels, multiplier), weight);
        if (build.Failed) return x;
        if (multiplier > 1)
        {
            var each = x.Type.With([.. x.Type.Dims, multiplier]);
            var repeated = build.Graph.Append(Reductions.BroadcastColumns, build.Name + "EachChannel", new OperationAttributes { Type = each }, x);
            x = build.Graph.Reshape(repeated, build.Name + "Channels", x.Type.With([.. x.Type.RowDims, channels * multiplier]));
        }
        return build.Graph.Append(Images.DepthwiseConvolution, result, new OperationAttributes { Window = window }, x, kernel);
    }
}

internal sealed record DepthwiseSpec(
    string Name, int Multiplier, WeightSpec Kernel, WindowSpec Window, string Activation, bool UseBias, WeightSpec Bias)
    : ConvolutionSpec(Name, Window, Activation, UseBias, Bias)
{
    protected override string Kind => "DepthwiseConv2D";

    protected override string Numbers => base.Numbers + (Multiplier == 1 ? "" : $", multiplier {Literal.Of(Multiplier)}");
}

internal sealed class DepthwiseConv2DLayer() : LayerDefinition<DepthwiseSpec>("DepthwiseConv2D", "DepthwiseConv2D(3)")
{
    public override FeatureAxes Features => FeatureAxes.Windows;

    public override ImmutableArray<string> Tensors => ["Kernel", "Bias"];

    public override ImmutableArray<string> Optional => ["Bias"];

    public override string SizeArgument => "DepthMultiplier";

    public override IEnumerable<AxisOrigin> Axes(LayerSpec spec, TensorType x, TensorType output) =>
        spec.Axis.Length == 0 && output.Columns == x.Columns
        ? AxisOrigin.Kept(output.Rank)
        : AxisOrigin.Features(output, spec.Axis);

    public override LayerSpec? Read(string name, AttributeReader attribute)
    {
        var multiplier = Depthwise.Multiplier(name, attribute);
        var kernel = ConvolutionReader.Weight(name, attribute, "Depthwise");
        return ConvolutionReader.Read(name, attribute, WindowArguments.Kernel2D, (window, activation, useBias, bias) =>
            multiplier is null ? null : new DepthwiseSpec(name, multiplier.Value, kernel, window, activation, useBias, bias));
    }

    protected override (Value Output, long Flops) Lower(LayerBuilder build, DepthwiseSpec spec, Value x)
    {
        if (WindowPlacement.Over(build, spec.Window, x) is not { Window: var window }) return (x, 0);
        var name = Affine.NameOfSum(spec.Name, spec.UseBias, spec.Activation);
        var sum = Depthwise.Lower(build, name, x, window, spec.Multiplier, "Kernel", spec.Kernel);
        return build.Failed ? (x, 0) : Affine.Finish(build, sum, 2L * window.Cells, spec.UseBias, spec.Bias, spec.Activation);
    }
}

internal sealed record SeparableSpec(
    string Name, int Filters, int Multiplier, WeightSpec Depthwise, WeightSpec Pointwise, WindowSpec Window,
    string Activation, bool UseBias,
    WeightSpec Bias)
    : ConvolutionSpec(Name, Window, Activation, UseBias, Bias)
{
    protected override string Kind => "SeparableConv2D";

    protected override string Numbers =>
        $"{Literal.Of(Filters)}, {base.Numbers}{(Multiplier == 1 ? "" : $", multiplier {Literal.Of(Multiplier)}")}";
}

internal sealed class SeparableConv2DLayer() : LayerDefinition<SeparableSpec>("SeparableConv2D", "SeparableConv2D(32, 3)")
{
    public override FeatureAxes Features => FeatureAxes.Windows;

    public override ImmutableArray<string> Tensors => ["DepthwiseKernel", "PointwiseKernel", "Bias"];

    public override ImmutableArray<string> Optional => ["Bias"];

    public override string SizeArgument => "filters";

    public override IEnumerable<AxisOrigin> Axes(LayerSpec spec, TensorType x, TensorType output) => AxisOrigin.Features(output, spec.Axis);

    public override LayerSpec? Read(string name, AttributeReader attribute)
    {
        var filters = ConvolutionReader.Filters(name, attribute);
        var multiplier = Depthwise.Multiplier(name, attribute);
        var depthwise = ConvolutionReader.Weight(name, attribute, "Depthwise");
        var pointwise = ConvolutionReader.Weight(name, attribute, "Pointwise");
        return ConvolutionReader.Read(name, attribute, WindowArguments.Kernel2D, (window, activation, useBias, bias) =>
            filters is null || multiplier is null
                ? null
                : new SeparableSpec(name, filters.Value, multiplier.Value, depthwise, pointwise, window, activation, useBias, bias));
    }

    protected override (Value Output, long Flops) Lower(LayerBuilder build, SeparableSpec spec, Value x)
    {
        if (WindowPlacement.Over(build, spec.Window, x) is not { Window: var window }) return (x, 0);
        var channels = Depthwise.Lower(build, spec.Name + "Depthwise", x, window, spec.Multiplier, "DepthwiseKernel", spec.Depthwise);
        if (build.Failed) return (x, 0);
        var inputs = channels.Type.Columns;
        var kernel = build.Parameter("PointwiseKernel", TensorType.Float(1, 1, inputs, spec.Filters), spec.Pointwise);
        if (build.Failed) return (x, 0);
        var matrix = build.Graph.Reshape(kernel, spec.Name + "KernelMatrix", TensorType.Float(inputs, spec.Filters));
        var (output, flops) = Affine.Lower(build, channels, matrix, spec.UseBias, spec.Bias, spec.Activation);
        return (output, flops + 2L * window.Cells * channels.Type.Elements);
    }
}
