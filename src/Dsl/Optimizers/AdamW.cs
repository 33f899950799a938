namespace ModelDsl;

/// <summary>
/// <see cref="Adam"/> with decoupled weight decay: before the step <c>w −= lr·WeightDecay·w</c>. Keras: <c>AdamW</c>; Loshchilov and
/// Hutter, 2019.
/// </summary>
[JsonConverter(typeof(TextJson))]
public sealed record AdamW : AdamRule
{
    /// <summary>Creates AdamW with Keras's defaults.</summary>
    /// <param name="LearningRate">A number or a schedule; 0.001 by default.</param>
    /// <param name="WeightDecay">The strength of the decay of weights; finite and not negative.</param>
    /// <param name="Beta1">The share of the old average of gradients that is kept, in [0, 1).</param>
    /// <param name="Beta2">The share of the old average of their squares that is kept, in [0, 1).</param>
    /// <param name="Epsilon">A small number that keeps the divisor from zero; above 0.</param>
    /// <param name="Amsgrad">Whether the largest average of squares so far replaces the average.</param>
    public AdamW(
        LearningRate? LearningRate = null, double WeightDecay = 0.004, double Beta1 = 0.9, double Beta2 = 0.999, double Epsilon = 1e-7,
        bool Amsgrad = false) : base(LearningRate ?? 0.001, Beta1, Beta2, Epsilon, Amsgrad) =>
        this.WeightDecay = WeightDecay;
}
