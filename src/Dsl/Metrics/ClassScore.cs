using LanguageExt;
using ModelDsl.Metrics;

namespace ModelDsl;

/// <summary>How the figures of several classes are combined. Keras: the <c>average</c> of <c>F1Score</c>.</summary>
public enum Averaging
{
    /// <summary>The counts of all classes are added, then the figure is computed: every decision has the same weight.</summary>
    Micro,

    /// <summary>The mean of the classes' figures: every class has the same weight.</summary>
    Macro,

    /// <summary>The mean of the classes' figures, each weighted by the number of its samples.</summary>
    Weighted,
}

/// <summary>
/// A figure computed from the right, predicted and actual positives of each class. If a model chooses between classes, each row's largest
/// output is the predicted class (a row with a NaN predicts none). With a threshold, every class whose probability is above it is
/// predicted, as in Keras's <c>Precision</c> and <c>Recall</c> without <c>top_k=1</c>. If outputs are independent yes/no outputs, each is
/// its own class, predicted above the threshold, and a label above one half is a yes. A figure without any count to divide by is 0, as in
/// Keras.
/// </summary>
/// <param name="Name">Its name; <paramref name="Class"/> is appended if it is given.</param>
/// <param name="Average">How the figures of the classes are combined.</param>
/// <param name="Class">The only class to judge; null for all.</param>
/// <param name="Threshold">
/// The probability above which an output is a yes, in [0, 1]. Null means 0.5 for independent outputs; for others the largest output
/// decides.
/// </param>
[JsonConverter(typeof(TextJson))]
public abstract record ClassScore(string Name, Averaging Average, int? Class, double? Threshold)
    : Metric(Class is { } only ? $"{Name}_{only}" : Name, HigherIsBetter: true)
{
    /// <inheritdoc/>
    public override Fin<MetricAccumulator> Start(ModelDescription model)
    {
        var kind = Decision.Of(model);
        if (kind == DecisionKind.Numbers) return UnfitForNumbers(model);
        string[] faults = [.. Faults(model, kind)];
        return faults.Length == 0
            ? new Accumulator(this, kind, model.Classes, Decision.Threshold(model, Threshold))
            : Decision.Invalid(this, model, faults);
    }

    /// <summary>Returns the figure for some counts.</summary>
    private protected abstract double Of(long right, long predicted, long actual);

    private protected static double Ratio(long part, long whole) => whole == 0 ? 0 : (double)part / whole;

    private IEnumerable<string> Faults(ModelDescription model, DecisionKind kind)
    {
        if (!Enum.IsDefined(Average)) yield return $"its Average is {(int)Average}, but must be Micro, Macro or Weighted";
        if (Class is { } only && (only < 0 || only >= model.Classes))
            yield return $"its Class is {only}, but the classes are 0 to {model.Classes - 1}";
        foreach (var fault in Decision.ThresholdFaults(Threshold)) yield return fault;
        if (Threshold is not null && kind != DecisionKind.YesNo && model.Output != OutputKind.Probabilities)
            yield return "it has a Threshold, but this model's outputs are logits, and the largest one decides: leave it out, or end the model with Softmax";
    }

    private sealed class Accumulator(ClassScore score, DecisionKind kind, int classes, float threshold) : MetricAccumulator
    {
        private readonly long[] right = new long[classes];
        private readonly long[] predicted = new long[classes];
        private readonly long[] actual = new long[classes];

        private bool IsEmpty { get; set; } = true;

        public override double Result => IsEmpty ? double.NaN : score switch
        {
            { Class: { } only } => OfClass(only),
            { Average: Averaging.Micro } => score.Of(right.Sum(), predicted.Sum(), actual.Sum()),
            { Average: Averaging.Macro } => Enumerable.Range(0, classes).Average(OfClass),
            _ => actual.Sum() is var all && all == 0 ? 0 : Enumerable.Range(0, classes).Sum(c => OfClass(c) * actual[c]) / all,
        };

        public override void Reset()
        {
            IsEmpty = true;
            foreach (var counts in (ReadOnlySpan<long[]>)[right, predicted, actual]) Array.Clear(counts);
        }

        public override double[] State => [IsEmpty ? 0 : 1, .. right, .. predicted, .. actual];

        public override void Restore(ReadOnlySpan<double> state)
        {
            CheckLength(state, 1 + 3 * classes);
            IsEmpty = state[0] == 0;
            for (var i = 0; i < classes; i++)
                (right[i], predicted[i], actual[i]) =
                    (Whole(state[1 + i]), Whole(state[1 + classes + i]), Whole(state[1 + 2 * classes + i]));
        }

        public override void Add(ReadOnlySpan<float> outputs, BatchLabels labels)
        {
            IsEmpty &= outputs.IsEmpty;
            if (kind == DecisionKind.YesNo)
            {
                for (var i = 0; i < outputs.Length; i++) Count(i % classes, outputs[i] > threshold, labels.Targets[i] > 0.5f);
                return;
            }
            for (var row = 0; row < outputs.Length / classes; row++)
            {
                var chosen = Rows.IndexOfLargest(outputs.Slice(row * classes, classes));
                var label = kind == DecisionKind.ClassIndex
                    ? labels.Classes[row]
                    : Rows.IndexOfLargest(labels.Targets.Slice(row * classes, classes));
                for (var c = 0; score.Threshold is not null && c < classes; c++)
                    Count(c, outputs[row * classes + c] > threshold, c == label);
                if (score.Threshold is not null) continue;
                if (label >= 0) Count(label, chosen == label, true);
                if (chosen >= 0 && chosen != label) Count(chosen, true, false);
            }
        }

        private double OfClass(int c) => score.Of(right[c], predicted[c], actual[c]);

        private void Count(int c, bool isPredicted, bool isActual)
        {
            if (isPredicted) predicted[c]++;
            if (isActual) actual[c]++;
            if (isPredicted && isActual) right[c]++;
        }
    }
}

/// <summary>The share of correct predictions among those that predict a class: <c>TP/(TP + FP)</c>. Keras: <c>Precision</c>.</summary>
/// <inheritdoc/>
[JsonConverter(typeof(TextJson))]
public sealed record Precision(Averaging Average = Averaging.Micro, int? Class = null, double? Threshold = null)
    : ClassScore("precision", Average, Class, Threshold)
{
    private protected override double Of(long right, long predicted, long actual) => Ratio(right, predicted);
}

/// <summary>The share of a class's samples that are predicted as it: <c>TP/(TP + FN)</c>. Keras: <c>Recall</c>.</summary>
/// <inheritdoc/>
[JsonConverter(typeof(TextJson))]
public sealed record Recall(Averaging Average = Averaging.Micro, int? Class = null, double? Threshold = null)
    : ClassScore("recall", Average, Class, Threshold)
{
    private protected override double Of(long right, long predicted, long actual) => Ratio(right, actual);
}

/// <summary>
/// The harmonic mean of precision and recall: <c>2·TP/(2·TP + FP + FN)</c>. Keras: <c>F1Score</c>, which by default returns a figure for
/// each class. Here <c>Class</c> selects one of them, and the default is their mean.
/// </summary>
/// <inheritdoc/>
[JsonConverter(typeof(TextJson))]
public sealed record F1(Averaging Average = Averaging.Macro, int? Class = null, double? Threshold = null)
    : ClassScore("f1_score", Average, Class, Threshold)
{
    private protected override double Of(long right, long predicted, long actual) => Ratio(2 * right, predicted + actual);
}
