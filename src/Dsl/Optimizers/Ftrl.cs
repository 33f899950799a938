using System.Runtime.CompilerServices;
using LanguageExt;
using ModelDsl.Engines;
using ModelDsl.Optimizers;

namespace ModelDsl;

/// <summary>
/// Follows the regularized leader: each weight is computed from the sum of all its gradients, and L1 makes many weights exactly 0. Keras:
/// <c>Ftrl</c>; McMahan et al., 2013. With p = −LearningRatePower: <c>a′ = a + g²</c>,
/// <c>z = z + g + 2·L2Shrinkage·w − (a′ᵖ − aᵖ)/lr·w</c>, <c>a = a′</c> and
/// <c>w = (max(−L1, min(z, L1)) − z)/((aᵖ + Beta)/lr + 2·L2)</c>. PyTorch has no such optimizer.
/// </summary>
/// <remarks>
/// As in Keras, a weight is not a sum of steps: a weight that never had a gradient becomes 0 in the first step. If the learning rate is 0,
/// Keras's formula divides by 0; here the step changes nothing.
/// </remarks>
[JsonConverter(typeof(TextJson))]
public sealed record Ftrl : Optimizer
{
    /// <summary>Creates FTRL with Keras's defaults.</summary>
    /// <param name="LearningRate">A number or a schedule; 0.001 by default.</param>
    /// <param name="LearningRatePower">
    /// The power of the sum of squares that scales the steps; finite, zero or less. 0 keeps their size.
    /// </param>
    /// <param name="InitialAccumulator">The sum of squares before the first step; finite, zero or more.</param>
    /// <param name="L1">The strength of the L1 penalty; finite, zero or more.</param>
    /// <param name="L2">The strength of the L2 penalty; finite, zero or more.</param>
    /// <param name="L2Shrinkage">The strength of an L2 penalty that is added to the loss; finite, zero or more.</param>
    /// <param name="Beta">A number added to the root of the sum of squares, the paper's β; finite, zero or more.</param>
    public Ftrl(
        LearningRate? LearningRate = null, double LearningRatePower = -0.5, double InitialAccumulator = 0.1, double L1 = 0, double L2 = 0,
        double L2Shrinkage = 0, double Beta = 0)
        : base(LearningRate ?? 0.001) =>
        (this.LearningRatePower, this.InitialAccumulator, this.L1, this.L2, this.L2Shrinkage, this.Beta) =
        (LearningRatePower, InitialAccumulator, L1, L2, L2Shrinkage, Beta);

    /// <summary>The power of the sum of squares that scales the steps; finite, zero or less.</summary>
    public double LearningRatePower { get; init; }

    /// <summary>The sum of squares before the first step; finite, zero or more.</summary>
    public double InitialAccumulator { get; init; }

    /// <summary>The strength of the L1 penalty; finite, zero or more.</summary>
    public double L1 { get; init; }

    /// <summary>The strength of the L2 penalty; finite, zero or more.</summary>
    public double L2 { get; init; }

    /// <summary>The strength of an L2 penalty that is added to the loss; finite, zero or more.</summary>
    public double L2Shrinkage { get; init; }

    /// <summary>A number added to the root of the sum of squares; finite, zero or more.</summary>
    public double Beta { get; init; }

    /// <inheritdoc/>
    protected internal override Seq<OptimizerSlot> Memory =>
        Prelude.Seq(new OptimizerSlot("accumulator", InitialAccumulator), new OptimizerSlot("linear"));

    /// <inheritdoc/>
    protected override IEnumerable<string> FormulaFaults() =>
    [
        .. LearningRatePower > 0
            ? [$"LearningRatePower is {Text(LearningRatePower)}, but must be a finite number that is not positive, -0.5 for instance"]
            : UnlessFinite(("LearningRatePower", LearningRatePower)),
        .. UnlessNotNegative("InitialAccumulator", InitialAccumulator, "0.1"), .. UnlessNotNegative("L1", L1, "0.01"),
        .. UnlessNotNegative("L2", L2, "0.01"), .. UnlessNotNegative("L2Shrinkage", L2Shrinkage, "0.01"),
        .. UnlessNotNegative("Beta", Beta, "1"),
    ];

    /// <inheritdoc/>
    public override void Update(
        ITensorEngine engine, TensorBuffer parameters, TensorBuffer gradient, ReadOnlySpan<TensorBuffer> memory, double learningRate,
        long step)
    {
        if (learningRate == 0) return;
        ReadOnlySpan<double> numbers =
            [1 / learningRate, L1, 2 * L2 + Beta / learningRate, 2 * L2Shrinkage, float.MaxValue, -LearningRatePower];
        if (LearningRatePower == -0.5) engine.Map<Rule<Yes>>([parameters, gradient, memory[0], memory[1]], numbers);
        else engine.Map<Rule<No>>([parameters, gradient, memory[0], memory[1]], numbers);
    }

    private readonly struct Rule<TRoot> : IKernel where TRoot : struct, IChoice
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void IKernel.Run<TNumber, TMath, TElements>(ref TElements at)
        {
            var (perRate, l1, l2, shrinkage, largest) = (at.Number(0), at.Number(1), at.Number(2), at.Number(3), at.Number(4));
            var (weight, gradient, before, zero) = (at.Load(0), at.Load(1), at.Load(2), TMath.Number(0));
            var sum = TMath.MultiplyAdd(gradient, gradient, before);
            // Squares may overflow, and the difference of two infinities is NaN.
            sum = TMath.Less(largest, sum, largest, sum);
            at.Store(2, sum);
            var power = TRoot.IsChosen ? TMath.Sqrt(sum) : TMath.Power(sum, at.Number(5));
            var rise = TMath.Subtract(power, TRoot.IsChosen ? TMath.Sqrt(before) : TMath.Power(before, at.Number(5)));
            var linear = TMath.Add(at.Load(3), TMath.MultiplyAdd(shrinkage, weight, gradient));
            linear = TMath.Subtract(linear, TMath.Multiply(TMath.Multiply(rise, perRate), weight));
            at.Store(3, linear);
            var least = TMath.Negate(l1);
            var kept = TMath.Less(l1, linear, l1, TMath.Less(linear, least, least, linear));
            var quadratic = TMath.MultiplyAdd(power, perRate, l2);
            // The result is 0 if no square was above 0 in the engine's precision.
            at.Store(0, TMath.Equal(quadratic, zero, zero, TMath.Divide(TMath.Subtract(kept, linear), quadratic)));
        }
    }
}
