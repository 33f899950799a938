using LanguageExt.Common;

namespace ModelDsl.Metrics;

/// <summary>The kind of decision that a model makes, and how outputs and labels encode it.</summary>
internal enum DecisionKind
{
    /// <summary>One class for each row; the label is its index.</summary>
    ClassIndex,

    /// <summary>One class for each row; the label is a row whose largest number is at the class.</summary>
    OneHot,

    /// <summary>Yes or no for each output.</summary>
    YesNo,

    /// <summary>No decision: numbers are predicted.</summary>
    Numbers,
}

/// <summary>Reads a model's outputs and labels for metrics.</summary>
internal static class Decision
{
    /// <summary>Returns the kind of decision that a model makes.</summary>
    public static DecisionKind Of(ModelDescription model) => model switch
    {
        { Labels: LabelKind.ClassIndices } => DecisionKind.ClassIndex,
        { Loss: LossKind.BinaryCrossentropy or LossKind.BinaryFocalCrossentropy or LossKind.Hinge or LossKind.SquaredHinge }
            or { Output: OutputKind.IndependentProbabilities } => DecisionKind.YesNo,
        { Loss: LossKind.CategoricalCrossentropy or LossKind.CategoricalFocalCrossentropy or LossKind.CategoricalHinge }
            or { Output: OutputKind.Probabilities } => DecisionKind.OneHot,
        _ => DecisionKind.Numbers,
    };

    /// <summary>
    /// Returns the output above which a yes is predicted: the threshold of a probability, as a logit if outputs are logits.
    /// </summary>
    public static float Threshold(ModelDescription model, double? probability)
    {
        var threshold = probability ?? 0.5;
        return (float)(model.Output == OutputKind.Logits ? Math.Log(threshold / (1 - threshold)) : threshold);
    }

    /// <summary>Returns the fault of a threshold that is not a probability, or none.</summary>
    public static IEnumerable<string> ThresholdFaults(double? threshold)
    {
        if (threshold is { } given && !(given is >= 0 and <= 1))
            yield return string.Create(Invariant, $"its Threshold is {given}, but must be between 0 and 1");
    }

    /// <summary>Returns everything that is wrong with a metric's options for a model, as one error.</summary>
    public static Error Invalid(Metric metric, ModelDescription model, IReadOnlyCollection<string> faults) =>
        Error.New($"The metric {metric.Name} can't judge {model.Name}: {string.Join(", and ", faults)}.");

    private static IFormatProvider Invariant => System.Globalization.CultureInfo.InvariantCulture;
}
