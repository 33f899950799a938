using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Specs;

namespace ModelDsl.Generators.Lowering.Forward;

/// <summary>
/// From what a method does to operations, tensor by tensor. A layer gets its tensors where it is used first; later uses share them. What depends on a tensor that is wrong
/// is left out; all else is looked at.
/// </summary>
/// <param name="context">Where operations and findings go.</param>
/// <param name="spec">The model.</param>
/// <param name="method">Name of the method.</param>
/// <param name="input">The batch.</param>
internal sealed class ForwardLowering(LoweringContext context, ModelSpec spec, string method, Value input)
{
    private readonly List<Value?> values = [];

    /// <returns>What the method returns; the input where something is wrong, which is reported.</returns>
    public static Value Lower(LoweringContext context, ModelSpec spec, TensorTrace trace, Value input)
    {
        var lowering = new ForwardLowering(context, spec, spec.Forward!.Method, input);
        foreach (var node in trace.Nodes) lowering.Add(node);
        ReportUnused(context, spec, trace);
        return context.HasErrors ? input : lowering.values[trace.Result]!;
    }

    /// <summary>How many tensors were added.</summary>
    public int Count => values.Count;

    /// <summary>A tensor that was added; null where it is wrong, or depends on one that is.</summary>
    public Value? this[int node] => values[node];

    /// <summary>Adds the next tensor.</summary>
    public void Add(TensorNode node)
    {
        context.GoOn();
        Value?[] operands = [.. node.Operands.Select(operand => values[operand])];
        var value = operands.Any(operand => operand is null) ? null : Compute(node, operands!);
        values.Add(context.Failed ? null : value);
    }

    private Value Compute(TensorNode node, Value[] operands) => node.Function switch
    {
        TensorNode.Input => input,
        TensorNode.Layer => ModelLowering.Apply(context, spec, node.LayerIndex, operands[0], new Anchor(Place.Expression, node.Place)),
        _ => TraceLowering.Compute(context, method, Phase.Forward, node, operands),
    };

    private static void ReportUnused(LoweringContext context, ModelSpec spec, TensorTrace trace)
    {
        for (var i = 0; i < spec.Layers.Count; i++)
        {
            if (trace.Nodes.All(node => node.LayerIndex != i))
                context.Report(Rules.UnusedLayer, new Anchor(Place.Layer, i), spec.Layers[i].Name, spec.Forward!.Method);
        }
    }
}
