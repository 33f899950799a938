using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Specs;

namespace ModelDsl.Generators.Lowering.Meanings;

/// <summary>
/// Warns of two layers in a row that one could replace, because nothing but linear steps lies between them. Layers that may mean it are
/// left alone: those that are frozen, used twice or regularised by what they give, whose weights or outputs are used elsewhere, the last of
/// a model that is a layer, bottlenecks, and convolutions that share their work out.
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
        var layers = context.Layers.ToDictionary(info => info.Layer.Name);
        var reported = new HashSet<Anchor>();
        foreach (var second in known.Operations.Where(known.IsWeighed))
        {
            if (Before(second, known, uses) is not { } first) continue;
            var (before, after) = (known.StepOf(first), known.StepOf(second));
            if (!alone.Contains(before.LayerIndex) || !alone.Contains(after.LayerIndex) || !AreOne(before.Layer!, after.Layer!)) continue;
            if (LeavesModel(spec, before, after) || IsBottleneck(layers[before.Text], layers[after.Text])) continue;
            var anchor = after.At ?? before.Anchor;
            if (reported.Add(anchor with { Way = 0 })) context.Report(Rules.TwoLinear, anchor, before.Title, after.Name, $"'{before.Text}'");
        }
    }

    /// <summary>The product with weights before another, where every step between is linear and has no other use.</summary>
    private static Operation? Before(Operation second, MeaningAnalysis known, Dictionary<Value, int> uses)
    {
        for (var x = second.Operands[0]; uses[x] == 1;)
        {
            if (known.IsWeighed(x.Producer)) return x.Producer;
            if (known.LinearOperand(x.Producer) is not { } from) return null;
            x = from;
        }
        return null;
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
    /// Whether fewer numbers lie between two layers than before and behind, as in an autoencoder. One layer would not be as narrow.
    /// </summary>
    private static bool IsBottleneck(LayerInfo first, LayerInfo second) =>
        first.Output.Elements < first.Inputs[0].Elements && first.Output.Elements < second.Output.Elements;

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
