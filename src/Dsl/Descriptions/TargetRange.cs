namespace ModelDsl.Descriptions;

/// <summary>The targets for which a loss is meaningful. Other targets would make it NaN, or give it another meaning.</summary>
/// <param name="Least">The smallest target.</param>
/// <param name="Most">The largest target.</param>
/// <param name="Text">The targets, in words.</param>
internal sealed record TargetRange(double Least, double Most, string Text)
{
    private static readonly TargetRange Any = new(float.MinValue, float.MaxValue, "finite targets");
    private static readonly TargetRange NotNegative = new(0, float.MaxValue, "targets of 0 or more");
    private static readonly TargetRange Probabilities = new(0, 1, "targets in [0, 1]");
    private static readonly TargetRange Rows = Probabilities with { RowsSumToOne = true };
    private static readonly TargetRange Signs = new(-1, 1, "targets −1 and 1, or 0 and 1") { WholeOnly = true };

    /// <summary>Whether each row must sum to 1.</summary>
    public bool RowsSumToOne { get; private init; }

    /// <summary>Whether only whole numbers fit: a yes is 1, and a no is 0 or −1, the same in all the data.</summary>
    public bool WholeOnly { get; private init; }

    /// <summary>Returns the targets of a loss.</summary>
    public static TargetRange Of(LossKind loss) => loss switch
    {
        LossKind.CategoricalCrossentropy or LossKind.CategoricalFocalCrossentropy => Rows,
        LossKind.BinaryCrossentropy or LossKind.BinaryFocalCrossentropy or LossKind.KLDivergence => Probabilities,
        LossKind.Poisson or LossKind.MeanSquaredLogarithmicError => NotNegative,
        LossKind.Hinge or LossKind.SquaredHinge or LossKind.CategoricalHinge => Signs,
        _ => Any,
    };

    /// <summary>Returns whether a target fits.</summary>
    public bool Contains(double target) => target >= Least && target <= Most && (!WholeOnly || target is -1 or 0 or 1);
}
