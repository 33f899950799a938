using System.Runtime.CompilerServices;
using LanguageExt;
using ModelDsl.Engines;
using ModelDsl.Optimizers;

namespace ModelDsl;

/// <summary>
/// Divides the gradient by the root of the moving average of its square. Then it multiplies by the root of the moving average of its own
/// squared steps. Keras: <c>Adadelta</c>; Zeiler, 2012. <c>a = ρ·a + (1 − ρ)·g²</c>, <c>d = g·√(s + ε)/√(a + ε)</c>,
/// <c>s = ρ·s + (1 − ρ)·d²</c> and <c>w −= lr·d</c>. PyTorch's formula is the same.
/// </summary>
[JsonConverter(typeof(TextJson))]
public sealed record Adadelta : Optimizer
{
    private static readonly Seq<OptimizerSlot> Averages =
        Prelude.Seq(new OptimizerSlot("accumulated_grad"), new OptimizerSlot("accumulated_delta_var"));

    /// <summary>Creates Adadelta with Keras's defaults; the paper's learning rate is 1.</summary>
    /// <param name="LearningRate">A number or a schedule; 0.001 by default.</param>
    /// <param name="Rho">The share of the old averages that is kept, in [0, 1).</param>
    /// <param name="Epsilon">A small number that keeps the roots from zero and starts the first step; above 0.</param>
    public Adadelta(LearningRate? LearningRate = null, double Rho = 0.95, double Epsilon = 1e-7) : base(LearningRate ?? 0.001) =>
        (this.Rho, this.Epsilon) = (Rho, Epsilon);

    /// <summary>The share of the old averages that is kept, in [0, 1).</summary>
    public double Rho { get; init; }

    /// <summary>A small number that keeps the roots from zero; above 0.</summary>
    public double Epsilon { get; init; }

    /// <inheritdoc/>
    protected internal override Seq<OptimizerSlot> Memory => Averages;

    /// <inheritdoc/>
    protected override IEnumerable<string> FormulaFaults() => [.. UnlessFraction("Rho", Rho), .. UnlessPositive("Epsilon", Epsilon, "1e-7")];

    /// <inheritdoc/>
    public override void Update(
        ITensorEngine engine, TensorBuffer parameters, TensorBuffer gradient, ReadOnlySpan<TensorBuffer> memory, double learningRate,
        long step) =>
        engine.Map<Rule>(
            [parameters, gradient, memory[0], memory[1]], [learningRate, Rho, 1 - Rho, Epsilon, UpdateRule.NegligibleBeside(Epsilon)]);

    private readonly struct Rule : IKernel
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void IKernel.Run<TNumber, TMath, TElements>(ref TElements at)
        {
            var (rate, decay, fresh, epsilon, negligible) = (at.Number(0), at.Number(1), at.Number(2), at.Number(3), at.Number(4));
            var (gradient, steps) = (at.Load(1), at.Load(3));
            var slopes = UpdateRule<TNumber, TMath>.Average(at.Load(2), TMath.Multiply(gradient, gradient), decay, fresh);
            slopes = UpdateRule<TNumber, TMath>.Significant(slopes, negligible);
            at.Store(2, slopes);
            var step = UpdateRule<TNumber, TMath>.Quotient(
                TMath.Multiply(gradient, TMath.Sqrt(TMath.Add(steps, epsilon))), TMath.Sqrt(TMath.Add(slopes, epsilon)));
            steps = UpdateRule<TNumber, TMath>.Average(steps, TMath.Multiply(step, step), decay, fresh);
            at.Store(3, UpdateRule<TNumber, TMath>.Significant(steps, negligible));
            at.Store(0, TMath.Subtract(at.Load(0), TMath.Multiply(rate, step)));
        }
    }
}
