using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Scalars;
using ModelDsl.Generators.Lowering.Layers;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Lowering.Meanings;

/// <summary>
/// Checks that a model's predictions have the meaning that its losses expect, and that the model can learn them. It uses the meaning of the
/// values, whatever computation made them.
/// </summary>
internal static class MeaningChecks
{
    /// <param name="context">The context, lowered up to the predictions.</param>
    /// <param name="spec">The model.</param>
    /// <param name="predicted">The predictions, in the order of the losses.</param>
    public static void Check(LoweringContext context, ModelSpec spec, IReadOnlyList<Value> predicted)
    {
        var known = new MeaningAnalysis(context.Graph.Operations, context.Steps);
        for (var i = 0; i < predicted.Count; i++) CheckProbabilities(context, LossTable.Of(spec.Losses[i].Name), known, predicted[i]);
        if (context.HasErrors) return;

        CheckActivations(context, known, first: 0);
        // Steps that only training has may lie between two layers.
        if (context.Training) LinearLayers.Check(context, spec, known, predicted);
        for (var i = 0; i < predicted.Count; i++)
        {
            var (declared, output) = (spec.Losses[i], new Output(predicted[i], known));
            var loss = LossTable.Of(declared.Name);
            WarnOfManyRows(context, declared, loss, output);
            if (IsSoftmaxOfOne(context, declared, loss, output)) continue;
            if (output.Meaning.Varies) CheckRange(context, loss, output);
            else ReportIndependent(context, output);
        }
    }

    /// <summary>Checks that the author's own losses do not apply a function for logits to probabilities.</summary>
    /// <param name="context">The context, lowered with the losses.</param>
    /// <param name="spec">The model.</param>
    /// <param name="first">The first operation after the predictions.</param>
    public static void CheckOwnLosses(LoweringContext context, ModelSpec spec, int first)
    {
        if (spec.Losses.All(loss => loss.Method is null)) return;
        CheckActivations(context, new MeaningAnalysis(context.Graph.Operations, context.Steps), first);
    }

    /// <summary>A prediction, with the facts known about it.</summary>
    private sealed record Output(Value Value, MeaningAnalysis Known)
    {
        public Meaning Meaning => Known[Value];

        /// <summary>The step that made it.</summary>
        public Step Step => Known.StepOf(Value);

        public string PerSample => Value.Type.SampleText;
    }

    /// <summary>
    /// Checks the output of a cross-entropy. The loss knows the value before its own activation, and takes any other output for logits.
    /// </summary>
    private static void CheckProbabilities(LoweringContext context, LossDefinition loss, MeaningAnalysis known, Value output)
    {
        if (!loss.TakesLogits || Misread(known[output]) is not { Activation: var activation, By: var by } made) return;
        var (word, expected) = (activation.ToLowerInvariant(), loss.Activation!.ToLowerInvariant());
        if (activation != loss.Activation)
            context.Report(
                Rules.WrongActivation, by.ActivationAnchor, by.Title, word, loss.Name, expected,
                $"Activation.{loss.Activation}{Otherwise(activation, loss)}");
        else if (made.ChangedBy is { } changed)
            context.Report(
                Rules.ProbabilitiesChanged, changed.Anchor, changed.Title, by.Name, word, loss.Name, Instead(changed, by, activation));
    }

    /// <summary>
    /// Returns probabilities that a cross-entropy would take for logits; null when there are none. Unchanged probabilities of an activation
    /// that reaches 0 and 1 are not among them: the check of the range reports these. Logarithms of the probability of a yes can be logits
    /// of classes.
    /// </summary>
    private static Probabilities? Misread(Meaning meaning) => meaning.Probabilities is { } made
        && made.Activation != ActivationTable.LogSigmoid && (made.ChangedBy is not null || !HasBorders(made.Activation)) ? made : null;

    private static bool HasBorders(string activation) =>
        activation != ActivationTable.Sigmoid && ActivationTable.YesOrNo.Contains(activation);

    private static string Otherwise(string activation, LossDefinition loss) => activation switch
    {
        ActivationTable.LogSoftmax => ", since the loss takes the logarithm itself",
        _ when activation == ActivationTable.Sparsemax || HasBorders(activation) => ", since a probability of 0 has no logarithm",
        _ => $", or [{loss.Instead}] as the loss",
    };

    /// <summary>
    /// Returns the advice for the message. A layer can be moved before the activation. A computation may be intended; then its result has
    /// logits of its own.
    /// </summary>
    private static string Instead(Step changed, Step by, string activation)
    {
        if (changed.Layer is not null) return $"put it before '{by.Text}'";
        var logits = activation == ActivationTable.Sigmoid ? "Log(p) - Log(1 - p)" : "Log(p)";
        return $"do it before the {activation.ToLowerInvariant()}, or, if the result p is probabilities again, apply {logits}";
    }

    private static void CheckActivations(LoweringContext context, MeaningAnalysis known, int first)
    {
        foreach (var operation in known.Operations.Skip(first))
        {
            if (MeaningAnalysis.ActivationOf(operation) is not { } activation) continue;
            if (known.StepOf(operation) is not { Layer: not AttentionSpec } step) continue;
            var (word, before) = (activation.ToLowerInvariant(), known[operation.Operands[0]]);
            if (activation == ActivationTable.Softmax && operation.Result.Type.Columns.Size == 1)
                context.Report(Rules.SoftmaxOfOne, step.ActivationAnchor, step.Title, operation.Result.Type.SampleText);
            else if (before.Probabilities is { } made && !ActivationTable.Logarithms.ContainsKey(made.Activation)
                && before.Range.Length <= MostOfProbabilities)
                context.Report(
                    Rules.TwiceProbabilities, step.ActivationAnchor, step.Title, word, made.By.Name, made.Activation.ToLowerInvariant());
        }
    }

    /// <summary>
    /// The largest length of a range that still counts as probabilities. Dropout can double them. A wider range is intended, for example by
    /// a temperature.
    /// </summary>
    private const double MostOfProbabilities = 2;

    private static void WarnOfManyRows(LoweringContext context, LossSpec declared, LossDefinition loss, Output output)
    {
        var isDeclared = declared.Labels is not null || declared.Axes.Count > 0;
        if (isDeclared || loss is not { Activation: ActivationTable.Softmax, TakesLogits: true } || output.Value.Type.Rank <= 2) return;
        var expected = loss.LabelType(output.Value.Type).Dims.Skip(1).Select(d => d.Size).ToArray();
        var flatten = output.Step.At is null ? "put [Flatten]" : "write x.Flatten()";
        context.Report(
            Rules.ManyRows, output.Step.NameAnchor, output.Step.Name, output.PerSample, Shapes.Text(expected), loss.Name,
            string.Join(", ", expected.Select(Literal.Of)), flatten);
    }

    /// <summary>Reports a softmax of one number. When the output is logits, the loss itself applies the softmax.</summary>
    private static bool IsSoftmaxOfOne(LoweringContext context, LossSpec declared, LossDefinition loss, Output output)
    {
        if (output.Value.Type.Columns.Size != 1) return false;
        if (loss is not { Activation: ActivationTable.Softmax, TakesLogits: true }) return false;
        if (output.Meaning.Probabilities?.Activation == ActivationTable.Softmax) return true;
        context.Report(Rules.SoftmaxOfOne, new Anchor(Place.Loss, declared.Attribute), loss.Name, output.PerSample);
        return true;
    }

    private static void CheckRange(LoweringContext context, LossDefinition loss, Output output)
    {
        var (meaning, step) = (output.Meaning, output.Step);
        if (loss.Needs is { } needs && meaning.Spans && Leaves(meaning.Range, needs.Range))
            context.Report(Rules.OutsideLoss, step.NameAnchor, loss.Name, needs.What, step.Name, needs.Use);
        else if (loss.Needs is { SumToOne: true } && meaning.Sums is { } sums && Leaves(sums, Interval.Of(1)))
            context.Report(
                Rules.OutsideLoss, step.NameAnchor, loss.Name, "predictions that sum to 1", step.Name, "Activation.Softmax as the last step");

        // For classes, any numbers can be logits if they differ. But numbers that cannot be negative mostly come from an activation for
        // hidden layers.
        var isScore = loss.TakesScores && !loss.HasClasses;
        if (!(isScore || (loss.TakesLogits && Misread(meaning) is null)) || meaning.OneSidedBy is not { } by) return;
        if (loss.HasClasses && !meaning.Range.IsNotNegative) return;
        var (sign, takes) = (meaning.Range.IsNotNegative ? "negative" : "positive", loss.TakesLogits ? "logits" : "scores");
        context.Report(Rules.OneSided, by.ActivationAnchor, by.Title, sign, loss.Name, takes, $"Activation.{loss.Activation ?? "Tanh"}");
    }

    /// <summary>Returns true when numbers leave an interval by more than rounding.</summary>
    private static bool Leaves(Interval range, Interval needed) =>
        range.Least < needed.Least - Rounding || range.Most > needed.Most + Rounding;

    private const double Rounding = 1e-6;

    private static void ReportIndependent(LoweringContext context, Output output)
    {
        var step = output.Meaning.MadeConstantBy ?? output.Step;
        var isSaid = context.Findings.All.Any(finding => finding.Rule == Rules.SoftmaxOfOne);
        if (!isSaid) context.Report(Rules.Independent, step.NameAnchor, step.Title);
    }
}
