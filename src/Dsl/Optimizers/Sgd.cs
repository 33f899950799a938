using System.Runtime.CompilerServices;
using LanguageExt;
using ModelDsl.Engines;
using ModelDsl.Optimizers;

namespace ModelDsl;

/// <summary>
/// Gradient descent, with optional momentum. Keras: <c>SGD</c>. Without momentum <c>w −= lr·g</c>. With momentum
/// <c>v = momentum·v − lr·g</c> and <c>w += v</c>, or, with Nesterov's look-ahead, <c>w += momentum·v − lr·g</c>. PyTorch's momentum holds
/// gradients, <c>v = momentum·v + g</c> and <c>w −= lr·v</c>; the result differs if the learning rate changes.
/// </summary>
[JsonConverter(typeof(TextJson))]
public sealed record Sgd : Optimizer
{
    private static readonly Seq<OptimizerSlot> MomentumSlot = Prelude.Seq1(new OptimizerSlot("momentum"));

    /// <summary>Creates gradient descent with Keras's defaults.</summary>
    /// <param name="LearningRate">A number or a schedule; 0.01 by default.</param>
    /// <param name="Momentum">The share of the last step that is kept, in [0, 1).</param>
    /// <param name="Nesterov">Whether momentum looks ahead; without momentum it changes nothing.</param>
    public Sgd(LearningRate? LearningRate = null, double Momentum = 0, bool Nesterov = false) : base(LearningRate ?? 0.01) =>
        (this.Momentum, this.Nesterov) = (Momentum, Nesterov);

    /// <summary>The share of the last step that is kept, in [0, 1).</summary>
    public double Momentum { get; init; }

    /// <summary>Whether momentum looks ahead.</summary>
    public bool Nesterov { get; init; }

    /// <summary>Whether momentum keeps steps (Keras) or gradients (PyTorch).</summary>
    public Formula Formula { get; init; }

    /// <inheritdoc/>
    protected internal override Seq<OptimizerSlot> Memory => Momentum == 0 ? Seq<OptimizerSlot>.Empty : MomentumSlot;

    /// <inheritdoc/>
    protected override IEnumerable<string> FormulaFaults() => [.. UnlessFraction("Momentum", Momentum), .. UnlessFormula(Formula)];

    /// <inheritdoc/>
    public override void Update(
        ITensorEngine engine, TensorBuffer parameters, TensorBuffer gradient, ReadOnlySpan<TensorBuffer> memory, double learningRate,
        long step)
    {
        if (memory.IsEmpty)
        {
            engine.AddScaled(parameters, gradient, -learningRate, parameters);
            return;
        }
        ReadOnlySpan<TensorBuffer> buffers = [parameters, gradient, memory[0]];
        switch (Formula, Nesterov)
        {
            case (Formula.Keras, false): engine.Map<KerasRule<No>>(buffers, [-learningRate, Momentum]); break;
            case (Formula.Keras, true): engine.Map<KerasRule<Yes>>(buffers, [-learningRate, Momentum]); break;
            case (_, false): engine.Map<PyTorchRule<No>>(buffers, [-learningRate, Momentum]); break;
            default: engine.Map<PyTorchRule<Yes>>(buffers, [-learningRate, Momentum]); break;
        }
    }

    /// <summary>The rule whose velocity holds steps: the learning rate has already scaled them.</summary>
    private readonly struct KerasRule<TNesterov> : IKernel where TNesterov : struct, IChoice
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void IKernel.Run<TNumber, TMath, TElements>(ref TElements at)
        {
            var (descent, momentum) = (TMath.Multiply(at.Number(0), at.Load(1)), at.Number(1));
            var step = UpdateRule<TNumber, TMath>.Significant(TMath.MultiplyAdd(momentum, at.Load(2), descent));
            at.Store(2, step);
            if (TNesterov.IsChosen) step = TMath.MultiplyAdd(momentum, step, descent);
            at.Store(0, TMath.Add(at.Load(0), step));
        }
    }

    /// <summary>The rule whose velocity holds gradients: the learning rate scales them later.</summary>
    private readonly struct PyTorchRule<TNesterov> : IKernel where TNesterov : struct, IChoice
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void IKernel.Run<TNumber, TMath, TElements>(ref TElements at)
        {
            var (descent, momentum, gradient) = (at.Number(0), at.Number(1), at.Load(1));
            var velocity = UpdateRule<TNumber, TMath>.Significant(TMath.MultiplyAdd(momentum, at.Load(2), gradient));
            at.Store(2, velocity);
            if (TNesterov.IsChosen) velocity = TMath.MultiplyAdd(momentum, velocity, gradient);
            at.Store(0, TMath.MultiplyAdd(descent, velocity, at.Load(0)));
        }
    }
}
