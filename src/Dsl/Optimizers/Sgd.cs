using LanguageExt;
using ModelDsl.Engines;

namespace ModelDsl;

/// <summary>
/// Gradient descent, with momentum on request. Keras: <c>SGD</c>. Without momentum <c>w −= lr·g</c>; with it <c>v = momentum·v − lr·g</c>
/// and <c>w += v</c>, or, with Nesterov's look-ahead, <c>w += momentum·v − lr·g</c>. PyTorch's momentum holds
/// gradients, <c>v = momentum·v + g</c> and <c>w −= lr·v</c>, which differs where the learning rate changes.
/// </summary>
[JsonConverter(typeof(TextJson))]
public sealed record Sgd : Optimizer
{
    private static readonly Seq<OptimizerSlot> MomentumSlot = Prelude.Seq1(new OptimizerSlot("momentum"));

    /// <summary>Gradient descent with Keras's defaults.</summary>
    /// <param name="LearningRate">A number or a schedule; 0.01 when left out.</param>
    /// <param name="Momentum">How much of the last step is kept, in [0, 1).</param>
    /// <param name="Nesterov">Whether momentum looks ahead; without momentum it changes nothing.</param>
    public Sgd(LearningRate? LearningRate = null, double Momentum = 0, bool Nesterov = false) : base(LearningRate ?? 0.01) =>
        (this.Momentum, this.Nesterov) = (Momentum, Nesterov);

    /// <summary>How much of the last step is kept, in [0, 1).</summary>
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
        long step) =>
        engine.Sgd(parameters, gradient, memory.IsEmpty ? null : memory[0], learningRate, Momentum, Nesterov, Formula);
}
