using LanguageExt.Common;

namespace ModelDsl.Metrics;

/// <summary>What a model decides, and how outputs and labels tell it.</summary>
internal enum DecisionKind
{
    /// <summary>One class a row; the label is its index.</summary>
    ClassIndex,

    /// <summary>One class a row; the label is a row, largest at the class.</summary>
    OneHot,

    /// <summary>Yes or no for every output.</summary>
    YesNo,

    /// <summary>Nothing: numbers are predicted.</summary>
    Numbers,
}

/// <summary>How metrics read a model's outputs and labels.</summary>
internal static class Decision
{
    /// <summary>What a model decides.</summary>
    public static DecisionKind Of(ModelDescription model) => model switch
    {
        { Labels: LabelKind.ClassIndices } => DecisionKind.ClassIndex,
        { Loss: LossKind.BinaryCrossentropy or LossKind.BinaryFocalCrossentropy or LossKind.Hinge or LossKind.SquaredHinge }
            or { Output: OutputKind.IndependentProbabilities } => DecisionKind.YesNo,
        { Loss: LossKind.CategoricalCrossentropy or LossKind.CategoricalFocalCrossentropy or LossKind.CategoricalHinge }
            or { Output: OutputKind.Probabilities } => DecisionKind.OneHot,
        _ => DecisionKind.Numbers,
    };

    /// <summary>The output above which a yes is predicted: a threshold of probabilities, as a logit where outputs are logits.</summary>
    public static float Threshold(ModelDescription model, double? probability)
    {
        var threshold = probability ?? 0.5;
        return (float)(model.Output == OutputKind.Logits ? Math.Log(threshold / (1 - threshold)) : threshold);
    }

    /// <summary>The fault of a threshold that is no probability, or none.</summary>
    public static IEnumerable<string> ThresholdFaults(double? threshold)
    {
        if (threshold is { } given && !(given is >= 0 and <= 1))
            yield return string.Create(Invariant, $"its Threshold is {given}, but must be between 0 and 1");
    }

    /// <summary>All that is wrong with a metric's options for a model, as one error.</summary>
    public static Error Invalid(Metric metric, ModelDescription model, IReadOnlyCollection<string> faults) =>
        Error.New($"The metric {metric.Name} can't judge {model.Name}: {string.Join(", and ", faults)}.");

    private static IFormatProvider Invariant => System.Globalization.CultureInfo.InvariantCulture;
}
