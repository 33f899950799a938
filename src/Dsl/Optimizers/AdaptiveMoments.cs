using System.Runtime.CompilerServices;
using LanguageExt;
using ModelDsl.Engines;
using ModelDsl.Optimizers;

namespace ModelDsl;

/// <summary>
/// The common part of Adam and related optimizers: moving averages of the gradient and of its size, corrected for their start at 0.
/// </summary>
[JsonConverter(typeof(TextJson))]
public abstract record AdaptiveMoments : Optimizer
{
    private protected AdaptiveMoments(LearningRate learningRate, double beta1, double beta2, double epsilon) : base(learningRate) =>
        (Beta1, Beta2, Epsilon) = (beta1, beta2, epsilon);

    /// <summary>β₁: the share of the old average of gradients that is kept, in [0, 1).</summary>
    public double Beta1 { get; init; }

    /// <summary>β₂: the share of the old average of their size that is kept, in [0, 1).</summary>
    public double Beta2 { get; init; }

    /// <summary>ε: a small number that keeps the divisor from zero; above 0.</summary>
    public double Epsilon { get; init; }

    /// <summary>The formula to use if Keras and PyTorch differ.</summary>
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
    /// Returns <c>√(1 − β₂ᵗ)</c>: v's root divided by this number has no bias. The same result comes from dividing the rates by v's root
    /// and multiplying them by this number. If ε is added to the root without bias, it must also be multiplied by this number.
    /// </summary>
    private protected double RootCorrection(long step) => Math.Sqrt(1 - Math.Pow(Beta2, step + 1));

    /// <summary>
    /// The rule of Adam and Nadam: <c>w −= (meanRate·m + gradientRate·g)/(√v + ε)</c>. The rates and ε contain the corrections for the
    /// moments' start at 0.
    /// </summary>
    /// <typeparam name="TMaximum">Whether the largest v so far replaces v.</typeparam>
    /// <typeparam name="TGradient">Whether the gradient has its own rate, as in Nadam.</typeparam>
    private protected readonly struct Rule<TMaximum, TGradient> : IKernel
        where TMaximum : struct, IChoice
        where TGradient : struct, IChoice
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void IKernel.Run<TNumber, TMath, TElements>(ref TElements at)
        {
            var gradient = at.Load(1);
            var mean = UpdateRule<TNumber, TMath>.Average(at.Load(2), gradient, at.Number(2), at.Number(3));
            mean = UpdateRule<TNumber, TMath>.Significant(mean);
            at.Store(2, mean);
            var variance = UpdateRule<TNumber, TMath>.Average(at.Load(3), TMath.Multiply(gradient, gradient), at.Number(4), at.Number(5));
            variance = UpdateRule<TNumber, TMath>.Significant(variance, at.Number(7));
            at.Store(3, variance);
            if (TMaximum.IsChosen)
            {
                variance = Extremes<TNumber, TMath>.Larger(at.Load(4), variance);
                at.Store(4, variance);
            }
            var step = TMath.Multiply(at.Number(0), mean);
            if (TGradient.IsChosen) step = TMath.MultiplyAdd(at.Number(1), gradient, step);
            var divisor = TMath.Add(TMath.Sqrt(variance), at.Number(6));
            at.Store(0, TMath.Subtract(at.Load(0), UpdateRule<TNumber, TMath>.Quotient(step, divisor)));
        }
    }

    /// <summary>Makes a step of <see cref="Rule{TMaximum, TGradient}"/>.</summary>
    private protected void Update<TMaximum, TGradient>(
        ITensorEngine engine, ReadOnlySpan<TensorBuffer> buffers, double meanRate, double gradientRate, double epsilon)
        where TMaximum : struct, IChoice
        where TGradient : struct, IChoice =>
        engine.Map<Rule<TMaximum, TGradient>>(
            buffers,
            [meanRate, gradientRate, Beta1, 1 - Beta1, Beta2, 1 - Beta2, epsilon, UpdateRule.NegligibleSquareBeside(epsilon)]);
}
