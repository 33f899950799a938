using System.Collections.Immutable;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Scalars;
using ModelDsl.Generators.Lowering.LossDefinitions;

namespace ModelDsl.Generators.Lowering;

/// <summary>A number that a loss's attribute takes.</summary>
/// <param name="Name">Its property.</param>
/// <param name="Default">What it is where it is not given.</param>
/// <param name="Fits">Whether a number is in its range.</param>
/// <param name="Range">The range, in words.</param>
internal sealed record LossOption(string Name, double Default, Func<double, bool> Fits, string Range)
{
    public static readonly LossOption Delta = new("Delta", 1, static x => x > 0 && !double.IsInfinity(x), "a finite number greater than 0");

    public static readonly LossOption Gamma = new("Gamma", 2, static x => x >= 0 && !double.IsInfinity(x), "a finite number of 0 or more");

    public static readonly LossOption Alpha = new("Alpha", 0.25, Gamma.Fits, Gamma.Range);

    /// <summary>An alpha of which the rest is the other class's.</summary>
    public static readonly LossOption Share = new("Alpha", 0.25, static x => x >= 0 && x <= 1, "in [0, 1]");
}

/// <summary>The predictions for which a loss is a number.</summary>
/// <param name="Range">Where they lie.</param>
/// <param name="What">What they are, in words.</param>
/// <param name="Use">What may be used to make them.</param>
internal sealed record NeededPredictions(Interval Range, string What, string Use)
{
    public static readonly NeededPredictions Positive = new(Interval.NotNegative, "positive predictions", "Activation.Exponential or Activation.Softplus");

    public static readonly NeededPredictions Probabilities = new(
        Interval.Unit, "predicted probabilities", "Activation.Softmax or Activation.Sigmoid")
    {
        SumToOne = true,
    };

    /// <summary>Whether each row, where its sum is known, must sum to 1.</summary>
    public bool SumToOne { get; init; }
}

/// <summary>From the output (the logits where the loss's activation stands before it) and the labels: the loss of each row, and the
/// prediction where the loss computes it on the way.</summary>
internal delegate (Value Losses, Value? Probabilities) LossRule(LossBuilder build, Value output, Value labels);

/// <summary>A kind of loss.</summary>
/// <param name="Name">Name of its attribute without the suffix, and in <c>LossKind</c>.</param>
/// <param name="Lower">Its formula.</param>
internal sealed record LossDefinition(string Name, LossRule Lower)
{
    public string AttributeName => $"ModelDsl.{Name}Attribute";

    /// <summary>Labels are class indices, one for each row of the output; else numbers of the output's shape.</summary>
    public bool SparseLabels { get; init; }

    /// <summary>The activation that is one operation with it; null for none.</summary>
    public string? Activation { get; init; }

    /// <summary>Whether the last axis of the output are classes.</summary>
    public bool HasClasses { get => field || Activation == ActivationTable.Softmax; init; }

    /// <summary>Without that activation, the output is taken as logits; false where it is taken as it is.</summary>
    public bool TakesLogits { get; init; }

    /// <summary>Outputs are scores for decisions, 0 being the border, and no predicted numbers.</summary>
    public bool TakesScores { get; init; }

    /// <summary>Where label smoothing moves targets, for the type of the output; null where labels can't be smoothed.</summary>
    public Func<TensorType, double>? SmoothedTowards { get; init; }

    /// <summary>Which loss to use after the other kind of probabilities, for messages.</summary>
    public string Instead { get; init; } = "";

    /// <summary>The predictions for which it is a number; null for any.</summary>
    public NeededPredictions? Needs { get; init; }

    /// <summary>The numbers that its attribute takes, beside label smoothing.</summary>
    public ImmutableArray<LossOption> Options { get; init; } = [];

    public TensorType LabelType(TensorType output) =>
        SparseLabels ? new TensorType(ElementType.Int32, output.RowDims) : output;
}
