namespace ModelDsl;

/// <summary>What a window does at the edges of an image, or at the ends of a sequence.</summary>
public enum Padding
{
    /// <summary>It stays inside: a window of k pixels makes n pixels n − k + 1.</summary>
    Valid,

    /// <summary>Outside are zeros, as many as strides of 1 need for an output as large as the input; pools leave them out.</summary>
    Same,

    /// <summary>Zeros before the first step, so that a place sees no step after its own: <see cref="Conv1DAttribute"/> only.</summary>
    Causal,
}

/// <summary>A sum over windows, weighed by a kernel; then a bias and an activation.</summary>
public abstract class ConvolutionAttribute : LayerAttribute
{
    private protected ConvolutionAttribute(ActivationKind activation) => Activation = activation;

    /// <summary>Activation of the output.</summary>
    public ActivationKind Activation { get; }

    /// <summary>Name of the axis of the channels, so that it is kept apart from others: a word; none unless set.</summary>
    public string Axis { get; set; } = "";

    /// <summary>A function of your own instead of an activation, by its name: a static method from float to float, as in <c>Activate = nameof(Curves.Mish)</c>.</summary>
    public string? Activate { get; set; }

    /// <summary>Pixels from one window to the next, both ways; 1 unless set.</summary>
    public int Strides { get; set; } = 1;

    /// <summary>Pixels from one cell of the window to the next, both ways; 1 unless set. Keras: <c>dilation_rate</c>.</summary>
    public int Dilation { get; set; } = 1;

    /// <summary>What the window does at the edges; it stays inside unless set.</summary>
    public Padding Padding { get; set; }

    /// <summary>Whether a bias is added; true unless set.</summary>
    public bool UseBias { get; set; } = true;

    /// <summary>How the bias begins; zero unless set.</summary>
    public Initializer BiasInitializer { get; set; } = Initializer.Zeros;

    /// <summary>Adds <c>BiasL1 · Σ |Bias|</c> to the loss, with the derivative 0 at 0; finite, not negative, 0 for none. Keras: <c>bias_regularizer=L1(…)</c>.</summary>
    public double BiasL1 { get; set; }

    /// <summary>Adds <c>BiasL2 · Σ Bias²</c> to the loss; finite, not negative, 0 for none. Keras: <c>bias_regularizer=L2(…)</c>.</summary>
    public double BiasL2 { get; set; }
}

/// <summary>A convolution over images.</summary>
public abstract class Convolution2DAttribute : ConvolutionAttribute
{
    private protected Convolution2DAttribute(int kernelHeight, int kernelWidth, ActivationKind activation) : base(activation) =>
        (KernelHeight, KernelWidth) = (kernelHeight, kernelWidth);

    /// <summary>Height of the window.</summary>
    public int KernelHeight { get; }

    /// <summary>Width of the window.</summary>
    public int KernelWidth { get; }
}

/// <summary>
/// Looks for patterns: <c>[N, h, w, in] → [N, rows, columns, filters]</c>, in every window <c>activation(Σ pixels·Kernel + Bias)</c>.
/// Kernel <c>[height, width, in/groups, filters]</c>, Glorot uniform; bias <c>[filters]</c>, zero. Keras: <c>layers.Conv2D</c>.
/// </summary>
public sealed class Conv2DAttribute : Convolution2DAttribute
{
    /// <summary>A convolution with a square kernel.</summary>
    /// <param name="filters">Number of patterns, the channels of the output; positive.</param>
    /// <param name="kernelSize">Height and width of the window; positive.</param>
    /// <param name="activation">Applied elementwise (softmax: over the channels); linear unless given.</param>
    public Conv2DAttribute(int filters, int kernelSize, ActivationKind activation = ActivationKind.Linear)
        : base(kernelSize, kernelSize, activation) => Filters = filters;

    /// <summary>A convolution with a kernel that is no square.</summary>
    /// <param name="filters">Number of patterns, the channels of the output; positive.</param>
    /// <param name="kernelHeight">Height of the window; positive.</param>
    /// <param name="kernelWidth">Width of the window; positive.</param>
    /// <param name="activation">Applied elementwise (softmax: over the channels); linear unless given.</param>
    public Conv2DAttribute(int filters, int kernelHeight, int kernelWidth, ActivationKind activation = ActivationKind.Linear)
        : base(kernelHeight, kernelWidth, activation) => Filters = filters;

    /// <summary>Number of patterns.</summary>
    public int Filters { get; }

    /// <summary>
    /// Into how many groups channels and filters fall, in order: the filters of a group see its channels alone. It divides both; 1 unless set.
    /// </summary>
    public int Groups { get; set; } = 1;

    /// <summary>How the kernel begins; Glorot uniform unless set.</summary>
    public Initializer KernelInitializer { get; set; } = Initializer.GlorotUniform;

    /// <summary>Adds <c>KernelL1 · Σ |Kernel|</c> to the loss, with the derivative 0 at 0; finite, not negative, 0 for none. Keras: <c>kernel_regularizer=L1(…)</c>.</summary>
    public double KernelL1 { get; set; }

    /// <summary>Adds <c>KernelL2 · Σ Kernel²</c> to the loss; finite, not negative, 0 for none. Keras: <c>kernel_regularizer=L2(…)</c>.</summary>
    public double KernelL2 { get; set; }
}

/// <summary>Looks for patterns in images.</summary>
/// <param name="Kernel">Weights, <c>[height, width, inputs / groups, filters]</c>.</param>
/// <param name="Bias">Bias, <c>[filters]</c>; null where the layer has <c>UseBias = false</c>.</param>
public sealed record Conv2D(Tensor Kernel, Tensor? Bias) : Layer;

/// <summary>
/// Looks for patterns in sequences: <c>[N, steps, in] → [N, places, filters]</c>, in every window
/// <c>activation(Σ steps·Kernel + Bias)</c>. Kernel <c>[size, in/groups, filters]</c>, Glorot uniform; bias <c>[filters]</c>, zero.
/// Keras: <c>layers.Conv1D</c>.
/// </summary>
/// <param name="filters">Number of patterns, the channels of the output; positive.</param>
/// <param name="kernelSize">Steps of the window; positive.</param>
/// <param name="activation">Applied elementwise (softmax: over the channels); linear unless given.</param>
public sealed class Conv1DAttribute(int filters, int kernelSize, ActivationKind activation = ActivationKind.Linear)
    : ConvolutionAttribute(activation)
{
    /// <summary>Number of patterns.</summary>
    public int Filters { get; } = filters;

    /// <summary>Steps of the window.</summary>
    public int KernelSize { get; } = kernelSize;

    /// <inheritdoc cref="Conv2DAttribute.Groups"/>
    public int Groups { get; set; } = 1;

    /// <summary>How the kernel begins; Glorot uniform unless set.</summary>
    public Initializer KernelInitializer { get; set; } = Initializer.GlorotUniform;

    /// <summary>Adds <c>KernelL1 · Σ |Kernel|</c> to the loss, with the derivative 0 at 0; finite, not negative, 0 for none. Keras: <c>kernel_regularizer=L1(…)</c>.</summary>
    public double KernelL1 { get; set; }

    /// <summary>Adds <c>KernelL2 · Σ Kernel²</c> to the loss; finite, not negative, 0 for none. Keras: <c>kernel_regularizer=L2(…)</c>.</summary>
    public double KernelL2 { get; set; }
}

/// <summary>Looks for patterns in sequences.</summary>
/// <param name="Kernel">Weights, <c>[size, inputs / groups, filters]</c>.</param>
/// <param name="Bias">Bias, <c>[filters]</c>; null where the layer has <c>UseBias = false</c>.</param>
public sealed record Conv1D(Tensor Kernel, Tensor? Bias) : Layer;

/// <summary>
/// Looks for patterns in each channel by itself: <c>[N, h, w, in] → [N, rows, columns, in·multiplier]</c>. Kernel
/// <c>[height, width, in, multiplier]</c>, Glorot uniform; bias <c>[in·multiplier]</c>, zero. Keras: <c>layers.DepthwiseConv2D</c>.
/// </summary>
public sealed class DepthwiseConv2DAttribute : Convolution2DAttribute
{
    /// <summary>A convolution with a square kernel.</summary>
    /// <param name="kernelSize">Height and width of the window; positive.</param>
    /// <param name="activation">Applied elementwise (softmax: over the channels); linear unless given.</param>
    public DepthwiseConv2DAttribute(int kernelSize, ActivationKind activation = ActivationKind.Linear) : base(kernelSize, kernelSize, activation)
    {
    }

    /// <summary>A convolution with a kernel that is no square.</summary>
    /// <param name="kernelHeight">Height of the window; positive.</param>
    /// <param name="kernelWidth">Width of the window; positive.</param>
    /// <param name="activation">Applied elementwise (softmax: over the channels); linear unless given.</param>
    public DepthwiseConv2DAttribute(int kernelHeight, int kernelWidth, ActivationKind activation = ActivationKind.Linear)
        : base(kernelHeight, kernelWidth, activation)
    {
    }

    /// <summary>Patterns for each channel; 1 unless set. Those of the first channel come first.</summary>
    public int DepthMultiplier { get; set; } = 1;

    /// <summary>How the kernel begins; Glorot uniform unless set.</summary>
    public Initializer DepthwiseInitializer { get; set; } = Initializer.GlorotUniform;

    /// <summary>Adds <c>DepthwiseL1 · Σ |Kernel|</c> to the loss, with the derivative 0 at 0; finite, not negative, 0 for none. Keras: <c>depthwise_regularizer=L1(…)</c>.</summary>
    public double DepthwiseL1 { get; set; }

    /// <summary>Adds <c>DepthwiseL2 · Σ Kernel²</c> to the loss; finite, not negative, 0 for none. Keras: <c>depthwise_regularizer=L2(…)</c>.</summary>
    public double DepthwiseL2 { get; set; }
}

/// <summary>Looks for patterns in each channel by itself.</summary>
/// <param name="Kernel">Weights, <c>[height, width, inputs, multiplier]</c>.</param>
/// <param name="Bias">Bias, <c>[inputs·multiplier]</c>; null where the layer has <c>UseBias = false</c>.</param>
public sealed record DepthwiseConv2D(Tensor Kernel, Tensor? Bias) : Layer;

/// <summary>
/// Looks for patterns in each channel, and mixes them pixel by pixel: <c>[N, h, w, in] → [N, rows, columns, filters]</c>. Kernels
/// <c>[height, width, in, multiplier]</c> and <c>[1, 1, in·multiplier, filters]</c>, Glorot uniform; bias <c>[filters]</c>, zero. Keras:
/// <c>layers.SeparableConv2D</c>.
/// </summary>
public sealed class SeparableConv2DAttribute : Convolution2DAttribute
{
    /// <summary>A convolution with a square kernel.</summary>
    /// <param name="filters">The channels of the output; positive.</param>
    /// <param name="kernelSize">Height and width of the window; positive.</param>
    /// <param name="activation">Applied elementwise (softmax: over the channels); linear unless given.</param>
    public SeparableConv2DAttribute(int filters, int kernelSize, ActivationKind activation = ActivationKind.Linear)
        : base(kernelSize, kernelSize, activation) => Filters = filters;

    /// <summary>A convolution with a kernel that is no square.</summary>
    /// <param name="filters">The channels of the output; positive.</param>
    /// <param name="kernelHeight">Height of the window; positive.</param>
    /// <param name="kernelWidth">Width of the window; positive.</param>
    /// <param name="activation">Applied elementwise (softmax: over the channels); linear unless given.</param>
    public SeparableConv2DAttribute(int filters, int kernelHeight, int kernelWidth, ActivationKind activation = ActivationKind.Linear)
        : base(kernelHeight, kernelWidth, activation) => Filters = filters;

    /// <summary>The channels of the output.</summary>
    public int Filters { get; }

    /// <inheritdoc cref="DepthwiseConv2DAttribute.DepthMultiplier"/>
    public int DepthMultiplier { get; set; } = 1;

    /// <summary>How the depthwise kernel begins; Glorot uniform unless set.</summary>
    public Initializer DepthwiseInitializer { get; set; } = Initializer.GlorotUniform;

    /// <summary>Adds <c>DepthwiseL1 · Σ |DepthwiseKernel|</c> to the loss, with the derivative 0 at 0; finite, not negative, 0 for none. Keras: <c>depthwise_regularizer=L1(…)</c>.</summary>
    public double DepthwiseL1 { get; set; }

    /// <summary>Adds <c>DepthwiseL2 · Σ DepthwiseKernel²</c> to the loss; finite, not negative, 0 for none. Keras: <c>depthwise_regularizer=L2(…)</c>.</summary>
    public double DepthwiseL2 { get; set; }

    /// <summary>How the pointwise kernel begins; Glorot uniform unless set.</summary>
    public Initializer PointwiseInitializer { get; set; } = Initializer.GlorotUniform;

    /// <summary>Adds <c>PointwiseL1 · Σ |PointwiseKernel|</c> to the loss, with the derivative 0 at 0; finite, not negative, 0 for none. Keras: <c>pointwise_regularizer=L1(…)</c>.</summary>
    public double PointwiseL1 { get; set; }

    /// <summary>Adds <c>PointwiseL2 · Σ PointwiseKernel²</c> to the loss; finite, not negative, 0 for none. Keras: <c>pointwise_regularizer=L2(…)</c>.</summary>
    public double PointwiseL2 { get; set; }
}

/// <summary>Looks for patterns in each channel, and mixes them pixel by pixel.</summary>
/// <param name="DepthwiseKernel">Weights of each channel, <c>[height, width, inputs, multiplier]</c>.</param>
/// <param name="PointwiseKernel">Weights of the mixture, <c>[1, 1, inputs·multiplier, filters]</c>.</param>
/// <param name="Bias">Bias, <c>[filters]</c>; null where the layer has <c>UseBias = false</c>.</param>
public sealed record SeparableConv2D(Tensor DepthwiseKernel, Tensor PointwiseKernel, Tensor? Bias) : Layer;

/// <summary>
/// Paints patterns: the way back of a convolution, <c>[N, h, w, in] → [N, rows, columns, filters]</c>. Each pixel adds its multiple of
/// the kernel to its window in the output. Kernel <c>[height, width, filters, in]</c>, Glorot uniform; bias <c>[filters]</c>, zero. Keras:
/// <c>layers.Conv2DTranspose</c>.
/// </summary>
/// <remarks>
/// <c>rows = strides·h</c> with <see cref="Padding.Same"/>, else <c>strides·h + max(reach − strides, 0)</c>, where the window reaches over
/// <c>(size − 1)·dilation + 1</c> pixels.
/// </remarks>
public sealed class Conv2DTransposeAttribute : Convolution2DAttribute
{
    /// <summary>A convolution with a square kernel.</summary>
    /// <param name="filters">The channels of the output; positive.</param>
    /// <param name="kernelSize">Height and width of the window; positive.</param>
    /// <param name="activation">Applied elementwise (softmax: over the channels); linear unless given.</param>
    public Conv2DTransposeAttribute(int filters, int kernelSize, ActivationKind activation = ActivationKind.Linear)
        : base(kernelSize, kernelSize, activation) => Filters = filters;

    /// <summary>A convolution with a kernel that is no square.</summary>
    /// <param name="filters">The channels of the output; positive.</param>
    /// <param name="kernelHeight">Height of the window; positive.</param>
    /// <param name="kernelWidth">Width of the window; positive.</param>
    /// <param name="activation">Applied elementwise (softmax: over the channels); linear unless given.</param>
    public Conv2DTransposeAttribute(int filters, int kernelHeight, int kernelWidth, ActivationKind activation = ActivationKind.Linear)
        : base(kernelHeight, kernelWidth, activation) => Filters = filters;

    /// <summary>The channels of the output.</summary>
    public int Filters { get; }

    /// <summary>
    /// Rows and columns that the output has beyond <c>(h − 1)·strides + reach</c>, or, with <see cref="Padding.Same"/>, beyond
    /// <c>(h − 1)·strides + reach mod 2</c>; at least 0 and less than the strides. Unless set, the size is that of the remarks.
    /// </summary>
    public int OutputPadding { get; set; }

    /// <summary>How the kernel begins; Glorot uniform unless set.</summary>
    public Initializer KernelInitializer { get; set; } = Initializer.GlorotUniform;

    /// <summary>Adds <c>KernelL1 · Σ |Kernel|</c> to the loss, with the derivative 0 at 0; finite, not negative, 0 for none. Keras: <c>kernel_regularizer=L1(…)</c>.</summary>
    public double KernelL1 { get; set; }

    /// <summary>Adds <c>KernelL2 · Σ Kernel²</c> to the loss; finite, not negative, 0 for none. Keras: <c>kernel_regularizer=L2(…)</c>.</summary>
    public double KernelL2 { get; set; }
}

/// <summary>Paints patterns into a larger image.</summary>
/// <param name="Kernel">Weights, <c>[height, width, filters, inputs]</c>.</param>
/// <param name="Bias">Bias, <c>[filters]</c>; null where the layer has <c>UseBias = false</c>.</param>
public sealed record Conv2DTranspose(Tensor Kernel, Tensor? Bias) : Layer;
