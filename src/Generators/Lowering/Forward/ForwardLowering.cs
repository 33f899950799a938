using Microsoft.CodeAnalysis;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Specs;

namespace ModelDsl.Generators.Lowering.Forward;

/// <summary>From what a method does to operations, tensor by tensor. A layer gets its tensors where it is used first; later uses share them.</summary>
internal static class ForwardLowering
{
    /// <returns>What the method returns; the input where something is wrong, which is reported.</returns>
    public static Value Lower(LoweringContext context, ModelSpec spec, TensorTrace trace, Value input)
    {
        var (forward, values) = (spec.Forward!, new Value[trace.Nodes.Count]);
        for (var i = 0; i < values.Length && !context.Failed; i++)
        {
            var node = trace.Nodes[i];
            values[i] = node.Function switch
            {
                TensorNode.Input => input,
                TensorNode.Layer => ModelLowering.Apply(context, spec, node.LayerIndex, values[node.Operands[0]], new Anchor(Place.Expression, node.Place)),
                _ => TraceLowering.Compute(context, forward.Method, Phase.Forward, node, [.. node.Operands.Select(operand => values[operand])]),
            };
        }
        if (!context.Failed) ReportUnused(context, spec);
        return context.Failed ? input : values[trace.Result];
    }

    private static void ReportUnused(LoweringContext context, ModelSpec spec)
    {
        for (var i = 0; i < spec.Layers.Count; i++)
        {
            if (context.Layers.All(info => info.Layer.Name != spec.Layers[i].Name))
                context.Report(Rules.UnusedLayer, new Anchor(Place.Layer, i), spec.Layers[i].Name, spec.Forward!.Method);
        }
    }
}
