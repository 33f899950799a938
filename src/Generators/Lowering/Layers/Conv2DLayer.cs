using System.Collections.Immutable;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Frontend;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Lowering.Layers;

internal sealed class Conv2DLayer() : LayerDefinition<Conv2DSpec>("Conv2D", "Conv2D(32, 3)")
{
    public override ImmutableArray<string> Tensors => ["Kernel", "Bias"];

    public override ImmutableArray<string> Optional => ["Bias"];

    public override string SizeArgument => "filters";

    public override LayerSpec? Read(string name, AttributeReader attribute)
    {
        var filters = attribute.Int("filters");
        var activation = attribute.Activation(name, "activation");
        var kernel = WeightReader.Read(name, attribute, "Kernel", "GlorotUniform");
        var bias = WeightReader.Read(name, attribute, "Bias", "Zeros");
        var window = WindowReader.Read(name, attribute, "kernelSize", "kernelHeight", "kernelWidth", "kernel", strides: 1);
        if (filters is null || activation is null || window is null) return null;

        if (filters <= 0) attribute.Report(Rules.FiltersNotPositive, "filters", name, Literal.Of(filters.Value));
        return new Conv2DSpec(name, filters.Value, window, activation, attribute.Bool("UseBias", true), kernel, bias);
    }

    protected override (Value Output, long Flops) Lower(LoweringContext context, Conv2DSpec spec, Value x)
    {
        if (WindowPlacement.Over(context, spec.Name, spec.Window, x) is not { } window) return (x, 0);
        var channels = x.Type.Columns.Size;
        var kernel = context.Parameter(
            "Kernel", TensorType.Float(window.Rows.Size, window.Columns.Size, channels, spec.Filters), spec.Kernel);
        if (context.Failed) return (x, 0);
        var matrix = context.Graph.Reshape(kernel, spec.Name + "KernelMatrix", TensorType.Float(window.Cells * channels, spec.Filters));
        var patches = window == WindowPlacement.Pixel
            ? x
            : context.Graph.Append(Images.Patches, spec.Name + "Patches", new OperationAttributes { Window = window }, x);
        return Affine.Lower(context, spec.Name, patches, matrix, spec.UseBias, spec.Bias, spec.Activation);
    }
}
