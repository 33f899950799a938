namespace ModelDsl;

/// <summary>
/// A fully connected layer over the last axis: <c>[N, …, in] → [N, …, units]</c>, <c>activation(x·Kernel + Bias)</c>. Kernel
/// <c>[in, units]</c>, Glorot uniform; bias <c>[units]</c>, zero. Keras: <c>layers.Dense</c>.
/// </summary>
/// <param name="units">Width of the output; positive.</param>
/// <param name="activation">Applied elementwise (softmax: over the last axis); linear by default.</param>
public sealed class DenseAttribute(int units, ActivationKind activation = ActivationKind.Linear) : LayerAttribute
{
    /// <summary>Width of the output.</summary>
    public int Units { get; } = units;

    /// <summary>Activation of the output.</summary>
    public ActivationKind Activation { get; } = activation;

    /// <summary>Name of the unit axis, which distinguishes it from other axes: a word; none by default.</summary>
    public string Axis { get; set; } = "";

    /// <summary>
    /// Name of your own function, used instead of an activation: a static method from float to float, preferably marked
    /// <see cref="ElementwiseAttribute"/>, as in <c>Activate = nameof(Curves.Mish)</c>.
    /// </summary>
    public string? Activate { get; set; }

    /// <summary>Whether a bias is added; true by default.</summary>
    public bool UseBias { get; set; } = true;

    /// <summary>The initializer of the kernel; Glorot uniform by default.</summary>
    public Initializer KernelInitializer { get; set; } = Initializer.GlorotUniform;

    /// <summary>The initializer of the bias; zeros by default.</summary>
    public Initializer BiasInitializer { get; set; } = Initializer.Zeros;

    /// <summary>
    /// Adds <c>KernelL1 · Σ |Kernel|</c> to the loss, with derivative 0 at 0; finite, not negative, 0 for none. Keras:
    /// <c>kernel_regularizer=L1(…)</c>.
    /// </summary>
    public double KernelL1 { get; set; }

    /// <summary>
    /// Adds <c>KernelL2 · Σ Kernel²</c> to the loss; finite, not negative, 0 for none. Keras: <c>kernel_regularizer=L2(…)</c>.
    /// </summary>
    public double KernelL2 { get; set; }

    /// <summary>
    /// Adds <c>BiasL1 · Σ |Bias|</c> to the loss, with derivative 0 at 0; finite, not negative, 0 for none. Keras:
    /// <c>bias_regularizer=L1(…)</c>.
    /// </summary>
    public double BiasL1 { get; set; }

    /// <summary>Adds <c>BiasL2 · Σ Bias²</c> to the loss; finite, not negative, 0 for none. Keras: <c>bias_regularizer=L2(…)</c>.</summary>
    public double BiasL2 { get; set; }
}

/// <summary>A fully connected layer.</summary>
/// <param name="Kernel">Weights, <c>[inputs, units]</c>.</param>
/// <param name="Bias">Bias, <c>[units]</c>; null if the layer has <c>UseBias = false</c>.</param>
public sealed record Dense(Tensor Kernel, Tensor? Bias) : Layer;
