namespace ModelDsl;

/// <summary>A convolution over sequences.</summary>
public abstract class Convolution1DAttribute : ConvolutionAttribute
{
    private protected Convolution1DAttribute(int kernelSize, ActivationKind activation) : base(activation) => KernelSize = kernelSize;

    /// <summary>Steps of the window.</summary>
    public int KernelSize { get; }
}

/// <summary>
/// Finds patterns in sequences: <c>[N, steps, in] → [N, places, filters]</c>, with <c>activation(Σ steps·Kernel + Bias)</c> for every
/// window. Kernel <c>[size, in/groups, filters]</c>, Glorot uniform; bias <c>[filters]</c>, zero. Keras: <c>layers.Conv1D</c>.
/// </summary>
/// <param name="filters">Number of patterns, the channels of the output; positive.</param>
/// <param name="kernelSize">Steps of the window; positive.</param>
/// <param name="activation">Applied elementwise (softmax: over the channels); linear by default.</param>
public sealed class Conv1DAttribute(int filters, int kernelSize, ActivationKind activation = ActivationKind.Linear)
    : Convolution1DAttribute(kernelSize, activation)
{
    /// <summary>Number of patterns.</summary>
    public int Filters { get; } = filters;

    /// <inheritdoc cref="Conv2DAttribute.Groups"/>
    public int Groups { get; set; } = 1;

    /// <inheritdoc cref="Conv2DAttribute.KernelInitializer"/>
    public Initializer KernelInitializer { get; set; } = Initializer.GlorotUniform;

    /// <inheritdoc cref="Conv2DAttribute.KernelL1"/>
    public double KernelL1 { get; set; }

    /// <inheritdoc cref="Conv2DAttribute.KernelL2"/>
    public double KernelL2 { get; set; }
}

/// <summary>Finds patterns in sequences.</summary>
/// <param name="Kernel">Weights, <c>[size, inputs / groups, filters]</c>.</param>
/// <param name="Bias">Bias, <c>[filters]</c>; null if the layer has <c>UseBias = false</c>.</param>
public sealed record Conv1D(Tensor Kernel, Tensor? Bias) : Layer;

/// <summary>
/// Finds patterns in each channel of a sequence separately: <c>[N, steps, in] → [N, places, in·multiplier]</c>. Kernel
/// <c>[size, in, multiplier]</c>, Glorot uniform; bias <c>[in·multiplier]</c>, zero. Keras: <c>layers.DepthwiseConv1D</c>.
/// </summary>
/// <param name="kernelSize">Steps of the window; positive.</param>
/// <param name="activation">Applied elementwise (softmax: over the channels); linear by default.</param>
public sealed class DepthwiseConv1DAttribute(int kernelSize, ActivationKind activation = ActivationKind.Linear)
    : Convolution1DAttribute(kernelSize, activation)
{
    /// <inheritdoc cref="DepthwiseConv2DAttribute.DepthMultiplier"/>
    public int DepthMultiplier { get; set; } = 1;

    /// <inheritdoc cref="DepthwiseConv2DAttribute.DepthwiseInitializer"/>
    public Initializer DepthwiseInitializer { get; set; } = Initializer.GlorotUniform;

    /// <inheritdoc cref="DepthwiseConv2DAttribute.DepthwiseL1"/>
    public double DepthwiseL1 { get; set; }

    /// <inheritdoc cref="DepthwiseConv2DAttribute.DepthwiseL2"/>
    public double DepthwiseL2 { get; set; }
}

/// <summary>Finds patterns in each channel of a sequence separately.</summary>
/// <param name="Kernel">Weights, <c>[size, inputs, multiplier]</c>.</param>
/// <param name="Bias">Bias, <c>[inputs·multiplier]</c>; null if the layer has <c>UseBias = false</c>.</param>
public sealed record DepthwiseConv1D(Tensor Kernel, Tensor? Bias) : Layer;

/// <summary>
/// Finds patterns in each channel of a sequence separately, and mixes them at each place: <c>[N, steps, in] → [N, places, filters]</c>.
/// Kernels <c>[size, in, multiplier]</c> and <c>[1, in·multiplier, filters]</c>, Glorot uniform; bias <c>[filters]</c>, zero. Keras:
/// <c>layers.SeparableConv1D</c>.
/// </summary>
/// <param name="filters">Number of output channels; positive.</param>
/// <param name="kernelSize">Steps of the window; positive.</param>
/// <param name="activation">Applied elementwise (softmax: over the channels); linear by default.</param>
public sealed class SeparableConv1DAttribute(int filters, int kernelSize, ActivationKind activation = ActivationKind.Linear)
    : Convolution1DAttribute(kernelSize, activation)
{
    /// <summary>Number of output channels.</summary>
    public int Filters { get; } = filters;

    /// <inheritdoc cref="DepthwiseConv2DAttribute.DepthMultiplier"/>
    public int DepthMultiplier { get; set; } = 1;

    /// <inheritdoc cref="SeparableConv2DAttribute.DepthwiseInitializer"/>
    public Initializer DepthwiseInitializer { get; set; } = Initializer.GlorotUniform;

    /// <inheritdoc cref="SeparableConv2DAttribute.DepthwiseL1"/>
    public double DepthwiseL1 { get; set; }

    /// <inheritdoc cref="SeparableConv2DAttribute.DepthwiseL2"/>
    public double DepthwiseL2 { get; set; }

    /// <inheritdoc cref="SeparableConv2DAttribute.PointwiseInitializer"/>
    public Initializer PointwiseInitializer { get; set; } = Initializer.GlorotUniform;

    /// <inheritdoc cref="SeparableConv2DAttribute.PointwiseL1"/>
    public double PointwiseL1 { get; set; }

    /// <inheritdoc cref="SeparableConv2DAttribute.PointwiseL2"/>
    public double PointwiseL2 { get; set; }
}

/// <summary>Finds patterns in each channel of a sequence separately, and mixes them at each place.</summary>
/// <param name="DepthwiseKernel">Weights of each channel, <c>[size, inputs, multiplier]</c>.</param>
/// <param name="PointwiseKernel">Weights of the mixture, <c>[1, inputs·multiplier, filters]</c>.</param>
/// <param name="Bias">Bias, <c>[filters]</c>; null if the layer has <c>UseBias = false</c>.</param>
public sealed record SeparableConv1D(Tensor DepthwiseKernel, Tensor PointwiseKernel, Tensor? Bias) : Layer;

/// <summary>
/// Transposed convolution over sequences: <c>[N, steps, in] → [N, places, filters]</c>. Each step adds the kernel, multiplied by the step,
/// to its window in the output. Kernel <c>[size, filters, in]</c>, Glorot uniform; bias <c>[filters]</c>, zero. Keras:
/// <c>layers.Conv1DTranspose</c>.
/// </summary>
/// <remarks>
/// <c>places = strides·steps</c> with <see cref="Padding.Same"/>, otherwise <c>strides·steps + max(reach − strides, 0)</c>. The reach of
/// the window is <c>(size − 1)·dilation + 1</c> steps.
/// </remarks>
/// <param name="filters">Number of output channels; positive.</param>
/// <param name="kernelSize">Steps of the window; positive.</param>
/// <param name="activation">Applied elementwise (softmax: over the channels); linear by default.</param>
public sealed class Conv1DTransposeAttribute(int filters, int kernelSize, ActivationKind activation = ActivationKind.Linear)
    : Convolution1DAttribute(kernelSize, activation)
{
    /// <summary>Number of output channels.</summary>
    public int Filters { get; } = filters;

    /// <summary>
    /// Number of places beyond <c>(steps − 1)·strides + reach</c>, or beyond <c>(steps − 1)·strides + reach mod 2</c> with
    /// <see cref="Padding.Same"/>; at least 0 and less than the strides. If it is not set, the length is that of the remarks.
    /// </summary>
    public int OutputPadding { get; set; }

    /// <inheritdoc cref="Conv2DAttribute.KernelInitializer"/>
    public Initializer KernelInitializer { get; set; } = Initializer.GlorotUniform;

    /// <inheritdoc cref="Conv2DAttribute.KernelL1"/>
    public double KernelL1 { get; set; }

    /// <inheritdoc cref="Conv2DAttribute.KernelL2"/>
    public double KernelL2 { get; set; }
}

/// <summary>A transposed convolution: adds patterns to a longer sequence.</summary>
/// <param name="Kernel">Weights, <c>[size, filters, inputs]</c>.</param>
/// <param name="Bias">Bias, <c>[filters]</c>; null if the layer has <c>UseBias = false</c>.</param>
public sealed record Conv1DTranspose(Tensor Kernel, Tensor? Bias) : Layer;
