using LanguageExt;

namespace ModelDsl;

/// <summary>What Adam and its relatives have in common: moving averages of the gradient and of its size, corrected for their start at 0.</summary>
[JsonConverter(typeof(TextJson))]
public abstract record AdaptiveMoments : Optimizer
{
    private protected AdaptiveMoments(LearningRate learningRate, double beta1, double beta2, double epsilon) : base(learningRate) =>
        (Beta1, Beta2, Epsilon) = (beta1, beta2, epsilon);

    /// <summary>β₁: how much of the old average of gradients is kept, in [0, 1).</summary>
    public double Beta1 { get; init; }

    /// <summary>β₂: how much of the old average of their size is kept, in [0, 1).</summary>
    public double Beta2 { get; init; }

    /// <summary>ε: what keeps the divisor from zero; above 0.</summary>
    public double Epsilon { get; init; }

    /// <summary>Whose formula, where Keras and PyTorch differ.</summary>
    public Formula Formula { get; init; }

    /// <inheritdoc/>
    protected internal override Seq<OptimizerSlot> Memory => Prelude.Seq(new OptimizerSlot("momentum"), new OptimizerSlot("velocity"));

    /// <inheritdoc/>
    protected sealed override IEnumerable<string> FormulaFaults() =>
    [
        .. UnlessFraction("Beta1", Beta1), .. UnlessFraction("Beta2", Beta2), .. UnlessPositive("Epsilon", Epsilon, "1e-7"),
        .. UnlessFormula(Formula),
    ];

    /// <summary>
    /// <c>√(1 − β₂ᵗ)</c>: v's root divided by it is without bias. Dividing the rates by v's root alone and multiplying them by this comes
    /// to the same, if ε, where it is added to the root without bias, is multiplied by it too.
    /// </summary>
    private protected double RootCorrection(long step) => Math.Sqrt(1 - Math.Pow(Beta2, step + 1));
}
