using LanguageExt;
using ModelDsl.Engines;

namespace ModelDsl;

/// <summary>
/// Divides the gradient by the root of a moving average of its square. Keras: <c>RMSprop</c>; Hinton, 2012.
/// <c>v = ρ·v + (1 − ρ)·g²</c> and <c>w −= lr·g/√(v + ε)</c>. Centered, the square of a moving average of the gradient is taken off v;
/// with momentum the steps themselves are averaged. PyTorch's formula is <c>w −= lr·g/(√v + ε)</c>, and the learning rate scales the
/// averaged steps.
/// </summary>
[JsonConverter(typeof(TextJson))]
public sealed record RmsProp : Optimizer
{
    /// <summary>RMSprop with Keras's defaults.</summary>
    /// <param name="LearningRate">A number or a schedule; 0.001 when left out.</param>
    /// <param name="Rho">How much of the old average is kept, in [0, 1).</param>
    /// <param name="Momentum">How much of the last step is kept, in [0, 1).</param>
    /// <param name="Epsilon">What keeps the root from zero; above 0.</param>
    /// <param name="Centered">Whether the gradient is scaled by its variance instead of its mean square.</param>
    public RmsProp(LearningRate? LearningRate = null, double Rho = 0.9, double Momentum = 0, double Epsilon = 1e-7, bool Centered = false)
        : base(LearningRate ?? 0.001) =>
        (this.Rho, this.Momentum, this.Epsilon, this.Centered) = (Rho, Momentum, Epsilon, Centered);

    /// <summary>How much of the old average is kept, in [0, 1).</summary>
    public double Rho { get; init; }

    /// <summary>How much of the last step is kept, in [0, 1).</summary>
    public double Momentum { get; init; }

    /// <summary>What keeps the root from zero; above 0.</summary>
    public double Epsilon { get; init; }

    /// <summary>Whether the gradient is scaled by its variance instead of its mean square.</summary>
    public bool Centered { get; init; }

    /// <summary>Whether ε is added under the root and momentum keeps scaled steps (Keras), or neither (PyTorch).</summary>
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
        var momentum = Momentum != 0 ? memory[1] : null;
        var average = Centered ? memory[^1] : null;
        engine.RmsProp(parameters, gradient, memory[0], momentum, average, learningRate, Rho, Momentum, Epsilon, Formula);
    }
}
