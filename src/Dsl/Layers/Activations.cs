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

    /// <summary>Keras 3's λ of the shrinking activations.</summary>
    public const double Shrinkage = 0.5;

    /// <summary>The cubic term's factor in the tanh form of GELU. Hendrycks and Gimpel, 2016.</summary>
    public const double GeluCubic = 0.044715;

    /// <summary>√(2/π)</summary>
    public const double GeluScale = 0.79788456080286535587989211986876;

    /// <summary>
    /// Whether the derivative is computed from the output, so that the input need not be kept. The generator's activation table says the
    /// same; a test compares them.
    /// </summary>
    public static bool DerivativeFromOutput(ActivationKind activation) => activation switch
    {
        ActivationKind.Softsign or ActivationKind.Silu or ActivationKind.HardSigmoid or ActivationKind.Softplus
            or ActivationKind.Gelu or ActivationKind.GeluTanh or ActivationKind.Mish or ActivationKind.HardSilu
            or ActivationKind.TanhShrink or ActivationKind.LogSigmoid or ActivationKind.SparsePlus or ActivationKind.Glu => false,
        _ => true,
    };
}
