using System.Runtime.CompilerServices;
using LanguageExt;
using ModelDsl.Engines;
using ModelDsl.Optimizers;

namespace ModelDsl;

/// <summary>
/// Adam with the largest gradient instead of the root of a mean square. Keras: <c>Adamax</c>; Kingma and Ba, 2015.
/// <c>m = β₁·m + (1 − β₁)·g</c>, <c>u = max(β₂·u, |g|)</c> and <c>w −= lr/(1 − β₁ᵗ)·m/(u + ε)</c>. PyTorch: <c>u = max(β₂·u, |g| + ε)</c>
/// and <c>w −= lr/(1 − β₁ᵗ)·m/u</c>.
/// </summary>
[JsonConverter(typeof(TextJson))]
public sealed record Adamax : AdaptiveMoments
{
    /// <summary>Creates Adamax with Keras's defaults.</summary>
    /// <param name="LearningRate">A number or a schedule; 0.001 by default.</param>
    /// <param name="Beta1">The share of the old average of gradients that is kept, in [0, 1).</param>
    /// <param name="Beta2">The share of the old largest gradient that is kept, in [0, 1).</param>
    /// <param name="Epsilon">A small number that keeps the divisor from zero; above 0.</param>
    public Adamax(LearningRate? LearningRate = null, double Beta1 = 0.9, double Beta2 = 0.999, double Epsilon = 1e-7)
        : base(LearningRate ?? 0.001, Beta1, Beta2, Epsilon)
    {
    }

    /// <inheritdoc/>
    protected internal override Seq<OptimizerSlot> Memory => Prelude.Seq(new OptimizerSlot("momentum"), new OptimizerSlot("norm"));

    /// <inheritdoc/>
    public override void Update(
        ITensorEngine engine, TensorBuffer parameters, TensorBuffer gradient, ReadOnlySpan<TensorBuffer> memory, double learningRate,
        long step)
    {
        var rate = learningRate / (1 - Math.Pow(Beta1, step + 1));
        ReadOnlySpan<TensorBuffer> buffers = [parameters, gradient, memory[0], memory[1]];
        ReadOnlySpan<double> numbers = [rate, Beta1, 1 - Beta1, Beta2, Epsilon, UpdateRule.NegligibleBeside(Epsilon)];
        if (Formula == Formula.Keras) engine.Map<Rule<Yes>>(buffers, numbers);
        else engine.Map<Rule<No>>(buffers, numbers);
    }

    private readonly struct Rule<TKeras> : IKernel where TKeras : struct, IChoice
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void IKernel.Run<TNumber, TMath, TElements>(ref TElements at)
        {
            var (gradient, epsilon) = (at.Load(1), at.Number(4));
            var mean = UpdateRule<TNumber, TMath>.Average(at.Load(2), gradient, at.Number(1), at.Number(2));
            mean = UpdateRule<TNumber, TMath>.Significant(mean);
            at.Store(2, mean);
            var size = TKeras.IsChosen ? TMath.Abs(gradient) : TMath.Add(TMath.Abs(gradient), epsilon);
            var largest = Extremes<TNumber, TMath>.Larger(TMath.Multiply(at.Number(3), at.Load(3)), size);
            largest = UpdateRule<TNumber, TMath>.Significant(largest, at.Number(5));
            at.Store(3, largest);
            var divisor = TKeras.IsChosen ? TMath.Add(largest, epsilon) : largest;
            at.Store(0, TMath.Subtract(at.Load(0), UpdateRule<TNumber, TMath>.Quotient(TMath.Multiply(at.Number(0), mean), divisor)));
        }
    }
}
