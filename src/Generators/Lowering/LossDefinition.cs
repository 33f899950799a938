using System.Collections.Immutable;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Scalars;
using ModelDsl.Generators.Lowering.LossDefinitions;

namespace ModelDsl.Generators.Lowering;

/// <summary>A number in the attribute of a loss.</summary>
/// <param name="Name">Its property.</param>
/// <param name="Default">Its value when it is not given.</param>
/// <param name="Fits">Returns true when a number is in the range.</param>
/// <param name="Range">The range, in words.</param>
internal sealed record LossOption(string Name, double Default, Func<double, bool> Fits, string Range)
{
    public static readonly LossOption Delta = new("Delta", 1, static x => x > 0 && !double.IsInfinity(x), "a finite number greater than 0");

    public static readonly LossOption Gamma = new("Gamma", 2, static x => x >= 0 && !double.IsInfinity(x), "a finite number of 0 or more");

    public static readonly LossOption Alpha = new("Alpha", 0.25, Gamma.Fits, Gamma.Range);

    /// <summary>An alpha that is the share of one class; the other class has the rest.</summary>
    public static readonly LossOption Share = new("Alpha", 0.25, static x => x >= 0 && x <= 1, "in [0, 1]");
}

/// <summary>The predictions for which a loss is a number.</summary>
/// <param name="Range">The range of the predictions.</param>
/// <param name="What">The kind of the predictions, in words.</param>
/// <param name="Use">The activations that make such predictions.</param>
internal sealed record NeededPredictions(Interval Range, string What, string Use)
{
    public static readonly NeededPredictions Positive = new(Interval.NotNegative, "positive predictions", "Activation.Exponential or Activation.Softplus");

    public static readonly NeededPredictions Probabilities = new(
        Interval.Unit, "predicted probabilities", "Activation.Softmax or Activation.Sigmoid")
    {
        SumToOne = true,
    };

    /// <summary>True when each row must sum to 1. It is checked only when the sum is known.</summary>
    public bool SumToOne { get; init; }
}

/// <summary>
/// Returns the loss of each row and, when the loss computes it on the way, the prediction. It gets the labels and the output. When the
/// loss's activation comes before the loss, the output is its logits.
/// </summary>
internal delegate (Value Losses, Value? Probabilities) LossRule(LossBuilder build, Value output, Value labels);

/// <summary>A kind of loss.</summary>
/// <param name="Name">Name of its attribute without the suffix, which is also its name in <c>LossKind</c>.</param>
/// <param name="Lower">Its formula.</param>
internal sealed record LossDefinition(string Name, LossRule Lower)
{
    public string AttributeName => $"ModelDsl.{Name}Attribute";

    /// <summary>
    /// True when labels are class indices, one for each row of the output; otherwise they are numbers of the output's shape.
    /// </summary>
    public bool SparseLabels { get; init; }

    /// <summary>The activation that forms one operation with the loss; null for none.</summary>
    public string? Activation { get; init; }

    /// <summary>True when the last axis of the output holds classes.</summary>
    public bool HasClasses { get => field || Activation == ActivationTable.Softmax; init; }

    /// <summary>True when an output without that activation is taken as logits; false when it is taken unchanged.</summary>
    public bool TakesLogits { get; init; }

    /// <summary>True when outputs are scores for decisions, with the border at 0, and not predicted numbers.</summary>
    public bool TakesScores { get; init; }

    /// <summary>
    /// Returns the value towards which label smoothing moves labels, for a type of the output; null when labels cannot be smoothed.
    /// </summary>
    public Func<TensorType, double>? SmoothedTowards { get; init; }

    /// <summary>The loss to use after the other kind of probabilities, for messages.</summary>
    public string Instead { get; init; } = "";

    /// <summary>The predictions for which the loss is a number; null when it is a number for all.</summary>
    public NeededPredictions? Needs { get; init; }

    /// <summary>The numbers in its attribute, besides label smoothing.</summary>
    public ImmutableArray<LossOption> Options { get; init; } = [];

    public TensorType LabelType(TensorType output) =>
        SparseLabels ? new TensorType(ElementType.Int32, output.RowDims) : output;
}
