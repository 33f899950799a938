using ModelDsl.Engines;

namespace ModelDsl;

/// <content>
/// The functions of tensors, of one number: what an <see cref="ElementwiseAttribute"/> function is written with. Computed in double precision and rounded. Within a function that is compiled
/// they are what the generator differentiates.
/// </content>
public static partial class Functions
{
    /// <summary>eˣ</summary>
    public static float Exp(float x) => MathF.Exp(x);

    /// <summary>The natural logarithm.</summary>
    public static float Log(float x) => MathF.Log(x);

    /// <summary>√x</summary>
    public static float Sqrt(float x) => MathF.Sqrt(x);

    /// <summary>x²</summary>
    public static float Square(float x) => x * x;

    /// <summary>|x|; its derivative at 0 is 0.</summary>
    public static float Abs(float x) => MathF.Abs(x);

    /// <summary>−1, 0 or 1; what is not a number stays so. Its derivative is 0.</summary>
    public static float Sign(float x) => x > 0 ? 1 : x < 0 ? -1 : x;

    /// <summary><c>max(least, min(x, most))</c>; the derivative is 1 at a bound, 0 beyond.</summary>
    public static float Clip(float x, float least, float most) => x < least ? least : x > most ? most : x;

    /// <summary>The larger of both; where they are equal the gradient goes to a.</summary>
    public static float Maximum(float a, float b) => MathF.Max(a, b);

    /// <summary>The smaller of both; where they are equal the gradient goes to a.</summary>
    public static float Minimum(float a, float b) => MathF.Min(a, b);

    /// <inheritdoc cref="ActivationKind.Relu"/>
    public static float Relu(float x) => Activated(ActivationKind.Relu, x);

    /// <inheritdoc cref="ActivationKind.Sigmoid"/>
    public static float Sigmoid(float x) => Activated(ActivationKind.Sigmoid, x);

    /// <inheritdoc cref="ActivationKind.Tanh"/>
    public static float Tanh(float x) => Activated(ActivationKind.Tanh, x);

    /// <inheritdoc cref="ActivationKind.LeakyRelu"/>
    public static float LeakyRelu(float x) => Activated(ActivationKind.LeakyRelu, x);

    /// <inheritdoc cref="ActivationKind.Relu6"/>
    public static float Relu6(float x) => Activated(ActivationKind.Relu6, x);

    /// <inheritdoc cref="ActivationKind.Elu"/>
    public static float Elu(float x) => Activated(ActivationKind.Elu, x);

    /// <inheritdoc cref="ActivationKind.Selu"/>
    public static float Selu(float x) => Activated(ActivationKind.Selu, x);

    /// <inheritdoc cref="ActivationKind.Softplus"/>
    public static float Softplus(float x) => Activated(ActivationKind.Softplus, x);

    /// <inheritdoc cref="ActivationKind.Softsign"/>
    public static float Softsign(float x) => Activated(ActivationKind.Softsign, x);

    /// <inheritdoc cref="ActivationKind.Silu"/>
    public static float Silu(float x) => Activated(ActivationKind.Silu, x);

    /// <inheritdoc cref="ActivationKind.HardSigmoid"/>
    public static float HardSigmoid(float x) => Activated(ActivationKind.HardSigmoid, x);

    /// <inheritdoc cref="ActivationKind.Celu"/>
    public static float Celu(float x) => Activated(ActivationKind.Celu, x);

    /// <inheritdoc cref="ActivationKind.Gelu"/>
    public static float Gelu(float x) => Activated(ActivationKind.Gelu, x);

    /// <inheritdoc cref="ActivationKind.GeluTanh"/>
    public static float GeluTanh(float x) => Activated(ActivationKind.GeluTanh, x);

    /// <inheritdoc cref="ActivationKind.Mish"/>
    public static float Mish(float x) => Activated(ActivationKind.Mish, x);

    /// <inheritdoc cref="ActivationKind.HardSilu"/>
    public static float HardSilu(float x) => Activated(ActivationKind.HardSilu, x);

    /// <inheritdoc cref="ActivationKind.HardTanh"/>
    public static float HardTanh(float x) => Activated(ActivationKind.HardTanh, x);

    /// <inheritdoc cref="ActivationKind.TanhShrink"/>
    public static float TanhShrink(float x) => Activated(ActivationKind.TanhShrink, x);

    /// <inheritdoc cref="ActivationKind.SoftShrink"/>
    public static float SoftShrink(float x) => Activated(ActivationKind.SoftShrink, x);

    /// <inheritdoc cref="ActivationKind.HardShrink"/>
    public static float HardShrink(float x) => Activated(ActivationKind.HardShrink, x);

    /// <inheritdoc cref="ActivationKind.Squareplus"/>
    public static float Squareplus(float x) => Activated(ActivationKind.Squareplus, x);

    /// <inheritdoc cref="ActivationKind.LogSigmoid"/>
    public static float LogSigmoid(float x) => Activated(ActivationKind.LogSigmoid, x);

    /// <inheritdoc cref="ActivationKind.SparsePlus"/>
    public static float SparsePlus(float x) => Activated(ActivationKind.SparsePlus, x);

    /// <inheritdoc cref="ActivationKind.SparseSigmoid"/>
    public static float SparseSigmoid(float x) => Activated(ActivationKind.SparseSigmoid, x);

    private static float Activated(ActivationKind activation, float x) => (float)ReferenceActivations.Value(activation, x);
}
