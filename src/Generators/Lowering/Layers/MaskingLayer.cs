using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;
using ModelDsl.Generators.Vocabulary;

namespace ModelDsl.Generators.Lowering.Layers;

internal sealed record MaskingSpec(string Name, double MaskValue) : LayerSpec(Name)
{
    public override string Text => MaskValue == 0 ? "Masking" : $"Masking({Literal.Of(MaskValue)})";
}

/// <summary>Masks the steps whose numbers are all one number.</summary>
internal sealed class MaskingLayer() : LayerDefinition<MaskingSpec>("Masking", "Masking")
{
    public override MaskRule Mask => MaskRule.Makes;

    public override LayerSpec? Read(string name, AttributeReader attribute)
    {
        if (attribute.Double("maskValue") is not { } value) return null;
        if (double.IsNaN(value) || double.IsInfinity(value))
            attribute.Report(Rules.PreprocessingOption, "maskValue", name, $"the mask value {Literal.Of(value)}", "it must be finite");
        return new MaskingSpec(name, value);
    }

    /// <summary>
    /// A number differs from the value unless it is at most and at least the value; so a NaN differs. A step counts when the mean of what
    /// differs is above 0. The output of the other steps is 0, as in Keras.
    /// </summary>
    protected override (Value Output, long Flops) Lower(LayerBuilder build, MaskingSpec spec, Value x)
    {
        if (!SequenceReader.IsSequence(build, x)) return (x, 0);
        var (graph, name, orEqual) = (build.Graph, spec.Name, new OperationAttributes { Index = 1 });
        var value = graph.Constant(name + "Value", x.Type, spec.MaskValue);
        var isValue = graph.Append(
            Elementwise.Multiply, name + "IsValue", graph.Append(Arithmetic.Less, name + "AtMost", orEqual, x, value),
            graph.Append(Arithmetic.Less, name + "AtLeast", orEqual, value, x));
        var differs = graph.Append(Elementwise.Subtract, name + "Differs", graph.Constant(name + "One", x.Type, 1), isValue);
        var share = graph.Append(Reductions.MeanColumns, name + "Share", differs);
        var mask = graph.Append(Arithmetic.Less, name + "Mask", graph.Constant(name + "None", share.Type, 0), share);
        build.MakeMask(mask);
        var along = graph.Append(Reductions.BroadcastColumns, name + "Along", new OperationAttributes { Type = x.Type }, mask);
        var output = graph.Append(Arithmetic.Where, name, along, x, graph.Constant(name + "Zero", x.Type, 0));
        return (output, 5 * x.Type.Elements);
    }
}
