namespace ModelDsl;

/// <summary>Looks for patterns in images.</summary>
/// <param name="Kernel">Weights, <c>[height, width, inputs / groups, filters]</c>.</param>
/// <param name="Bias">Bias, <c>[filters]</c>; null where the layer has <c>UseBias = false</c>.</param>
public sealed record Conv2D(Tensor Kernel, Tensor? Bias) : Layer;

/// <summary>The largest numbers in windows over images. It has no parameters.</summary>
public sealed record MaxPooling2D : Layer;

/// <summary>The means in windows over images. It has no parameters.</summary>
public sealed record AveragePooling2D : Layer;

/// <summary>The largest number of each channel. It has no parameters.</summary>
public sealed record GlobalMaxPooling2D : Layer;

/// <summary>The mean of each channel. It has no parameters.</summary>
public sealed record GlobalAveragePooling2D : Layer;

/// <summary>Looks for patterns in sequences.</summary>
/// <param name="Kernel">Weights, <c>[size, inputs / groups, filters]</c>.</param>
/// <param name="Bias">Bias, <c>[filters]</c>; null where the layer has <c>UseBias = false</c>.</param>
public sealed record Conv1D(Tensor Kernel, Tensor? Bias) : Layer;

/// <summary>Looks for patterns in each channel by itself.</summary>
/// <param name="Kernel">Weights, <c>[height, width, inputs, multiplier]</c>.</param>
/// <param name="Bias">Bias, <c>[inputs·multiplier]</c>; null where the layer has <c>UseBias = false</c>.</param>
public sealed record DepthwiseConv2D(Tensor Kernel, Tensor? Bias) : Layer;

/// <summary>Looks for patterns in each channel, and mixes them pixel by pixel.</summary>
/// <param name="DepthwiseKernel">Weights of each channel, <c>[height, width, inputs, multiplier]</c>.</param>
/// <param name="PointwiseKernel">Weights of the mixture, <c>[1, 1, inputs·multiplier, filters]</c>.</param>
/// <param name="Bias">Bias, <c>[filters]</c>; null where the layer has <c>UseBias = false</c>.</param>
public sealed record SeparableConv2D(Tensor DepthwiseKernel, Tensor PointwiseKernel, Tensor? Bias) : Layer;

/// <summary>Paints patterns into a larger image.</summary>
/// <param name="Kernel">Weights, <c>[height, width, filters, inputs]</c>.</param>
/// <param name="Bias">Bias, <c>[filters]</c>; null where the layer has <c>UseBias = false</c>.</param>
public sealed record Conv2DTranspose(Tensor Kernel, Tensor? Bias) : Layer;

/// <summary>The largest numbers in windows over sequences. It has no parameters.</summary>
public sealed record MaxPooling1D : Layer;

/// <summary>The means in windows over sequences. It has no parameters.</summary>
public sealed record AveragePooling1D : Layer;

/// <summary>The largest number of each channel of a sequence. It has no parameters.</summary>
public sealed record GlobalMaxPooling1D : Layer;

/// <summary>The mean of each channel of a sequence. It has no parameters.</summary>
public sealed record GlobalAveragePooling1D : Layer;

/// <summary>Zeros around an image. It has no parameters.</summary>
public sealed record ZeroPadding2D : Layer;

/// <summary>An image without its edges. It has no parameters.</summary>
public sealed record Cropping2D : Layer;

/// <summary>Every pixel several times. It has no parameters.</summary>
public sealed record UpSampling2D : Layer;

/// <summary>The dimensions in another order. It has no parameters.</summary>
public sealed record Permute : Layer;
