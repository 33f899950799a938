using System.Collections.Immutable;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Lowering.Forward;

/// <summary>
/// Lowers a method to operations, tensor by tensor. A layer gets its tensors at its first use; later uses share them. Code that depends on
/// a wrong tensor is skipped; all other code is checked.
/// </summary>
/// <param name="context">The context to which operations and findings are added.</param>
/// <param name="spec">The model.</param>
/// <param name="method">Name of the method.</param>
/// <param name="input">The batch.</param>
internal sealed class ForwardLowering(LoweringContext context, ModelSpec spec, string method, Value input)
{
    private readonly List<Value?> values = [];

    /// <returns>
    /// The results of the method, several when the model has several outputs. When something is wrong, which is reported, it is the input.
    /// </returns>
    public static ImmutableArray<Value> Lower(LoweringContext context, ModelSpec spec, TensorTrace trace, Value input)
    {
        var lowering = new ForwardLowering(context, spec, spec.Forward!.Method, input);
        foreach (var node in trace.Nodes) lowering.Add(node);
        ReportUnused(context, spec, trace);
        return context.HasErrors ? [input] : [.. trace.Results.Select(result => lowering.values[result]!)];
    }

    /// <summary>The number of tensors that were added.</summary>
    public int Count => values.Count;

    /// <summary>Returns a tensor that was added; null when it is wrong, or depends on a wrong one.</summary>
    public Value? this[int node] => values[node];

    /// <summary>Adds the next tensor.</summary>
    public void Add(TensorNode node)
    {
        context.Findings.Recover();
        Value?[] operands = [.. node.Operands.Select(operand => values[operand])];
        var value = operands.Any(operand => operand is null) ? null : Compute(node, operands!);
        values.Add(context.Failed ? null : value);
    }

    private Value Compute(TensorNode node, Value[] operands) => node.Function switch
    {
        TensorNode.Input => input,
        TensorNode.Outputs => operands[0],
        TensorNode.Layer => Apply(node, operands[0]),
        TensorNode.Model => Enter(node, operands[0]),
        TensorNode.Weight => WeightFunctions.Weight(context, spec, node) ?? input,
        _ => TraceLowering.Compute(context, node.Method.Length > 0 ? node.Method : method, Phase.Forward, node, operands),
    };

    private Value Apply(TensorNode node, Value x)
    {
        Anchor? at = node.Place < 0 ? null : node.Anchor;
        if (x.Type.IsPerSample) return ModelLowering.Apply(context, spec, node.LayerIndex, x, at);
        context.Report(Rules.WeightUse, at!.Value, node.Text, "applies a layer to a weight, but a layer takes a batch of samples");
        return x;
    }

    /// <summary>Checks that the input of a model inside has the shape for which that model was declared.</summary>
    private Value Enter(TensorNode node, Value x)
    {
        var takes = Shapes.Text(node.Integers);
        var given = x.Type.Dims.Skip(1).Select(d => d.Size).ToEquatableArray();
        if (!x.Type.IsPerSample || !given.Equals(node.Integers))
            context.Report(Rules.InnerInput, node.Anchor, node.Name, takes, Shapes.Text(given), string.Join(", ", given.Select(Literal.Of)));
        return x;
    }

    private static void ReportUnused(LoweringContext context, ModelSpec spec, TensorTrace trace)
    {
        var used = new HashSet<int>(trace.Nodes.Where(node => node.Function == TensorNode.Layer).Select(node => node.LayerIndex));
        var first = 0;
        foreach (var part in spec.Parts)
        {
            var unused = Enumerable.Range(first, part.Count).Where(i => !used.Contains(i)).ToArray();
            if (unused.Length == part.Count && part.Count > 0)
                context.Report(Rules.UnusedLayer, new Anchor(Place.Layer, first), part.Name, spec.Forward!.Method);
            else foreach (var i in unused)
                context.Report(Rules.UnusedLayer, new Anchor(Place.Layer, i), spec.Layers[i].Name, spec.Forward!.Method);
            first += part.Count;
        }
    }
}
