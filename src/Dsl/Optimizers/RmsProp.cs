using System.Runtime.CompilerServices;
using LanguageExt;
using ModelDsl.Engines;
using ModelDsl.Optimizers;

namespace ModelDsl;

/// <summary>
/// Divides the gradient by the root of a moving average of its square. Keras: <c>RMSprop</c>; Hinton, 2012. <c>v = ρ·v + (1 − ρ)·g²</c> and
/// <c>w −= lr·g/√(v + ε)</c>. If it is centered, the square of a moving average of the gradient is subtracted from v. With momentum the
/// steps themselves are averaged. PyTorch's formula is <c>w −= lr·g/(√v + ε)</c>, and the learning rate scales the averaged steps.
/// </summary>
[JsonConverter(typeof(TextJson))]
public sealed record RmsProp : Optimizer
{
    /// <summary>Creates RMSprop with Keras's defaults.</summary>
    /// <param name="LearningRate">A number or a schedule; 0.001 by default.</param>
    /// <param name="Rho">The share of the old average that is kept, in [0, 1).</param>
    /// <param name="Momentum">The share of the last step that is kept, in [0, 1).</param>
    /// <param name="Epsilon">A small number that keeps the root from zero; above 0.</param>
    /// <param name="Centered">Whether the gradient is scaled by its variance instead of its mean square.</param>
    public RmsProp(LearningRate? LearningRate = null, double Rho = 0.9, double Momentum = 0, double Epsilon = 1e-7, bool Centered = false)
        : base(LearningRate ?? 0.001) =>
        (this.Rho, this.Momentum, this.Epsilon, this.Centered) = (Rho, Momentum, Epsilon, Centered);

    /// <summary>The share of the old average that is kept, in [0, 1).</summary>
    public double Rho { get; init; }

    /// <summary>The share of the last step that is kept, in [0, 1).</summary>
    public double Momentum { get; init; }

    /// <summary>A small number that keeps the root from zero; above 0.</summary>
    public double Epsilon { get; init; }

    /// <summary>Whether the gradient is scaled by its variance instead of its mean square.</summary>
    public bool Centered { get; init; }

    /// <summary>The formula. Keras adds ε inside the root, and its momentum keeps scaled steps; PyTorch does neither.</summary>
    public Formula Formula { get; init; }

    /// <inheritdoc/>
    protected internal override Seq<OptimizerSlot> Memory
    {
        get
        {
            var slots = Prelude.Seq1(new OptimizerSlot("velocity"));
            if (Momentum != 0) slots = slots.Add(new OptimizerSlot("momentum"));
            if (Centered) slots = slots.Add(new OptimizerSlot("average_gradient"));
            return slots;
        }
    }

    /// <inheritdoc/>
    protected override IEnumerable<string> FormulaFaults() =>
    [
        .. UnlessFraction("Rho", Rho), .. UnlessFraction("Momentum", Momentum), .. UnlessPositive("Epsilon", Epsilon, "1e-7"),
        .. UnlessFormula(Formula),
    ];

    /// <inheritdoc/>
    public override void Update(
        ITensorEngine engine, TensorBuffer parameters, TensorBuffer gradient, ReadOnlySpan<TensorBuffer> memory, double learningRate,
        long step)
    {
        if (Formula == Formula.Keras) Update<Yes>(engine, parameters, gradient, memory, learningRate);
        else Update<No>(engine, parameters, gradient, memory, learningRate);
    }

    private void Update<TKeras>(
        ITensorEngine engine, TensorBuffer parameters, TensorBuffer gradient, ReadOnlySpan<TensorBuffer> memory, double learningRate)
        where TKeras : struct, IChoice
    {
        var negligible = TKeras.IsChosen ? UpdateRule.NegligibleBeside(Epsilon) : UpdateRule.NegligibleSquareBeside(Epsilon);
        ReadOnlySpan<double> numbers = [learningRate, Rho, 1 - Rho, Epsilon, negligible, Momentum];
        switch (Momentum != 0, Centered)
        {
            case (false, false): engine.Map<Rule<TKeras, No, No>>([parameters, gradient, memory[0]], numbers); break;
            case (true, false): engine.Map<Rule<TKeras, Yes, No>>([parameters, gradient, memory[0], memory[1]], numbers); break;
            case (false, true): engine.Map<Rule<TKeras, No, Yes>>([parameters, gradient, memory[0], memory[1]], numbers); break;
            default: engine.Map<Rule<TKeras, Yes, Yes>>([parameters, gradient, memory[0], memory[1], memory[2]], numbers); break;
        }
    }

    private readonly struct Rule<TKeras, TMomentum, TCentered> : IKernel
        where TKeras : struct, IChoice
        where TMomentum : struct, IChoice
        where TCentered : struct, IChoice
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void IKernel.Run<TNumber, TMath, TElements>(ref TElements at)
        {
            var (rate, decay, fresh, epsilon) = (at.Number(0), at.Number(1), at.Number(2), at.Number(3));
            var gradient = at.Load(1);
            var variance = UpdateRule<TNumber, TMath>.Average(at.Load(2), TMath.Multiply(gradient, gradient), decay, fresh);
            variance = UpdateRule<TNumber, TMath>.Significant(variance, at.Number(4));
            at.Store(2, variance);
            if (TCentered.IsChosen)
            {
                var average = TMomentum.IsChosen ? 4 : 3;
                var mean = UpdateRule<TNumber, TMath>.Average(at.Load(average), gradient, decay, fresh);
                mean = UpdateRule<TNumber, TMath>.Significant(mean);
                at.Store(average, mean);
                // Rounding may make a variance negative.
                var difference = TMath.Subtract(variance, TMath.Multiply(mean, mean));
                variance = TMath.Less(difference, TMath.Number(0), TMath.Number(0), difference);
            }
            var step = TKeras.IsChosen
                ? TMath.Multiply(TMath.Multiply(rate, gradient), TMath.ReciprocalSqrt(TMath.Add(variance, epsilon)))
                : UpdateRule<TNumber, TMath>.Quotient(gradient, TMath.Add(TMath.Sqrt(variance), epsilon));
            if (TMomentum.IsChosen)
            {
                step = UpdateRule<TNumber, TMath>.Significant(TMath.MultiplyAdd(at.Number(5), at.Load(3), step));
                at.Store(3, step);
            }
            at.Store(0, TMath.Subtract(at.Load(0), TKeras.IsChosen ? step : TMath.Multiply(rate, step)));
        }
    }
}
