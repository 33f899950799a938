using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Lowering.Layers;
using ModelDsl.Generators.Specs;

namespace ModelDsl.Generators.Lowering.Meanings;

/// <summary>
/// Warns of two layers in a row that one could replace, because nothing but linear steps lies between them; so do several whose sum or
/// concatenation goes into one. Layers that may mean it are left alone: those that are frozen, used twice or regularised by what they give,
/// whose weights or outputs are used elsewhere, the last of a model that is a layer, bottlenecks, and convolutions that share their work out.
/// </summary>
internal static class LinearLayers
{
    public static void Check(LoweringContext context, ModelSpec spec, MeaningAnalysis known, IReadOnlyList<Value> predicted)
    {
        var uses = new Dictionary<Value, int>();
        var operands = known.Operations.SelectMany(operation => operation.Operands);
        foreach (var value in operands.Concat(predicted.Select(output => output.Stored)))
            uses[value] = uses.TryGetValue(value, out var count) ? count + 1 : 1;
        var alone = AloneIn(context, spec);
        var layers = context.Layers.All.ToDictionary(info => info.Layer.Name);
        var reported = new HashSet<Anchor>();
        foreach (var second in known.Operations.Where(known.IsWeighed))
        {
            var after = known.StepOf(second);
            var all = Before(second.Operands[0], second.Operands[0].Type.Columns.Size, known, uses);
            var steps = all.Select(known.StepOf).ToArray();
            if (steps.Length == 0 || !steps.Append(after).All(step => alone.Contains(step.LayerIndex))) continue;
            if (steps.Any(before => !AreOne(before.Layer!, after.Layer!) || LeavesModel(spec, before, after))) continue;
            if (IsBottleneck(all, [.. steps.Select(step => layers[step.Text])], second, layers[after.Text])) continue;
            foreach (var before in steps)
            {
                var anchor = after.At ?? before.Anchor;
                if (reported.Add(anchor with { Way = 0 })) context.Report(Rules.TwoLinear, anchor, before.Title, after.Name, $"'{before.Text}'");
            }
        }
    }

    /// <summary>
    /// The products with weights that a value is a linear function of, where every step between is linear and has no other use; none where
    /// something else goes into it, too.
    /// </summary>
    /// <param name="x">The value.</param>
    /// <param name="width">The length of the rows that the next layer works on. Rows that lie behind one another don't meet.</param>
    /// <param name="known">What values mean.</param>
    /// <param name="uses">How often each is used.</param>
    private static IReadOnlyList<Operation> Before(Value x, int width, MeaningAnalysis known, Dictionary<Value, int> uses)
    {
        var (open, products) = (new Stack<Value>([x]), new List<Operation>());
        while (open.Count > 0)
        {
            var next = open.Pop();
            if (uses[next.Stored] != 1) return [];
            if (known.IsWeighed(next.Producer))
            {
                products.Add(next.Producer);
                continue;
            }
            if (next.Producer.Is(Layouts.ConcatColumns) && next.Type.Columns.Size > width) return [];
            var operands = known.LinearOperands(next.Producer);
            if (operands.Count == 0) return [];
            foreach (var operand in operands.Reverse()) open.Push(operand);
        }
        return products;
    }

    /// <summary>The layers that are applied once, and are nothing but that.</summary>
    private static HashSet<int> AloneIn(LoweringContext context, ModelSpec spec)
    {
        var nodes = spec.Forward is { } forward ? forward.Prediction.Nodes.Concat(forward.Training.Nodes) : [];
        var tied = nodes.Where(node => node.Function == TensorNode.Weight).Select(node => node.LayerIndex);
        return
        [
            .. context.Steps.GroupBy(begun => begun.Step.LayerIndex)
                .Where(group => group.Key >= 0 && group.Count() == 1).Select(group => group.Key)
                .Where(index => spec.Layers[index] is { Frozen: false } layer && layer.Activity == PenaltySpec.None).Except(tied),
        ];
    }

    /// <summary>
    /// Whether one layer could do what two do. A convolution of a row's windows and one of a column's are a filter in two parts, and one in
    /// groups is half of a separable one. Behind a dense layer a convolution draws an image, as in a generator: a layer for both would have a
    /// weight for each number of its code and each pixel.
    /// </summary>
    private static bool AreOne(LayerSpec first, LayerSpec second) => (first, second) switch
    {
        (FilterSpec { Groups: > 1 }, _) or (_, FilterSpec { Groups: > 1 }) => false,
        (FilterSpec a, FilterSpec b) => !(IsRow(a.Window) && IsColumn(b.Window)) && !(IsColumn(a.Window) && IsRow(b.Window)),
        _ => first is DenseSpec or FilterSpec && second is DenseSpec,
    };

    private static bool IsRow(WindowSpec window) => window is { Height: 1, Width: > 1 };

    private static bool IsColumn(WindowSpec window) => window is { Height: > 1, Width: 1 };

    /// <summary>
    /// Whether fewer numbers lie between two layers than before and behind, as in an autoencoder. One layer would not be as narrow. Of several
    /// before, in a row or a sum, all that goes into them counts.
    /// </summary>
    private static bool IsBottleneck(IReadOnlyList<Operation> products, LayerInfo[] before, Operation second, LayerInfo after)
    {
        var between = before is [var only] ? only.Output.Elements : Given(second).Type.Elements;
        var given = before.Select((layer, i) => (Layer: layer, From: Given(products[i])))
            .GroupBy(layer => layer.From, layer => layer.Layer.Inputs[0].Elements).Sum(inputs => inputs.First());
        return between < given && between < after.Output.Elements;
    }

    /// <summary>What a layer is given: a convolution makes windows of it first.</summary>
    private static Value Given(Operation product) =>
        (product.Operands[0].Producer is var windows && windows.Is(Images.Patches) ? windows.Operands[0] : product.Operands[0]).Stored;

    /// <summary>Whether the first ends a model that the second does not belong to: what a model predicts, its own loss decides.</summary>
    private static bool LeavesModel(ModelSpec spec, Step first, Step second) =>
        ModelOf(spec.Parts, first.LayerIndex, "", "") is var model && model != ModelOf(spec.Parts, second.LayerIndex, "", "");

    /// <summary>The path of the innermost model that a layer is in; empty where it is in none.</summary>
    private static string ModelOf(IEnumerable<PartSpec> parts, int layer, string path, string model)
    {
        foreach (var part in parts)
        {
            var here = $"{path}.{part.Name}";
            if (layer < part.Count)
            {
                return part switch
                {
                    RecordPart { Record: var record } => ModelOf(record.Parts, layer, here, record.InputShape is null ? model : here),
                    RepeatedPart { Items: var items } => ModelOf(items, layer, here, model),
                    _ => model,
                };
            }
            layer -= part.Count;
        }
        return model;
    }
}
