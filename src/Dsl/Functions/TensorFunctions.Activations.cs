namespace ModelDsl;

/// <content>The elementwise activations, as pipes take them: <c>x | m.Hidden | Relu</c>.</content>
public static partial class Functions
{
    /// <inheritdoc cref="ActivationKind.Relu"/>
    public static Tensor Relu(Tensor x) => Activated(ActivationKind.Relu, x);

    /// <inheritdoc cref="ActivationKind.Sigmoid"/>
    public static Tensor Sigmoid(Tensor x) => Activated(ActivationKind.Sigmoid, x);

    /// <inheritdoc cref="ActivationKind.Tanh"/>
    public static Tensor Tanh(Tensor x) => Activated(ActivationKind.Tanh, x);

    /// <inheritdoc cref="ActivationKind.LeakyRelu"/>
    public static Tensor LeakyRelu(Tensor x) => Activated(ActivationKind.LeakyRelu, x);

    /// <inheritdoc cref="ActivationKind.Relu6"/>
    public static Tensor Relu6(Tensor x) => Activated(ActivationKind.Relu6, x);

    /// <inheritdoc cref="ActivationKind.Elu"/>
    public static Tensor Elu(Tensor x) => Activated(ActivationKind.Elu, x);

    /// <inheritdoc cref="ActivationKind.Selu"/>
    public static Tensor Selu(Tensor x) => Activated(ActivationKind.Selu, x);

    /// <inheritdoc cref="ActivationKind.Softplus"/>
    public static Tensor Softplus(Tensor x) => Activated(ActivationKind.Softplus, x);

    /// <inheritdoc cref="ActivationKind.Softsign"/>
    public static Tensor Softsign(Tensor x) => Activated(ActivationKind.Softsign, x);

    /// <inheritdoc cref="ActivationKind.Silu"/>
    public static Tensor Silu(Tensor x) => Activated(ActivationKind.Silu, x);

    /// <inheritdoc cref="ActivationKind.HardSigmoid"/>
    public static Tensor HardSigmoid(Tensor x) => Activated(ActivationKind.HardSigmoid, x);

    /// <inheritdoc cref="ActivationKind.Celu"/>
    public static Tensor Celu(Tensor x) => Activated(ActivationKind.Celu, x);

    /// <inheritdoc cref="ActivationKind.Gelu"/>
    public static Tensor Gelu(Tensor x) => Activated(ActivationKind.Gelu, x);

    /// <inheritdoc cref="ActivationKind.GeluTanh"/>
    public static Tensor GeluTanh(Tensor x) => Activated(ActivationKind.GeluTanh, x);

    /// <inheritdoc cref="ActivationKind.Mish"/>
    public static Tensor Mish(Tensor x) => Activated(ActivationKind.Mish, x);

    /// <inheritdoc cref="ActivationKind.HardSilu"/>
    public static Tensor HardSilu(Tensor x) => Activated(ActivationKind.HardSilu, x);

    /// <inheritdoc cref="ActivationKind.HardTanh"/>
    public static Tensor HardTanh(Tensor x) => Activated(ActivationKind.HardTanh, x);

    /// <inheritdoc cref="ActivationKind.TanhShrink"/>
    public static Tensor TanhShrink(Tensor x) => Activated(ActivationKind.TanhShrink, x);

    /// <inheritdoc cref="ActivationKind.SoftShrink"/>
    public static Tensor SoftShrink(Tensor x) => Activated(ActivationKind.SoftShrink, x);

    /// <inheritdoc cref="ActivationKind.HardShrink"/>
    public static Tensor HardShrink(Tensor x) => Activated(ActivationKind.HardShrink, x);

    /// <inheritdoc cref="ActivationKind.Squareplus"/>
    public static Tensor Squareplus(Tensor x) => Activated(ActivationKind.Squareplus, x);

    /// <inheritdoc cref="ActivationKind.LogSigmoid"/>
    public static Tensor LogSigmoid(Tensor x) => Activated(ActivationKind.LogSigmoid, x);

    /// <inheritdoc cref="ActivationKind.SparsePlus"/>
    public static Tensor SparsePlus(Tensor x) => Activated(ActivationKind.SparsePlus, x);

    /// <inheritdoc cref="ActivationKind.SparseSigmoid"/>
    public static Tensor SparseSigmoid(Tensor x) => Activated(ActivationKind.SparseSigmoid, x);

    private static Tensor Activated(ActivationKind activation, Tensor x) => Each(x, (engine, from, to) => engine.Activate(activation, from, to));
}
