using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Lowering.Layers;
using ModelDsl.Generators.Specs;

namespace ModelDsl.Generators.Lowering.Meanings;

/// <summary>
/// Warns about two layers in a row that one layer could replace, because only linear steps lie between them. It also warns about several
/// layers whose sum or concatenation goes into one. There is no warning for layers that may be intended: those that are frozen, used twice,
/// or regularized by their output. The same holds for layers whose weights or outputs are used elsewhere, and for the last layer of a model
/// that is a layer. Bottlenecks, and convolutions that divide their work, are excluded too.
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
    /// Returns the products with weights that a value is made from by linear steps alone. No step between may have another use. It returns
    /// none when another varying value goes into it too.
    /// </summary>
    /// <param name="x">The value.</param>
    /// <param name="width">The length of the rows that the next layer works on. Rows that follow one another are not mixed.</param>
    /// <param name="known">The meaning of values.</param>
    /// <param name="uses">The number of uses of each value.</param>
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

    /// <summary>Returns the layers that are applied once, and have no other role.</summary>
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
    /// Returns true when one layer could do the work of two. Three cases are excluded. A convolution with windows of one row, and one with
    /// windows of one column, are a filter in two parts. A convolution in groups is half of a separable one. After a dense layer, a
    /// convolution draws an image, as in a generator. One layer for both would need a weight for each pair of an input number and a pixel.
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
    /// Returns true when fewer numbers lie between two layers than before and after them, as in an autoencoder. One layer would not be as
    /// narrow. When several layers come before, concatenated or summed, each of their different inputs counts.
    /// </summary>
    private static bool IsBottleneck(IReadOnlyList<Operation> products, LayerInfo[] before, Operation second, LayerInfo after)
    {
        var between = before is [var only] ? only.Output.Elements : Given(second).Type.Elements;
        var given = before.Select((layer, i) => (Layer: layer, From: Given(products[i])))
            .GroupBy(layer => layer.From, layer => layer.Layer.Inputs[0].Elements).Sum(inputs => inputs.First());
        return between < given && between < after.Output.Elements;
    }

    /// <summary>Returns the input of a layer. A convolution first makes windows of its input.</summary>
    private static Value Given(Operation product) =>
        (product.Operands[0].Producer is var windows && windows.Is(Images.Patches) ? windows.Operands[0] : product.Operands[0]).Stored;

    /// <summary>
    /// Returns true when the first layer ends a model that the second layer does not belong to. The output of that model has its own loss.
    /// </summary>
    private static bool LeavesModel(ModelSpec spec, Step first, Step second) =>
        ModelOf(spec.Parts, first.LayerIndex, "", "") is var model && model != ModelOf(spec.Parts, second.LayerIndex, "", "");

    /// <summary>Returns the path of the innermost model that contains a layer; empty when there is none.</summary>
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
