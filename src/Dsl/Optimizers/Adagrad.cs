using System.Runtime.CompilerServices;
using LanguageExt;
using ModelDsl.Engines;
using ModelDsl.Optimizers;

namespace ModelDsl;

/// <summary>
/// Divides the gradient by the root of the sum of all its squares. Keras: <c>Adagrad</c>; Duchi, Hazan and Singer, 2011.
/// <c>a = a + g²</c> and <c>w −= lr·g/√(a + ε)</c>; PyTorch's formula is <c>w −= lr·g/(√a + ε)</c>.
/// </summary>
[JsonConverter(typeof(TextJson))]
public sealed record Adagrad : Optimizer
{
    /// <summary>Creates Adagrad with Keras's defaults.</summary>
    /// <param name="LearningRate">A number or a schedule; 0.001 by default.</param>
    /// <param name="InitialAccumulator">The sum before the first step; finite and not negative. PyTorch's default is 0.</param>
    /// <param name="Epsilon">A small number that keeps the root from zero; above 0.</param>
    public Adagrad(LearningRate? LearningRate = null, double InitialAccumulator = 0.1, double Epsilon = 1e-7)
        : base(LearningRate ?? 0.001) =>
        (this.InitialAccumulator, this.Epsilon) = (InitialAccumulator, Epsilon);

    /// <summary>The sum of squares before the first step; finite and not negative.</summary>
    public double InitialAccumulator { get; init; }

    /// <summary>A small number that keeps the root from zero; above 0.</summary>
    public double Epsilon { get; init; }

    /// <summary>Whether ε is added inside the root (Keras) or outside it (PyTorch).</summary>
    public Formula Formula { get; init; }

    /// <inheritdoc/>
    protected internal override Seq<OptimizerSlot> Memory => Prelude.Seq1(new OptimizerSlot("accumulator", InitialAccumulator));

    /// <inheritdoc/>
    protected override IEnumerable<string> FormulaFaults() =>
    [
        .. UnlessNotNegative("InitialAccumulator", InitialAccumulator, "0.1"), .. UnlessPositive("Epsilon", Epsilon, "1e-7"),
        .. UnlessFormula(Formula),
    ];

    /// <inheritdoc/>
    public override void Update(
        ITensorEngine engine, TensorBuffer parameters, TensorBuffer gradient, ReadOnlySpan<TensorBuffer> memory, double learningRate,
        long step)
    {
        if (Formula == Formula.Keras) engine.Map<Rule<Yes>>([parameters, gradient, memory[0]], [learningRate, Epsilon]);
        else engine.Map<Rule<No>>([parameters, gradient, memory[0]], [learningRate, Epsilon]);
    }

    private readonly struct Rule<TKeras> : IKernel where TKeras : struct, IChoice
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void IKernel.Run<TNumber, TMath, TElements>(ref TElements at)
        {
            var (rate, epsilon, gradient) = (at.Number(0), at.Number(1), at.Load(1));
            var sum = TMath.MultiplyAdd(gradient, gradient, at.Load(2));
            at.Store(2, sum);
            var root = TKeras.IsChosen ? TMath.Sqrt(TMath.Add(sum, epsilon)) : TMath.Add(TMath.Sqrt(sum), epsilon);
            at.Store(0, TMath.Subtract(at.Load(0), UpdateRule<TNumber, TMath>.Quotient(TMath.Multiply(rate, gradient), root)));
        }
    }
}
