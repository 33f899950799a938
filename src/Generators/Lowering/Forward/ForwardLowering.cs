using System.Collections.Immutable;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Lowering.Meanings;
using ModelDsl.Generators.Passes;
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
        TensorNode.EachStep => ApplyToSteps(node, operands[0]),
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

    /// <summary>
    /// Applies a layer to each step, as Keras does when the number of steps is known. The steps are split and joined by halves, so that the
    /// gradient is not copied once for each step.
    /// </summary>
    private Value ApplyToSteps(TensorNode node, Value x)
    {
        var steps = x.Type.IsPerSample && x.Type.Rank > 2 ? x.Type.Dims[1].Size : 0;
        if (steps is 0 or > UnrollRecurrences.MostSteps)
        {
            context.Report(Rules.NoStepsOfSamples, node.Anchor, node.Name, x.Type.SampleText, Literal.Of(UnrollRecurrences.MostSteps));
            return x;
        }
        var (graph, name, batch) = (context.Graph, spec.Layers[node.LayerIndex].Name, x.Type.Dims[0]);
        var step = x.Type.With([batch, .. x.Type.Dims.Skip(2)]);
        TensorType? type = null;
        Begin();
        var outputs = Join(graph.Reshape(x, name + "Steps", x.Type.With([batch, (int)x.Type.Elements])), steps);
        return type is null ? x : graph.Reshape(outputs, name + "Sequence", type.With([batch, x.Type.Dims[1], .. type.Dims.Skip(1)]));

        void Begin() => context.Begin(Step.Of(node), new Origin(Phase.Forward, $"{name} of each step"));

        Value Join(Value part, int count)
        {
            if (count == 1)
            {
                var y = Apply(node, graph.Reshape(part, name + "Step", step));
                Begin();
                type = y.Type;
                return graph.Reshape(y, name + "Row", y.Type.With([batch, (int)y.Type.Elements]));
            }
            var (width, half) = (part.Type.Columns.Size / count, count / 2);
            var first = Join(Columns(part, 0, half * width), half);
            if (context.Failed) return first;
            var second = Join(Columns(part, half * width, (count - half) * width), count - half);
            return context.Failed ? first : graph.Append(Layouts.ConcatColumns, name + "Rows", first, second);
        }

        Value Columns(Value of, int first, int count) => graph.Append(Sequences.Columns, name + "Part",
            new OperationAttributes { Index = first, Type = of.Type.With([batch, count]) }, of);
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
        var used = new HashSet<int>(trace.Nodes.Where(node => node.IsLayer).Select(node => node.LayerIndex));
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
