using System.Collections.Immutable;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;
using ModelDsl.Generators.Vocabulary;

namespace ModelDsl.Generators.Lowering.Layers;

internal sealed record FilterSpec(
    string Name, int Filters, int Groups, WeightSpec Kernel, WindowSpec Window, string Activation, bool UseBias, WeightSpec Bias)
    : ConvolutionSpec(Name, Window, Activation, UseBias, Bias)
{
    protected override string Kind => Window.OverSequence ? "Conv1D" : "Conv2D";

    protected override string Numbers => $"{Literal.Of(Filters)}, {base.Numbers}{(Groups == 1 ? "" : $", groups {Literal.Of(Groups)}")}";
}

/// <summary>A convolution whose filters read all channels, or the channels of their group.</summary>
internal abstract class FilterLayer(string name, WindowArguments arguments) : LayerDefinition<FilterSpec>(name, $"{name}(32, 3)")
{
    public sealed override FeatureAxes Features => FeatureAxes.Windows;

    public sealed override ImmutableArray<string> Tensors => ["Kernel", "Bias"];

    public sealed override ImmutableArray<string> Optional => ["Bias"];

    public sealed override string SizeArgument => "filters";

    public sealed override bool Owns(LayerSpec spec) => spec is FilterSpec filter && filter.Window.OverSequence == arguments.OverSequence;

    public sealed override IEnumerable<AxisOrigin> Axes(LayerSpec spec, TensorType x, TensorType output) =>
        AxisOrigin.Features(output, spec.Axis);

    public sealed override LayerSpec? Read(string name, AttributeReader attribute)
    {
        var filters = ConvolutionReader.Filters(name, attribute);
        var groups = ConvolutionReader.Positive(name, attribute, "Groups", "number of groups");
        var kernel = ConvolutionReader.Weight(name, attribute, "Kernel");
        return ConvolutionReader.Read(name, attribute, arguments, (window, activation, useBias, bias) =>
        {
            if (filters is null || groups is null) return null;
            if (filters % groups == 0)
                return new FilterSpec(name, filters.Value, groups.Value, kernel, window, activation, useBias, bias);
            attribute.Report(Rules.Groups, "Groups", name, Literal.Of(groups.Value), $"{Literal.Of(filters.Value)} filters");
            return null;
        });
    }

    protected sealed override (Value Output, long Flops) Lower(LayerBuilder build, FilterSpec spec, Value x)
    {
        if (WindowPlacement.Over(build, spec.Window, x) is not { } placement) return (x, 0);
        var (channels, cells) = (x.Type.Columns.Size, placement.Window.Cells);
        if (channels % spec.Groups != 0)
        {
            build.ReportAt("Groups", Rules.Groups, Literal.Of(spec.Groups), $"{Literal.Of(channels)} channels of its input");
            return (x, 0);
        }
        var inputs = x.Type.Columns with { Size = channels / spec.Groups };
        var kernel = build.Parameter("Kernel", TensorType.Float([.. spec.Window.Size.Select(size => (Dim)size), inputs, spec.Filters]), spec.Kernel);
        if (build.Failed) return (x, 0);
        var matrix = build.Graph.Reshape(kernel, spec.Name + "KernelMatrix", TensorType.Float(cells * inputs.Size, spec.Filters));
        var patches = Patches(build, spec, placement);
        return Affine.Lower(build, patches, matrix, spec.UseBias, spec.Bias, spec.Activation, spec.Groups);
    }

    /// <summary>Appends the cells of each window, side by side. With several groups, all cells of the first group come first.</summary>
    private static Value Patches(LayerBuilder build, FilterSpec spec, WindowPlacement placement)
    {
        if (placement.Window == WindowPlacement.Pixel) return placement.Back(build, spec.Name + "Pixels", placement.Images);
        var (graph, name, channels, cells) = (build.Graph, spec.Name, placement.Images.Type.Columns.Size, placement.Window.Cells);
        var patches = graph.Append(Images.Patches, name + "Patches", new OperationAttributes { Window = placement.Window }, placement.Images);
        if (spec.Groups > 1)
        {
            var places = (int)(patches.Type.Elements / patches.Type.Columns.Size);
            var byCell = graph.Reshape(patches, name + "Cells", TensorType.Float(Dim.Batch, places, cells, spec.Groups, channels / spec.Groups));
            var byGroup = graph.Append(Layouts.Permute, name + "Groups", new OperationAttributes { Axes = [0, 2, 1, 3] }, byCell);
            patches = graph.Reshape(byGroup, name + "GroupedPatches", patches.Type);
        }
        return placement.Back(build, name + "Windows", patches);
    }
}

internal sealed class Conv2DLayer() : FilterLayer("Conv2D", WindowArguments.Kernel2D);

internal sealed class Conv1DLayer() : FilterLayer("Conv1D", WindowArguments.Kernel1D);
