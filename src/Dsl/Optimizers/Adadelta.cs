using LanguageExt;
using ModelDsl.Engines;

namespace ModelDsl;

/// <summary>
/// Divides the gradient by the root of the moving average of its square, and multiplies by that of its own steps. Keras: <c>Adadelta</c>;
/// Zeiler, 2012. <c>a = ρ·a + (1 − ρ)·g²</c>, <c>d = g·√(s + ε)/√(a + ε)</c>, <c>s = ρ·s + (1 − ρ)·d²</c> and <c>w −= lr·d</c>. PyTorch's
/// formula is the same.
/// </summary>
[JsonConverter(typeof(TextJson))]
public sealed record Adadelta : Optimizer
{
    private static readonly Seq<OptimizerSlot> Averages =
        Prelude.Seq(new OptimizerSlot("accumulated_grad"), new OptimizerSlot("accumulated_delta_var"));

    /// <summary>Adadelta with Keras's defaults; the paper's learning rate is 1.</summary>
    /// <param name="LearningRate">A number or a schedule; 0.001 when left out.</param>
    /// <param name="Rho">How much of the old averages is kept, in [0, 1).</param>
    /// <param name="Epsilon">What keeps the roots from zero, and starts the first step; above 0.</param>
    public Adadelta(LearningRate? LearningRate = null, double Rho = 0.95, double Epsilon = 1e-7) : base(LearningRate ?? 0.001) =>
        (this.Rho, this.Epsilon) = (Rho, Epsilon);

    /// <summary>How much of the old averages is kept, in [0, 1).</summary>
    public double Rho { get; init; }

    /// <summary>What keeps the roots from zero; above 0.</summary>
    public double Epsilon { get; init; }

    /// <inheritdoc/>
    protected internal override Seq<OptimizerSlot> Memory => Averages;

    /// <inheritdoc/>
    protected override IEnumerable<string> FormulaFaults() => [.. UnlessFraction("Rho", Rho), .. UnlessPositive("Epsilon", Epsilon, "1e-7")];

    /// <inheritdoc/>
    public override void Update(
        ITensorEngine engine, TensorBuffer parameters, TensorBuffer gradient, ReadOnlySpan<TensorBuffer> memory, double learningRate,
        long step) =>
        engine.Adadelta(parameters, gradient, memory[0], memory[1], learningRate, Rho, Epsilon);
}
