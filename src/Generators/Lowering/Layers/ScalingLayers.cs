using System.Collections.Immutable;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Ir.Scalars;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;
using ModelDsl.Generators.Vocabulary;

namespace ModelDsl.Generators.Lowering.Layers;

internal sealed record RescalingSpec(string Name, double Scale, double Offset) : LayerSpec(Name)
{
    public override string Text => $"Rescaling({Literal.Of(Scale)}{(Offset == 0 ? "" : ", " + Literal.Of(Offset))})";
}

internal sealed class RescalingLayer() : LayerDefinition<RescalingSpec>("Rescaling", "Rescaling(1 / 255.0)")
{
    public override LayerSpec? Read(string name, AttributeReader attribute)
    {
        if (attribute.Double("scale") is not { } scale || attribute.Double("offset") is not { } offset) return null;
        if (scale == 0)
        {
            attribute.Report(Rules.PreprocessingOption, "scale", name, "the scale 0",
                "it would make all numbers equal: 1 / 255 divides whole numbers and is 0, so write 1 / 255.0");
        }
        Finite("scale", scale);
        Finite("offset", offset);
        return new RescalingSpec(name, scale, offset);

        void Finite(string argument, double number)
        {
            if (double.IsNaN(number) || double.IsInfinity(number))
                attribute.Report(Rules.PreprocessingOption, argument, name, $"the {argument} {Literal.Of(number)}", "it must be finite");
        }
    }

    public override MaskRule Mask => MaskRule.Carries;

    protected override (Value Output, long Flops) Lower(LayerBuilder build, RescalingSpec spec, Value x)
    {
        if (spec.Offset == 0)
            return (build.Graph.Append(Elementwise.Scale, spec.Name, new OperationAttributes { Factor = spec.Scale }, x), x.Type.Elements);
        return (Encoding.Map(build.Graph, spec.Name, Rescale(spec.Scale, spec.Offset), x), 2 * x.Type.Elements);
    }

    /// <summary>Returns the function <c>x·scale + offset</c>.</summary>
    private static ScalarFunction Rescale(double scale, double offset) => Encoding.Of("Rescale", (b, x) => b.Append(
        ScalarOperations.Add, b.Append(ScalarOperations.Multiply, x, b.Number(scale)), b.Number(offset)));
}

internal sealed record NormalizationLayerSpec(string Name) : LayerSpec(Name)
{
    public override string Text => "Normalization";
}

internal sealed class NormalizationLayer() : LayerDefinition<NormalizationLayerSpec>("Normalization", "Normalization")
{
    /// <summary>The least deviation by which Keras divides.</summary>
    private const double LeastDeviation = 1e-7;

    public override ImmutableArray<string> Tensors => ["Mean", "Variance", "Count"];

    public override LayerSpec Read(string name, AttributeReader attribute) => new NormalizationLayerSpec(name);

    /// <summary>Subtracts the mean first. Numbers far from zero then lose no digits.</summary>
    protected override (Value Output, long Flops) Lower(LayerBuilder build, NormalizationLayerSpec spec, Value x)
    {
        var (graph, name, features) = (build.Graph, spec.Name, TensorType.Float(x.Type.Columns));
        var mean = build.State("Mean", features, "Zeros");
        var variance = build.State("Variance", features, "Ones");
        build.Adapt("Normalization", x, mean);
        if (build.Failed) return (x, 0);
        var minusMean = graph.Append(Elementwise.Scale, name + "MinusMean", new OperationAttributes { Factor = -1 }, mean);
        var deviation = graph.Append(Arithmetic.Sqrt, name + "Deviation", variance);
        var divisor = graph.Append(
            Arithmetic.Clamp, name + "Divisor", new OperationAttributes { Least = LeastDeviation }, deviation);
        var one = graph.Constant(name + "One", features, 1);
        var factor = graph.Append(Arithmetic.Divide, name + "Factor", one, divisor);
        var distance = graph.Append(Matrices.AddBias, name + "Distance", x, minusMean);
        return (graph.Append(Normalizations.ScaleRows, name, distance, factor), 2 * x.Type.Elements);
    }
}
