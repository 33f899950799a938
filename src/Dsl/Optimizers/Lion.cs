using System.Runtime.CompilerServices;
using LanguageExt;
using ModelDsl.Engines;
using ModelDsl.Optimizers;

namespace ModelDsl;

/// <summary>
/// Makes steps of equal size in the direction of the gradients' average. Keras: <c>Lion</c>; Chen et al., 2023.
/// <c>w −= lr·sign(β₁·m + (1 − β₁)·g)</c>, then <c>m = β₂·m + (1 − β₂)·g</c>.
/// </summary>
[JsonConverter(typeof(TextJson))]
public sealed record Lion : Optimizer
{
    /// <summary>Creates Lion with Keras's defaults.</summary>
    /// <param name="LearningRate">A number or a schedule; 0.001 by default.</param>
    /// <param name="Beta1">The share of the old average in the direction of a step, in [0, 1).</param>
    /// <param name="Beta2">The share of the old average that is kept, in [0, 1).</param>
    public Lion(LearningRate? LearningRate = null, double Beta1 = 0.9, double Beta2 = 0.99) : base(LearningRate ?? 0.001) =>
        (this.Beta1, this.Beta2) = (Beta1, Beta2);

    /// <summary>β₁: the share of the old average in the direction of a step, in [0, 1).</summary>
    public double Beta1 { get; init; }

    /// <summary>β₂: the share of the old average that is kept, in [0, 1).</summary>
    public double Beta2 { get; init; }

    /// <inheritdoc/>
    protected internal override Seq<OptimizerSlot> Memory => Prelude.Seq1(new OptimizerSlot("momentum"));

    /// <inheritdoc/>
    protected override IEnumerable<string> FormulaFaults() => [.. UnlessFraction("Beta1", Beta1), .. UnlessFraction("Beta2", Beta2)];

    /// <inheritdoc/>
    public override void Update(
        ITensorEngine engine, TensorBuffer parameters, TensorBuffer gradient, ReadOnlySpan<TensorBuffer> memory, double learningRate,
        long step) =>
        engine.Map<Rule>([parameters, gradient, memory[0]], [learningRate, Beta1, 1 - Beta1, Beta2, 1 - Beta2]);

    private readonly struct Rule : IKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void IKernel.Run<TNumber, TMath, TElements>(ref TElements at)
        {
            var (rate, gradient, mean) = (at.Number(0), at.Load(1), at.Load(2));
            var direction = UpdateRule<TNumber, TMath>.Average(mean, gradient, at.Number(1), at.Number(2));
            var zero = TMath.Number(0);
            // 0 and NaN do not change.
            var step = TMath.Less(zero, direction, rate, TMath.Less(direction, zero, TMath.Negate(rate), direction));
            at.Store(0, TMath.Subtract(at.Load(0), step));
            mean = UpdateRule<TNumber, TMath>.Average(mean, gradient, at.Number(3), at.Number(4));
            at.Store(2, UpdateRule<TNumber, TMath>.Significant(mean));
        }
    }
}
