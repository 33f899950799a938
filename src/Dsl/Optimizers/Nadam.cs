using ModelDsl.Engines;
using ModelDsl.Optimizers;

namespace ModelDsl;

/// <summary>
/// Adam with look-ahead, like Nesterov's momentum. Keras: <c>Nadam</c>; Dozat, 2016. With the momenta <c>μₜ = β₁·(1 − 0.5·0.96ᵗ)</c> and
/// their product Π up to t: <c>m̂ = μₜ₊₁·m/(1 − Π·μₜ₊₁) + (1 − μₜ)·g/(1 − Π)</c>, <c>v̂ = v/(1 − β₂ᵗ)</c> and <c>w −= lr·m̂/(√v̂ + ε)</c>;
/// m and v are Adam's. PyTorch's momenta are <c>β₁·(1 − 0.5·0.96^(0.004·t))</c>.
/// </summary>
[JsonConverter(typeof(TextJson))]
public sealed record Nadam : AdaptiveMoments
{
    private const double MomentumDecay = 0.96;
    private const double PyTorchExponent = 0.004;

    /// <summary>Below this value a product of momenta does not change a sum with 1.</summary>
    private const double Negligible = 1e-18;

    /// <summary>Creates Nadam with Keras's defaults.</summary>
    /// <param name="LearningRate">A number or a schedule; 0.001 by default.</param>
    /// <param name="Beta1">The limit of the momenta, and the share of the old average of gradients that is kept; in [0, 1).</param>
    /// <param name="Beta2">The share of the old average of their squares that is kept, in [0, 1).</param>
    /// <param name="Epsilon">A small number that keeps the divisor from zero; above 0.</param>
    public Nadam(LearningRate? LearningRate = null, double Beta1 = 0.9, double Beta2 = 0.999, double Epsilon = 1e-7)
        : base(LearningRate ?? 0.001, Beta1, Beta2, Epsilon)
    {
    }

    /// <inheritdoc/>
    public override void Update(
        ITensorEngine engine, TensorBuffer parameters, TensorBuffer gradient, ReadOnlySpan<TensorBuffer> memory, double learningRate,
        long step)
    {
        var (root, product) = (RootCorrection(step), Product(step + 1));
        var (now, next) = (Momentum(step + 1), Momentum(step + 2));
        var meanRate = learningRate * root * next / (1 - product * next);
        var gradientRate = learningRate * root * (1 - now) / (1 - product);
        Update<No, Yes>(engine, [parameters, gradient, memory[0], memory[1]], meanRate, gradientRate, Epsilon * root);
    }

    private double Momentum(long t) => Beta1 * (1 - 0.5 * Math.Pow(MomentumDecay, Formula == Formula.PyTorch ? PyTorchExponent * t : t));

    /// <summary>Returns the product of the first momenta. It is computed again each time, so only the step must be remembered.</summary>
    private double Product(long count)
    {
        var product = 1.0;
        for (var t = 1L; t <= count && product > Negligible; t++) product *= Momentum(t);
        return product;
    }
}
