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

    /// <summary><c>x</c> where positive, else <c>α·(eˣᐟᵅ − 1)</c> with Keras 3's α = 1. Barron, 2017.</summary>
    Celu,

    /// <summary><c>x·Φ(x)</c> with the normal distribution's Φ: Keras 3's default form. Hendrycks and Gimpel, 2016.</summary>
    Gelu,

    /// <summary><c>x/2·(1 + tanh(√(2/π)·(x + 0.044715·x³)))</c>: Keras 3's <c>gelu(approximate=True)</c>.</summary>
    GeluTanh,

    /// <summary><c>x·tanh(log(1 + eˣ))</c>. Misra, 2019.</summary>
    Mish,

    /// <summary><c>x·min(max(x + 3, 0), 6) / 6</c>; derivative 0 at −3 and 1 at 3.</summary>
    HardSilu,

    /// <summary><c>min(max(x, −1), 1)</c>; derivative 0 at −1 and at 1.</summary>
    HardTanh,

    /// <summary><c>x − tanh x</c></summary>
    TanhShrink,

    /// <summary><c>x − 0.5</c> above 0.5, <c>x + 0.5</c> below −0.5, else 0; derivative 0 at −0.5 and at 0.5.</summary>
    SoftShrink,

    /// <summary><c>x</c> where |x| is above 0.5, else 0; derivative 0 at −0.5 and at 0.5.</summary>
    HardShrink,

    /// <summary><c>(x + √(x² + 4)) / 2</c>. Barron, 2021.</summary>
    Squareplus,

    /// <summary><c>−log(1 + e⁻ˣ)</c>, stable for large |x|.</summary>
    LogSigmoid,

    /// <summary>0 up to −1, <c>(x + 1)² / 4</c> up to 1, <c>x</c> above.</summary>
    SparsePlus,

    /// <summary><c>min(max((x + 1) / 2, 0), 1)</c>; derivative 0 at −1 and at 1.</summary>
    SparseSigmoid,

    /// <summary><c>x − log Σ eˣ</c> over the last axis: the logarithm of softmax, finite for logits of any finite size.</summary>
    LogSoftmax,

    /// <summary>
    /// <c>a·sigmoid(b)</c>, where a and b are the halves of the last axis: it gives half as many numbers as it takes. Dauphin et al., 2016.
    /// </summary>
    Glu,

    /// <summary><c>x</c> above a threshold, else one value, with numbers of its own: both 0 unless set; derivative 0 at the threshold.</summary>
    Threshold,

    /// <summary>
    /// <c>max(x − τ, 0)</c> with the τ that makes the sum over the last axis 1: probabilities of which many are 0. Martins and Astudillo, 2016.
    /// </summary>
    Sparsemax,
}
