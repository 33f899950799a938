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
        LayerBuilder build, string result, WindowSpec spec, WindowPlacement placement, int multiplier, string property, WeightSpec weight)
    {
        var (x, window) = (placement.Images, placement.Window);
        var channels = x.Type.Columns.Size;
        var kernel = build.Parameter(property, TensorType.Float([.. spec.Size.Select(size => (Dim)size), channels, multiplier]), weight);
        if (build.Failed) return x;
        var filters = build.Graph.Reshape(
            kernel, build.Name + "Filters", TensorType.Float(window.Rows.Size, window.Columns.Size, channels, multiplier));
        if (multiplier > 1)
        {
            var each = x.Type.With([.. x.Type.Dims, multiplier]);
            var repeated = build.Graph.Append(Reductions.BroadcastColumns, build.Name + "EachChannel", new OperationAttributes { Type = each }, x);
            x = build.Graph.Reshape(repeated, build.Name + "Channels", x.Type.With([.. x.Type.RowDims, channels * multiplier]));
        }
        var sum = build.Graph.Append(Images.DepthwiseConvolution, WindowPlacement.NameOf(result, placement.OverSequence),
            new OperationAttributes { Window = window }, x, filters);
        return placement.Back(build, result, sum);
    }
}

internal sealed record DepthwiseSpec(
    string Name, int Multiplier, WeightSpec Kernel, WindowSpec Window, string Activation, bool UseBias, WeightSpec Bias)
    : ConvolutionSpec(Name, Window, Activation, UseBias, Bias)
{
    protected override string Kind => Window.OverSequence ? "DepthwiseConv1D" : "DepthwiseConv2D";

    protected override string Numbers => base.Numbers + (Multiplier == 1 ? "" : $", multiplier {Literal.Of(Multiplier)}");
}

internal abstract class DepthwiseLayer(string name, WindowArguments arguments) : LayerDefinition<DepthwiseSpec>(name, $"{name}(3)")
{
    public sealed override bool Owns(LayerSpec spec) =>
        spec is DepthwiseSpec depthwise && depthwise.Window.OverSequence == arguments.OverSequence;

    public sealed override FeatureAxes Features => FeatureAxes.Windows;

    public sealed override ImmutableArray<string> Tensors => ["Kernel", "Bias"];

    public sealed override ImmutableArray<string> Optional => ["Bias"];

    public sealed override string SizeArgument => "DepthMultiplier";

    public sealed override IEnumerable<AxisOrigin> Axes(LayerSpec spec, TensorType x, TensorType output) =>
        spec.Axis.Length == 0 && output.Columns == x.Columns
        ? AxisOrigin.Kept(output.Rank)
        : AxisOrigin.Features(output, spec.Axis);

    public sealed override LayerSpec? Read(string name, AttributeReader attribute)
    {
        var multiplier = Depthwise.Multiplier(name, attribute);
        var kernel = ConvolutionReader.Weight(name, attribute, "Depthwise");
        return ConvolutionReader.Read(name, attribute, arguments, (window, activation, useBias, bias) =>
            multiplier is null ? null : new DepthwiseSpec(name, multiplier.Value, kernel, window, activation, useBias, bias));
    }

    protected sealed override (Value Output, long Flops) Lower(LayerBuilder build, DepthwiseSpec spec, Value x)
    {
        if (WindowPlacement.Over(build, spec.Window, x) is not { } placement) return (x, 0);
        var name = Affine.NameOfSum(spec.Name, spec.UseBias, spec.Activation);
        var sum = Depthwise.Lower(build, name, spec.Window, placement, spec.Multiplier, "Kernel", spec.Kernel);
        return build.Failed ? (x, 0) : Affine.Finish(build, sum, 2L * placement.Window.Cells, spec.UseBias, spec.Bias, spec.Activation);
    }
}

internal sealed class DepthwiseConv2DLayer() : DepthwiseLayer("DepthwiseConv2D", WindowArguments.Kernel2D);

internal sealed class DepthwiseConv1DLayer() : DepthwiseLayer("DepthwiseConv1D", WindowArguments.Kernel1D);

internal sealed record SeparableSpec(
    string Name, int Filters, int Multiplier, WeightSpec Depthwise, WeightSpec Pointwise, WindowSpec Window,
    string Activation, bool UseBias,
    WeightSpec Bias)
    : ConvolutionSpec(Name, Window, Activation, UseBias, Bias)
{
    protected override string Kind => Window.OverSequence ? "SeparableConv1D" : "SeparableConv2D";

    protected override string Numbers =>
        $"{Literal.Of(Filters)}, {base.Numbers}{(Multiplier == 1 ? "" : $", multiplier {Literal.Of(Multiplier)}")}";
}

internal abstract class SeparableLayer(string name, WindowArguments arguments) : LayerDefinition<SeparableSpec>(name, $"{name}(32, 3)")
{
    public sealed override bool Owns(LayerSpec spec) =>
        spec is SeparableSpec separable && separable.Window.OverSequence == arguments.OverSequence;

    public sealed override FeatureAxes Features => FeatureAxes.Windows;

    public sealed override ImmutableArray<string> Tensors => ["DepthwiseKernel", "PointwiseKernel", "Bias"];

    public sealed override ImmutableArray<string> Optional => ["Bias"];

    public sealed override string SizeArgument => "filters";

    public sealed override IEnumerable<AxisOrigin> Axes(LayerSpec spec, TensorType x, TensorType output) =>
        AxisOrigin.Features(output, spec.Axis);

    public sealed override LayerSpec? Read(string name, AttributeReader attribute)
    {
        var filters = ConvolutionReader.Filters(name, attribute);
        var multiplier = Depthwise.Multiplier(name, attribute);
        var depthwise = ConvolutionReader.Weight(name, attribute, "Depthwise");
        var pointwise = ConvolutionReader.Weight(name, attribute, "Pointwise");
        return ConvolutionReader.Read(name, attribute, arguments, (window, activation, useBias, bias) =>
            filters is null || multiplier is null
                ? null
                : new SeparableSpec(name, filters.Value, multiplier.Value, depthwise, pointwise, window, activation, useBias, bias));
    }

    protected sealed override (Value Output, long Flops) Lower(LayerBuilder build, SeparableSpec spec, Value x)
    {
        if (WindowPlacement.Over(build, spec.Window, x) is not { } placement) return (x, 0);
        var channels = Depthwise.Lower(
            build, spec.Name + "Depthwise", spec.Window, placement, spec.Multiplier, "DepthwiseKernel", spec.Depthwise);
        if (build.Failed) return (x, 0);
        var inputs = channels.Type.Columns;
        var kernel = build.Parameter("PointwiseKernel", TensorType.Float([.. spec.Window.Size.Select(_ => (Dim)1), inputs, spec.Filters]), spec.Pointwise);
        if (build.Failed) return (x, 0);
        var matrix = build.Graph.Reshape(kernel, spec.Name + "KernelMatrix", TensorType.Float(inputs, spec.Filters));
        var (output, flops) = Affine.Lower(build, channels, matrix, spec.UseBias, spec.Bias, spec.Activation);
        return (output, flops + 2L * placement.Window.Cells * channels.Type.Elements);
    }
}

internal sealed class SeparableConv2DLayer() : SeparableLayer("SeparableConv2D", WindowArguments.Kernel2D);

internal sealed class SeparableConv1DLayer() : SeparableLayer("SeparableConv1D", WindowArguments.Kernel1D);
