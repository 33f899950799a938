using Microsoft.CodeAnalysis;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Lowering.Forward;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Lowering;

/// <summary>From a model's spec to its graph, layer by layer; shapes are inferred and checked on the way.</summary>
internal static class ModelLowering
{
    public static LoweringResult Lower(ModelSpec spec, ProgramKind kind)
    {
        var context = new LoweringContext(kind);
        var x = Input(context, spec);
        var input = x.Type;
        if (spec.Forward is { } forward) x = ForwardLowering.Lower(context, spec, kind == ProgramKind.Gradient ? forward.Training : forward.Prediction, x);
        else for (var i = 0; i < spec.Layers.Count && !context.Failed; i++) x = Apply(context, spec, i, x);

        var loss = LossTable.Of(spec.Loss.Name);
        if (!context.HasErrors && spec.Forward is not null) ForwardLossChecks.Check(context, spec, loss, x);
        else if (!context.HasErrors) LossChecks.Check(context, spec, loss, x.Type);
        if (!context.HasErrors && spec.HasNames) LossAxes.Name(context, spec, loss, x);
        if (context.HasErrors) return new LoweringResult(null, context.Findings.ToEquatableArray());

        var labels = loss.LabelType(x.Type);
        var graph = kind == ProgramKind.Forward
            ? context.Graph.Build([new GraphOutput(OutputRole.Prediction, x)])
            : LowerLoss(context, spec, loss, x, labels);
        if (graph is null) return new LoweringResult(null, context.Findings.ToEquatableArray());
        var model = new LoweredModel(spec, graph, context.Layers, loss, input, x.Type, labels, OutputKind(loss, x)) { Indices = [.. context.Indices] };
        return new LoweringResult(model, context.Findings.ToEquatableArray());
    }

    /// <summary>What is wrong with a model, in prediction or in training.</summary>
    public static LoweringResult Check(ModelSpec spec)
    {
        var prediction = DerivativeChecks.Check(Lower(spec, ProgramKind.Loss));
        if (prediction.Model is not { } model || spec.Forward is not { } forward || forward.Training == forward.Prediction) return prediction;
        var training = Lower(spec, ProgramKind.Gradient);
        var findings = prediction.Findings.Concat(training.Findings).Distinct().ToList();
        if (training.Model is { } trained && !trained.Parameters.SequenceEqual(model.Parameters))
            findings.Add(Finding.Of(Rules.TrainingOnly, new Anchor(Place.Model), forward.Method));
        return new LoweringResult(findings.Any(f => f.Rule.DefaultSeverity == DiagnosticSeverity.Error) ? null : model, findings.ToEquatableArray());
    }

    /// <summary>The batch that a model is given.</summary>
    public static Value Input(LoweringContext context, ModelSpec spec)
    {
        var input = TensorType.Float([Dim.Batch, .. spec.InputShape.Select(size => (Dim)size)]);
        if (spec.HasNames) input = input.Named([Dim.BatchName, .. AxisNames.Of(spec.InputAxes, spec.InputShape.Count)]);
        context.CheckInput(spec.Name, input);
        return context.Graph.Source(Sources.Input, "input", input);
    }

    /// <summary>Applies a layer to a value.</summary>
    /// <param name="context">Where its operations go.</param>
    /// <param name="spec">The model.</param>
    /// <param name="index">Which of its layers.</param>
    /// <param name="x">The value.</param>
    /// <param name="at">The expression of a method that does it; null where the layers follow each other.</param>
    public static Value Apply(LoweringContext context, ModelSpec spec, int index, Value x, Anchor? at = null)
    {
        var layer = spec.Layers[index];
        if (x.Type.Rank < 2 && layer is not EmbeddingSpec)
        {
            context.Report(Rules.LayerRows, at ?? new Anchor(Place.LayerAttribute, index), layer.Name, x.Type.ShapeText);
            return x;
        }
        context.Begin(layer, index, at);
        var (output, flops) = LayerTable.Of(layer).Lower(context, layer, x);
        if (!context.Failed && (layer.HasNames || x.Type.Dims.Any(dim => dim.Name is not null)))
            output = AxisNames.Name(LayerTable.Of(layer).Axes(layer, x.Type, output.Type), x, output);
        context.PenalizeActivity(output, layer.Activity);
        context.End(x.Type, output.Type, flops);
        return output;
    }

    /// <summary>The model's graph for one of its programs; the model was checked before.</summary>
    public static LoweredModel LowerChecked(ModelSpec spec, ProgramKind kind) =>
        Lower(spec, kind).Model ?? throw new InvalidOperationException($"Model '{spec.Name}' was not checked.");

    private static Graph? LowerLoss(LoweringContext context, ModelSpec spec, LossDefinition loss, Value output, TensorType labelType)
    {
        var graph = context.Graph;
        graph.Origin = new Origin(Phase.Loss, spec.Loss.Name);
        var labels = Smoothed(graph, graph.Source(Sources.Labels, "labels", labelType), spec.Loss.LabelSmoothing, loss.SmoothedTowards);

        var fused = loss.Activation is { } activation && IsActivation(output, activation);
        var (losses, probabilities) = loss.Lower(new LossBuilder(context, spec.Loss, fused), fused ? output.Producer.Operands[0] : output, labels);
        if (context.Failed) return null;
        graph.Origin = new Origin(Phase.Loss, spec.Loss.Name);
        var weighted = graph.Append(Elementwise.Multiply, "weightedLosses", losses, graph.Source(Sources.Weights, "weights", losses.Type));
        // Where a mean is over less than all rows, weights are larger by as much.
        var sums = LossTable.Reductions[spec.Loss.Reduction] == "Sum";
        var factor = sums ? Coefficient.One : new Coefficient(1.0 / losses.Type.Elements, BatchPower: -1);
        var reduced = context.Penalties.Count == 0 ? "loss" : sums ? "lossSum" : "meanLoss";
        var total = graph.Append(Reductions.Sum, reduced, new OperationAttributes { Factor = factor }, weighted);
        foreach (var penalty in context.Penalties) total = graph.Append(Elementwise.Add, "loss", total, penalty);

        return graph.Build(
        [
            new GraphOutput(OutputRole.Prediction, fused ? probabilities! : output),
            new GraphOutput(OutputRole.Losses, losses),
            new GraphOutput(OutputRole.Loss, total),
            .. context.States,
        ]);
    }

    /// <summary><c>(1 − smoothing)·labels + smoothing·target</c>; the labels themselves where nothing is smoothed.</summary>
    private static Value Smoothed(GraphBuilder graph, Value labels, double smoothing, Func<TensorType, double>? towards)
    {
        if (smoothing == 0 || towards is null) return labels;
        var kept = graph.Append(Elementwise.Scale, "keptLabels", new OperationAttributes { Factor = 1 - smoothing }, labels);
        var target = graph.Constant("smoothing", labels.Type, smoothing * towards(labels.Type));
        return graph.Append(Elementwise.Add, "smoothedLabels", target, kept);
    }

    private static string OutputKind(LossDefinition loss, Value output) =>
        IsActivation(output, ActivationTable.Softmax) || output.Producer.Is(RowActivations.Sparsemax) ? "Probabilities"
        : IsActivation(output, ActivationTable.Sigmoid) ? "IndependentProbabilities"
        : loss.TakesLogits || loss.TakesScores ? "Logits" : "Values";

    private static bool IsActivation(Value value, string activation) => activation == ActivationTable.Softmax
        ? value.Producer.Is(Losses.Softmax)
        : value.Producer.Is(Elementwise.Activate) && value.Producer.Attributes.Activation == activation;
}
