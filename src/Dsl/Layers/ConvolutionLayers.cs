namespace ModelDsl;

/// <summary>The treatment of a window at the edges of an image, or at the ends of a sequence.</summary>
public enum Padding
{
    /// <summary>The window stays inside: a window of k pixels turns n pixels into n − k + 1.</summary>
    Valid,

    /// <summary>
    /// Zeros are added at the edges, so that n pixels become ⌈n/strides⌉; the end gets one more if their number is odd. Pools ignore them.
    /// </summary>
    Same,

    /// <summary>
    /// Zeros are added before the first step, so that no position sees a later step. For convolutions over sequences, but not for a
    /// transposed one.
    /// </summary>
    Causal,
}

/// <summary>A sum over windows, weighted by a kernel; then a bias and an activation.</summary>
public abstract class ConvolutionAttribute : LayerAttribute
{
    private protected ConvolutionAttribute(ActivationKind activation) => Activation = activation;

    /// <summary>Activation of the output.</summary>
    public ActivationKind Activation { get; }

    /// <summary>Name of the channel axis, which distinguishes it from other axes: a word; none by default.</summary>
    public string Axis { get; set; } = "";

    /// <summary>
    /// Name of your own function, used instead of an activation: a static method from float to float, as in
    /// <c>Activate = nameof(Curves.Mish)</c>.
    /// </summary>
    public string? Activate { get; set; }

    /// <summary>Pixels from one window to the next, in both directions; 1 by default.</summary>
    public int Strides { get; set; } = 1;

    /// <summary>Pixels from one cell of the window to the next, in both directions; 1 by default. Keras: <c>dilation_rate</c>.</summary>
    public int Dilation { get; set; } = 1;

    /// <summary>The treatment of the window at the edges; by default it stays inside.</summary>
    public Padding Padding { get; set; }

    /// <summary>
    /// Rows and columns outside the image that windows may cover, in place of <see cref="Padding"/>: <c>[top, bottom, left, right]</c>,
    /// <c>[height, width]</c>, or one number for all edges; for a sequence <c>[before, after]</c> or one number. They hold zeros. A
    /// <see cref="Conv2DTransposeAttribute"/> or <see cref="Conv1DTransposeAttribute"/> cuts them off its output.
    /// PyTorch: <c>padding</c>; ONNX: <c>pads</c>, in another order.
    /// </summary>
    public int[]? Pads { get; set; }

    /// <summary>Whether a bias is added; true by default.</summary>
    public bool UseBias { get; set; } = true;

    /// <summary>The initializer of the bias; zeros by default.</summary>
    public Initializer BiasInitializer { get; set; } = Initializer.Zeros;

    /// <summary>
    /// Adds <c>BiasL1 · Σ |Bias|</c> to the loss, with derivative 0 at 0; finite, not negative, 0 for none. Keras:
    /// <c>bias_regularizer=L1(…)</c>.
    /// </summary>
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

    /// <summary>
    /// Rows from one window to the next, if it differs from the columns; by default <see cref="ConvolutionAttribute.Strides"/> decides.
    /// </summary>
    public int StrideHeight { get; set; }

    /// <summary>
    /// Columns from one window to the next, if it differs from the rows; by default <see cref="ConvolutionAttribute.Strides"/> decides.
    /// </summary>
    public int StrideWidth { get; set; }
}

/// <summary>
/// Finds patterns in images: <c>[N, h, w, in] → [N, rows, columns, filters]</c>, with <c>activation(Σ pixels·Kernel + Bias)</c> for every
/// window. Kernel <c>[height, width, in/groups, filters]</c>, Glorot uniform; bias <c>[filters]</c>, zero. Keras: <c>layers.Conv2D</c>.
/// </summary>
public sealed class Conv2DAttribute : Convolution2DAttribute
{
    /// <summary>Creates a convolution with a square kernel.</summary>
    /// <param name="filters">Number of patterns, the channels of the output; positive.</param>
    /// <param name="kernelSize">Height and width of the window; positive.</param>
    /// <param name="activation">Applied elementwise (softmax: over the channels); linear by default.</param>
    public Conv2DAttribute(int filters, int kernelSize, ActivationKind activation = ActivationKind.Linear)
        : base(kernelSize, kernelSize, activation) => Filters = filters;

    /// <summary>Creates a convolution with a rectangular kernel.</summary>
    /// <param name="filters">Number of patterns, the channels of the output; positive.</param>
    /// <param name="kernelHeight">Height of the window; positive.</param>
    /// <param name="kernelWidth">Width of the window; positive.</param>
    /// <param name="activation">Applied elementwise (softmax: over the channels); linear by default.</param>
    public Conv2DAttribute(int filters, int kernelHeight, int kernelWidth, ActivationKind activation = ActivationKind.Linear)
        : base(kernelHeight, kernelWidth, activation) => Filters = filters;

    /// <summary>Number of patterns.</summary>
    public int Filters { get; }

    /// <summary>
    /// Number of groups into which channels and filters are divided, in order: the filters of a group see only its channels. It divides
    /// both numbers; 1 by default.
    /// </summary>
    public int Groups { get; set; } = 1;

    /// <summary>The initializer of the kernel; Glorot uniform by default.</summary>
    public Initializer KernelInitializer { get; set; } = Initializer.GlorotUniform;

    /// <summary>
    /// Adds <c>KernelL1 · Σ |Kernel|</c> to the loss, with derivative 0 at 0; finite, not negative, 0 for none. Keras:
    /// <c>kernel_regularizer=L1(…)</c>.
    /// </summary>
    public double KernelL1 { get; set; }

    /// <summary>
    /// Adds <c>KernelL2 · Σ Kernel²</c> to the loss; finite, not negative, 0 for none. Keras: <c>kernel_regularizer=L2(…)</c>.
    /// </summary>
    public double KernelL2 { get; set; }
}

/// <summary>Finds patterns in images.</summary>
/// <param name="Kernel">Weights, <c>[height, width, inputs / groups, filters]</c>.</param>
/// <param name="Bias">Bias, <c>[filters]</c>; null if the layer has <c>UseBias = false</c>.</param>
public sealed record Conv2D(Tensor Kernel, Tensor? Bias) : Layer;

/// <summary>
/// Finds patterns in each channel separately: <c>[N, h, w, in] → [N, rows, columns, in·multiplier]</c>. Kernel
/// <c>[height, width, in, multiplier]</c>, Glorot uniform; bias <c>[in·multiplier]</c>, zero. Keras: <c>layers.DepthwiseConv2D</c>.
/// </summary>
public sealed class DepthwiseConv2DAttribute : Convolution2DAttribute
{
    /// <summary>Creates a convolution with a square kernel.</summary>
    /// <param name="kernelSize">Height and width of the window; positive.</param>
    /// <param name="activation">Applied elementwise (softmax: over the channels); linear by default.</param>
    public DepthwiseConv2DAttribute(
        int kernelSize, ActivationKind activation = ActivationKind.Linear) : base(kernelSize, kernelSize, activation)
    {
    }

    /// <summary>Creates a convolution with a rectangular kernel.</summary>
    /// <param name="kernelHeight">Height of the window; positive.</param>
    /// <param name="kernelWidth">Width of the window; positive.</param>
    /// <param name="activation">Applied elementwise (softmax: over the channels); linear by default.</param>
    public DepthwiseConv2DAttribute(int kernelHeight, int kernelWidth, ActivationKind activation = ActivationKind.Linear)
        : base(kernelHeight, kernelWidth, activation)
    {
    }

    /// <summary>Number of patterns for each channel; 1 by default. The output begins with those of the first channel.</summary>
    public int DepthMultiplier { get; set; } = 1;

    /// <summary>The initializer of the kernel; Glorot uniform by default.</summary>
    public Initializer DepthwiseInitializer { get; set; } = Initializer.GlorotUniform;

    /// <summary>
    /// Adds <c>DepthwiseL1 · Σ |Kernel|</c> to the loss, with derivative 0 at 0; finite, not negative, 0 for none. Keras:
    /// <c>depthwise_regularizer=L1(…)</c>.
    /// </summary>
    public double DepthwiseL1 { get; set; }

    /// <summary>
    /// Adds <c>DepthwiseL2 · Σ Kernel²</c> to the loss; finite, not negative, 0 for none. Keras: <c>depthwise_regularizer=L2(…)</c>.
    /// </summary>
    public double DepthwiseL2 { get; set; }
}

/// <summary>Finds patterns in each channel separately.</summary>
/// <param name="Kernel">Weights, <c>[height, width, inputs, multiplier]</c>.</param>
/// <param name="Bias">Bias, <c>[inputs·multiplier]</c>; null if the layer has <c>UseBias = false</c>.</param>
public sealed record DepthwiseConv2D(Tensor Kernel, Tensor? Bias) : Layer;

/// <summary>
/// Finds patterns in each channel separately, and mixes them at each pixel: <c>[N, h, w, in] → [N, rows, columns, filters]</c>. Kernels
/// <c>[height, width, in, multiplier]</c> and <c>[1, 1, in·multiplier, filters]</c>, Glorot uniform; bias <c>[filters]</c>, zero. Keras:
/// <c>layers.SeparableConv2D</c>.
/// </summary>
public sealed class SeparableConv2DAttribute : Convolution2DAttribute
{
    /// <summary>Creates a convolution with a square kernel.</summary>
    /// <param name="filters">Number of output channels; positive.</param>
    /// <param name="kernelSize">Height and width of the window; positive.</param>
    /// <param name="activation">Applied elementwise (softmax: over the channels); linear by default.</param>
    public SeparableConv2DAttribute(int filters, int kernelSize, ActivationKind activation = ActivationKind.Linear)
        : base(kernelSize, kernelSize, activation) => Filters = filters;

    /// <summary>Creates a convolution with a rectangular kernel.</summary>
    /// <param name="filters">Number of output channels; positive.</param>
    /// <param name="kernelHeight">Height of the window; positive.</param>
    /// <param name="kernelWidth">Width of the window; positive.</param>
    /// <param name="activation">Applied elementwise (softmax: over the channels); linear by default.</param>
    public SeparableConv2DAttribute(int filters, int kernelHeight, int kernelWidth, ActivationKind activation = ActivationKind.Linear)
        : base(kernelHeight, kernelWidth, activation) => Filters = filters;

    /// <summary>Number of output channels.</summary>
    public int Filters { get; }

    /// <inheritdoc cref="DepthwiseConv2DAttribute.DepthMultiplier"/>
    public int DepthMultiplier { get; set; } = 1;

    /// <summary>The initializer of the depthwise kernel; Glorot uniform by default.</summary>
    public Initializer DepthwiseInitializer { get; set; } = Initializer.GlorotUniform;

    /// <summary>
    /// Adds <c>DepthwiseL1 · Σ |DepthwiseKernel|</c> to the loss, with derivative 0 at 0; finite, not negative, 0 for none. Keras:
    /// <c>depthwise_regularizer=L1(…)</c>.
    /// </summary>
    public double DepthwiseL1 { get; set; }

    /// <summary>
    /// Adds <c>DepthwiseL2 · Σ DepthwiseKernel²</c> to the loss; finite, not negative, 0 for none. Keras:
    /// <c>depthwise_regularizer=L2(…)</c>.
    /// </summary>
    public double DepthwiseL2 { get; set; }

    /// <summary>The initializer of the pointwise kernel; Glorot uniform by default.</summary>
    public Initializer PointwiseInitializer { get; set; } = Initializer.GlorotUniform;

    /// <summary>
    /// Adds <c>PointwiseL1 · Σ |PointwiseKernel|</c> to the loss, with derivative 0 at 0; finite, not negative, 0 for none. Keras:
    /// <c>pointwise_regularizer=L1(…)</c>.
    /// </summary>
    public double PointwiseL1 { get; set; }

    /// <summary>
    /// Adds <c>PointwiseL2 · Σ PointwiseKernel²</c> to the loss; finite, not negative, 0 for none. Keras:
    /// <c>pointwise_regularizer=L2(…)</c>.
    /// </summary>
    public double PointwiseL2 { get; set; }
}

/// <summary>Finds patterns in each channel separately, and mixes them at each pixel.</summary>
/// <param name="DepthwiseKernel">Weights of each channel, <c>[height, width, inputs, multiplier]</c>.</param>
/// <param name="PointwiseKernel">Weights of the mixture, <c>[1, 1, inputs·multiplier, filters]</c>.</param>
/// <param name="Bias">Bias, <c>[filters]</c>; null if the layer has <c>UseBias = false</c>.</param>
public sealed record SeparableConv2D(Tensor DepthwiseKernel, Tensor PointwiseKernel, Tensor? Bias) : Layer;

/// <summary>
/// Transposed convolution: <c>[N, h, w, in] → [N, rows, columns, filters]</c>. Each pixel adds the kernel, multiplied by the pixel, to its
/// window in the output. Kernel <c>[height, width, filters, in]</c>, Glorot uniform; bias <c>[filters]</c>, zero. Keras:
/// <c>layers.Conv2DTranspose</c>.
/// </summary>
/// <remarks>
/// <c>rows = strides·h</c> with <see cref="Padding.Same"/>, otherwise <c>strides·h + max(reach − strides, 0)</c>. The reach of the window
/// is <c>(size − 1)·dilation + 1</c> pixels.
/// </remarks>
public sealed class Conv2DTransposeAttribute : Convolution2DAttribute
{
    /// <summary>Creates a convolution with a square kernel.</summary>
    /// <param name="filters">Number of output channels; positive.</param>
    /// <param name="kernelSize">Height and width of the window; positive.</param>
    /// <param name="activation">Applied elementwise (softmax: over the channels); linear by default.</param>
    public Conv2DTransposeAttribute(int filters, int kernelSize, ActivationKind activation = ActivationKind.Linear)
        : base(kernelSize, kernelSize, activation) => Filters = filters;

    /// <summary>Creates a convolution with a rectangular kernel.</summary>
    /// <param name="filters">Number of output channels; positive.</param>
    /// <param name="kernelHeight">Height of the window; positive.</param>
    /// <param name="kernelWidth">Width of the window; positive.</param>
    /// <param name="activation">Applied elementwise (softmax: over the channels); linear by default.</param>
    public Conv2DTransposeAttribute(int filters, int kernelHeight, int kernelWidth, ActivationKind activation = ActivationKind.Linear)
        : base(kernelHeight, kernelWidth, activation) => Filters = filters;

    /// <summary>Number of output channels.</summary>
    public int Filters { get; }

    /// <summary>
    /// Number of rows and columns beyond <c>(h − 1)·strides + reach</c>, or beyond <c>(h − 1)·strides + reach mod 2</c> with
    /// <see cref="Padding.Same"/>; at least 0 and less than the strides. If it is not set, the size is that of the remarks.
    /// </summary>
    public int OutputPadding { get; set; }

    /// <summary>The rows of <see cref="OutputPadding"/>, where they differ from its columns.</summary>
    public int OutputPaddingHeight { get; set; }

    /// <summary>The columns of <see cref="OutputPadding"/>, where they differ from its rows.</summary>
    public int OutputPaddingWidth { get; set; }

    /// <summary>The initializer of the kernel; Glorot uniform by default.</summary>
    public Initializer KernelInitializer { get; set; } = Initializer.GlorotUniform;

    /// <summary>
    /// Adds <c>KernelL1 · Σ |Kernel|</c> to the loss, with derivative 0 at 0; finite, not negative, 0 for none. Keras:
    /// <c>kernel_regularizer=L1(…)</c>.
    /// </summary>
    public double KernelL1 { get; set; }

    /// <summary>
    /// Adds <c>KernelL2 · Σ Kernel²</c> to the loss; finite, not negative, 0 for none. Keras: <c>kernel_regularizer=L2(…)</c>.
    /// </summary>
    public double KernelL2 { get; set; }
}

/// <summary>A transposed convolution: adds patterns to a larger image.</summary>
/// <param name="Kernel">Weights, <c>[height, width, filters, inputs]</c>.</param>
/// <param name="Bias">Bias, <c>[filters]</c>; null if the layer has <c>UseBias = false</c>.</param>
public sealed record Conv2DTranspose(Tensor Kernel, Tensor? Bias) : Layer;
