using LanguageExt;
using ModelDsl.Engines;
using ModelDsl.Optimizers;

namespace ModelDsl;

/// <summary>
/// Adam's formula. <c>m = β₁·m + (1 − β₁)·g</c>, <c>v = β₂·v + (1 − β₂)·g²</c>, <c>α = lr·√(1 − β₂ᵗ)/(1 − β₁ᵗ)</c> and
/// <c>w −= α·m/(√v + ε)</c>, with t = 1 at the first step. PyTorch adds ε to <c>√(v/(1 − β₂ᵗ))</c>. AMSGrad (Reddi, Kale and Kumar, 2018)
/// divides by the largest v so far.
/// </summary>
[JsonConverter(typeof(TextJson))]
public abstract record AdamRule : AdaptiveMoments
{
    private protected AdamRule(LearningRate learningRate, double beta1, double beta2, double epsilon, bool amsgrad)
        : base(learningRate, beta1, beta2, epsilon) =>
        Amsgrad = amsgrad;

    /// <summary>Whether the largest v so far replaces v.</summary>
    public bool Amsgrad { get; init; }

    /// <inheritdoc/>
    protected internal sealed override Seq<OptimizerSlot> Memory =>
        Amsgrad ? base.Memory.Add(new OptimizerSlot("velocity_hat")) : base.Memory;

    /// <inheritdoc/>
    public sealed override void Update(
        ITensorEngine engine, TensorBuffer parameters, TensorBuffer gradient, ReadOnlySpan<TensorBuffer> memory, double learningRate,
        long step)
    {
        var root = RootCorrection(step);
        var rate = learningRate * root / (1 - Math.Pow(Beta1, step + 1));
        var epsilon = Formula == Formula.PyTorch ? Epsilon * root : Epsilon;
        if (Amsgrad) Update<Yes, No>(engine, [parameters, gradient, memory[0], memory[1], memory[2]], rate, 0, epsilon);
        else Update<No, No>(engine, [parameters, gradient, memory[0], memory[1]], rate, 0, epsilon);
    }
}
