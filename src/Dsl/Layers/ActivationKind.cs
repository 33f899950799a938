namespace ModelDsl;

/// <summary>The activation functions, with Keras 3's formulas. In attributes they are written <c>Activation.Relu</c>.</summary>
public enum ActivationKind
{
    /// <summary><c>x</c></summary>
    Linear,

    /// <summary><c>max(x, 0)</c>; derivative 0 at 0.</summary>
    Relu,

    /// <summary><c>1 / (1 + e⁻ˣ)</c></summary>
    Sigmoid,

    /// <summary><c>tanh x</c></summary>
    Tanh,

    /// <summary><c>eˣ / Σ eˣ</c> over the last axis.</summary>
    Softmax,

    /// <summary><c>x</c> where positive, else <c>0.2·x</c> (Keras 3's slope); derivative 0.2 at 0.</summary>
    LeakyRelu,

    /// <summary><c>min(max(x, 0), 6)</c>; derivative 0 at 0 and at 6.</summary>
    Relu6,

    /// <summary><c>x</c> where positive, else <c>eˣ − 1</c>.</summary>
    Elu,

    /// <summary><c>1.05070099·elu(x, α = 1.67326324)</c>. Klambauer et al., 2017.</summary>
    Selu,

    /// <summary><c>log(1 + eˣ)</c>, stable for large |x|.</summary>
    Softplus,

    /// <summary><c>x / (1 + |x|)</c></summary>
    Softsign,

    /// <summary><c>eˣ</c></summary>
    Exponential,

    /// <summary><c>x·sigmoid(x)</c>, also called swish.</summary>
    Silu,

    /// <summary><c>min(max(x + 3, 0), 6) / 6</c>; derivative 0 where branches meet.</summary>
    HardSigmoid,
}
