using System.Collections.Immutable;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Lowering.LossDefinitions;
using ModelDsl.Generators.Specs;

namespace ModelDsl.Generators.Lowering;

/// <summary>
/// Lowers predictions to the loss. The loss is the sum of the outputs' losses, each reduced and times its weight, and of the losses that
/// layers add. When there are several outputs, a prediction holds all their numbers in one row. So do labels and the weights of losses. The
/// rows that a mask leaves out don't count: their losses are 0, and a mean is over the others.
/// </summary>
internal static class LossLowering
{
    /// <summary>
    /// The share of an output: the losses of its rows, their sum, the prediction, and the rows that count, which are all if it is null.
    /// </summary>
    private readonly record struct Share(Value Losses, Value Reduced, Value Prediction, Value? Counted);

    /// <param name="context">The context to which operations are appended.</param>
    /// <param name="outputs">The outputs.</param>
    /// <param name="predicted">Their values.</param>
    /// <param name="isJudged">True when there is a loss; false for predictions alone.</param>
    public static Graph Lower(
        LoweringContext context, ImmutableArray<LoweredOutput> outputs, ImmutableArray<Value> predicted, bool isJudged)
    {
        var graph = context.Graph;
        var several = outputs.Length > 1;
        if (!isJudged) return graph.Build([Prediction(graph, outputs, predicted)]);
        graph.Origin = new Origin(Phase.Loss, several ? "" : outputs[0].Loss.Name);
        var labels = several ? graph.Source(Sources.Labels, "labels", Row(outputs.Sum(o => o.Labels.Elements))) : null;
        var weights = several ? graph.Source(Sources.Weights, "weights", Row(outputs.Sum(o => o.Rows))) : null;

        var shares = ImmutableArray.CreateBuilder<Share>();
        var (firstLabel, firstRow) = (0, 0);
        for (var i = 0; i < outputs.Length && !context.Failed; i++)
        {
            shares.Add(Judge(context, outputs[i], predicted[i], labels, firstLabel, weights, firstRow));
            firstLabel += (int)outputs[i].Labels.Elements;
            firstRow += outputs[i].Rows;
        }
        if (context.Failed) return graph.Build([]);

        graph.Origin = new Origin(Phase.Loss, several ? "" : outputs[0].Loss.Name);
        var total = Total(graph, outputs, shares, context.Penalties.All);
        var losses = Joined(graph, "losses", outputs, [.. shares.Select(share => share.Losses)]);
        return graph.Build(
        [
            Prediction(graph, outputs, [.. shares.Select(share => share.Prediction)]),
            new GraphOutput(OutputRole.Losses, losses),
            new GraphOutput(OutputRole.Loss, total),
            .. shares.Any(share => share.Counted is not null) ? [new GraphOutput(OutputRole.Counted, Counted(graph, outputs, shares))]
                : Array.Empty<GraphOutput>(),
            .. several ? shares.Select((share, i) => new GraphOutput(OutputRole.OutputLoss, share.Reduced, i)) : [],
            .. context.Tensors.States,
        ]);
    }

    private static GraphOutput Prediction(GraphBuilder graph, ImmutableArray<LoweredOutput> outputs, ImmutableArray<Value> values)
    {
        graph.Origin = new Origin(Phase.Forward, "all outputs in a row");
        return new GraphOutput(OutputRole.Prediction, Joined(graph, "prediction", outputs, values));
    }

    private static Share Judge(
        LoweringContext context, LoweredOutput output, Value predicted, Value? allLabels, int firstLabel, Value? allWeights, int firstRow)
    {
        var (graph, loss, spec) = (context.Graph, output.Loss, output.Spec);
        var origin = graph.Origin = new Origin(Phase.Loss, output.Name.Length > 0 ? $"{output.Name}: {loss.Name}" : loss.Name);
        var given = allLabels is null ? graph.Source(Sources.Labels, "labels", output.Labels) : LabelsOf(graph, output, allLabels, firstLabel);
        var labels = Smoothed(graph, given, spec.LabelSmoothing, loss.SmoothedTowards);

        var last = loss.Activation is { } activation ? LastActivation.Of(predicted, activation) : null;
        var before = last is null ? predicted
            : last == predicted.Producer ? last.Operands[0] : graph.Reshape(last.Operands[0], last.Operands[0].Name, predicted.Type);
        var (losses, probabilities) = loss.Lower(new LossBuilder(context, spec, onLogits: last is not null), before, labels);
        if (context.Failed) return default;
        graph.Origin = origin;
        var weights = allWeights is null ? graph.Source(Sources.Weights, "weights", losses.Type) : Part(graph, output.Name + "Weights", allWeights, firstRow, losses.Type);
        var counted = context.Masks.Of(predicted) is { } mask ? RowsOf(graph, output, mask.Value, losses.Type) : null;
        if (counted is not null)
            losses = graph.Append(Arithmetic.Where, Of(output, "CountedLosses"), counted, losses, graph.Constant("noLoss", losses.Type, 0));
        var weighted = graph.Append(Elementwise.Multiply, "weightedLosses", losses, weights);
        // A mean over fewer than all rows has weights that are larger by the same factor.
        var factor = IsSum(spec) ? Coefficient.One : new Coefficient(1.0 / losses.Type.Elements, BatchPower: -1);
        var isAll = output.Name.Length == 0 && spec.Weight == 1 && context.Penalties.All.Count == 0;
        var name = isAll ? "loss" : Of(output, IsSum(spec) ? "LossSum" : "MeanLoss");
        var reduced = counted is null
            ? graph.Append(Reductions.Sum, name, new OperationAttributes { Factor = factor }, weighted)
            : Reduced(graph, output, name, weighted, weights, counted);
        return new Share(losses, reduced, last is null ? predicted : probabilities!, counted);
    }

    /// <summary>
    /// Returns the sum of the losses that count, or their mean: divided by the number of these rows, or by the sum of their weights. It is
    /// 0 when no row counts. Keras: <c>reduce_weighted_values</c> with a mask.
    /// </summary>
    private static Value Reduced(GraphBuilder graph, LoweredOutput output, string name, Value weighted, Value weights, Value counted)
    {
        if (IsSum(output.Spec)) return graph.Append(Masks.MaskedSum, name, weighted, counted);
        var isOfWeights = LossTable.Reductions[output.Spec.Reduction] == "MeanWithSampleWeight";
        var sum = graph.Append(Masks.MaskedSum, Of(output, "LossSum"), weighted, counted);
        var rows = graph.Append(Masks.MaskedSum, Of(output, "RowCount"), isOfWeights ? weights : counted, counted);
        var least = new OperationAttributes { Least = isOfWeights ? LossBuilder.Epsilon : 1 };
        return graph.Append(Arithmetic.Divide, name, sum, graph.Append(Arithmetic.Clamp, Of(output, "Divisor"), least, rows));
    }

    /// <summary>Returns the mask of steps as a mask of the rows of losses, of which each step has one or several.</summary>
    private static Value RowsOf(GraphBuilder graph, LoweredOutput output, Value mask, TensorType losses)
    {
        if (mask.Type == losses) return mask;
        var rows = TensorType.Float(mask.Type.Dims[0], mask.Type.Dims[1], (int)(losses.Elements / mask.Type.Elements));
        return graph.Reshape(
            graph.Append(Reductions.BroadcastColumns, Of(output, "CountedSteps"), new OperationAttributes { Type = rows }, mask),
            Of(output, "Counted"), losses);
    }

    /// <summary>Returns the rows that count, of all outputs in a row.</summary>
    private static Value Counted(GraphBuilder graph, ImmutableArray<LoweredOutput> outputs, IEnumerable<Share> shares) => Joined(
        graph, "counted", outputs, [.. shares.Select(share => share.Counted ?? graph.Constant("all", share.Losses.Type, 1))]);

    /// <summary>Returns the sum of the outputs' losses, each times its weight, and of the losses that layers add.</summary>
    private static Value Total(
        GraphBuilder graph, ImmutableArray<LoweredOutput> outputs, IEnumerable<Share> shares, IReadOnlyList<Value> penalties)
    {
        var parts = shares.Zip(outputs, (share, output) => output.Spec.Weight == 1
            ? share.Reduced
            : graph.Append(Elementwise.Scale, Of(output, "WeightedLoss"), new OperationAttributes { Factor = output.Spec.Weight }, share.Reduced)).ToArray();
        return parts.Concat(penalties).Aggregate((sum, part) => graph.Append(Elementwise.Add, "loss", sum, part));
    }

    /// <summary>Returns an output's labels, taken from the row of all labels: numbers, or class indices.</summary>
    private static Value LabelsOf(GraphBuilder graph, LoweredOutput output, Value all, int first)
    {
        var numbers = Part(graph, output.Name + "Labels", all, first, output.Labels with { Element = ElementType.Float });
        return output.Labels.Element == ElementType.Float ? numbers : graph.Append(Losses.ClassIndices, output.Name + "Classes", numbers);
    }

    private static Value Part(GraphBuilder graph, string name, Value row, int first, TensorType type)
    {
        var columns = graph.Append(Sequences.Columns, name, new OperationAttributes { Type = Row(type.Elements), Index = first }, row);
        return graph.Reshape(columns, name, type);
    }

    /// <summary>Joins values to one row. A single value stays unchanged.</summary>
    private static Value Joined(GraphBuilder graph, string name, ImmutableArray<LoweredOutput> outputs, ImmutableArray<Value> values)
    {
        if (values is [var only]) return only;
        return values.Select((value, i) => graph.Reshape(value, outputs[i].Name, Row(value.Type.Elements)))
            .Aggregate((row, next) => graph.Append(Layouts.ConcatColumns, name, row, next));
    }

    /// <summary>Returns a name for a value that belongs to an output.</summary>
    private static string Of(LoweredOutput output, string what) =>
        output.Name.Length > 0 ? output.Name + what : char.ToLowerInvariant(what[0]) + what.Substring(1);

    private static bool IsSum(LossSpec spec) => LossTable.Reductions[spec.Reduction] == "Sum";

    private static TensorType Row(long numbers) => TensorType.Float(Dim.Batch, (int)numbers);

    /// <summary>Returns <c>(1 − smoothing)·labels + smoothing·target</c>; the unchanged labels when nothing is smoothed.</summary>
    private static Value Smoothed(GraphBuilder graph, Value labels, double smoothing, Func<TensorType, double>? towards)
    {
        if (smoothing == 0 || towards is null) return labels;
        var kept = graph.Append(Elementwise.Scale, "keptLabels", new OperationAttributes { Factor = 1 - smoothing }, labels);
        var target = graph.Constant("smoothing", labels.Type, smoothing * towards(labels.Type));
        return graph.Append(Elementwise.Add, "smoothedLabels", target, kept);
    }
}
