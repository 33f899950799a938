namespace ModelDsl.Engines;

/// <summary>What engines and generated code must agree on about activations.</summary>
public static class Activations
{
    /// <summary>Keras 3's slope of leaky ReLU below zero.</summary>
    public const double LeakySlope = 0.2;

    /// <summary>SELU's scale. Klambauer et al., Self-Normalizing Neural Networks, 2017.</summary>
    public const double SeluScale = 1.0507009873554804934193349852946;

    /// <summary>SELU's α.</summary>
    public const double SeluAlpha = 1.6732632423543772848170429916717;

    /// <summary>
    /// Whether the derivative is computed from the output, so that the input need not be kept. The generator's activation table says the
    /// same; a test compares them.
    /// </summary>
    public static bool DerivativeFromOutput(ActivationKind activation) => activation switch
    {
        ActivationKind.Softsign or ActivationKind.Silu or ActivationKind.HardSigmoid or ActivationKind.Softplus => false,
        _ => true,
    };
}
