using Microsoft.CodeAnalysis;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Lowering.Forward;

/// <summary>From what a method does to operations, tensor by tensor. A layer gets its tensors where it is used first; later uses share them.</summary>
internal static class ForwardLowering
{
    /// <returns>What the method returns; the input where something is wrong, which is reported.</returns>
    public static Value Lower(LoweringContext context, ModelSpec spec, TensorTrace trace, Value input)
    {
        var values = new Value[trace.Nodes.Count];
        for (var i = 0; i < values.Length && !context.Failed; i++)
        {
            var node = trace.Nodes[i];
            values[i] = node.Function switch
            {
                TensorNode.Input => input,
                TensorNode.Layer => Apply(context, spec, node, values[node.Operands[0]]),
                TensorNode.Model => Enter(context, node, values[node.Operands[0]]),
                TensorNode.Weight => WeightFunctions.Weight(context, spec, node) ?? input,
                _ => Compute(context, spec, node, [.. node.Operands.Select(operand => values[operand])]),
            };
        }
        if (!context.Failed) ReportUnused(context, spec);
        return context.Failed ? input : values[trace.Result];
    }

    private static Value Apply(LoweringContext context, ModelSpec spec, TensorNode node, Value x)
    {
        Anchor? at = node.Place < 0 ? null : new Anchor(Place.Expression, node.Place);
        if (x.Type.IsPerSample) return ModelLowering.Apply(context, spec, node.LayerIndex, x, at);
        context.Report(Rules.WeightUse, at!.Value, node.Text, "applies a layer to a weight, but a layer takes a batch of samples");
        return x;
    }

    /// <summary>What comes to a model inside must be what it was declared for.</summary>
    private static Value Enter(LoweringContext context, TensorNode node, Value x)
    {
        var takes = Shapes.Text(node.Integers);
        var given = x.Type.Dims.Skip(1).Select(d => d.Size).ToEquatableArray();
        if (!x.Type.IsPerSample || !given.Equals(node.Integers))
            context.Report(Rules.InnerInput, new Anchor(Place.Expression, node.Place), node.Name, takes, Shapes.Text(given), string.Join(", ", given.Select(Literal.Of)));
        return x;
    }

    private static Value Compute(LoweringContext context, ModelSpec spec, TensorNode node, Value[] operands)
    {
        context.Graph.Origin = new Origin(Phase.Forward, $"{(node.Method.Length > 0 ? node.Method : spec.Forward!.Method)}: {node.Text}");
        var builder = new FunctionBuilder(context, node, operands);
        var value = operands.All(operand => operand.Type.IsPerSample) ? TensorFunctionTable.Of(node.Function).Lower(builder) : WeightFunctions.Lower(builder);
        context.CheckSize($"The tensor {value.Type.ShapeText} of '{node.Text}'", value.Type, new Anchor(Place.Expression, node.Place));
        return value;
    }

    private static void ReportUnused(LoweringContext context, ModelSpec spec)
    {
        var used = new HashSet<string>(context.Layers.Select(info => info.Layer.Name));
        var first = 0;
        foreach (var part in spec.Parts)
        {
            var unused = Enumerable.Range(first, part.Count).Where(i => !used.Contains(spec.Layers[i].Name)).ToArray();
            if (unused.Length == part.Count && part.Count > 0) context.Report(Rules.UnusedLayer, new Anchor(Place.Layer, first), part.Name, spec.Forward!.Method);
            else foreach (var i in unused) context.Report(Rules.UnusedLayer, new Anchor(Place.Layer, i), spec.Layers[i].Name, spec.Forward!.Method);
            first += part.Count;
        }
    }
}
