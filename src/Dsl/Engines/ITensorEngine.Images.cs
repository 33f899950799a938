namespace ModelDsl.Engines;

/// <content>Images: <c>[N, height, width, channels]</c>.</content>
public partial interface ITensorEngine
{
    /// <summary>
    /// Writes the cells of the window at each place side by side: <c>[N, h, w, c] → [N, rows, columns, cells·c]</c>; zero outside the
    /// image. A convolution is the product of these rows with a kernel.
    /// </summary>
    void Patches(TensorBuffer x, Window window, TensorBuffer destination);

    /// <summary>
    /// Adds every cell of the patches to the pixel that it was taken from: <c>[N, rows, columns, cells·c] → [N, h, w, c]</c>.
    /// </summary>
    void PatchesGradient(TensorBuffer gradient, Window window, TensorBuffer destination);

    /// <summary>
    /// Computes <c>activation(patches·kernel + bias)</c> without storing the patches: <c>[N, h, w, c] → [N, rows, columns, filters]</c>.
    /// The kernel is <c>[cells·c, filters]</c>, the bias <c>[filters]</c> or null. The activation is not softmax.
    /// </summary>
    void Convolution(TensorBuffer x, TensorBuffer kernel, Window window, TensorBuffer? bias, ActivationKind activation,
        TensorBuffer destination) =>
        Compositions.Convolution(this, x, kernel, window, bias, activation, destination);

    /// <summary>
    /// Multiplies each place's gradient by each filter of the kernel, and adds it to the cells of the place's window:
    /// <c>[N, rows, columns, filters] → [N, h, w, c]</c>. The kernel has cells·c rows. It is the gradient of a convolution's images, and a
    /// transposed convolution.
    /// </summary>
    void ConvolutionImageGradient(TensorBuffer gradient, TensorBuffer kernel, Window window, TensorBuffer destination) =>
        Compositions.ConvolutionImageGradient(this, gradient, kernel, window, destination);

    /// <summary>
    /// Computes, for each cell, channel and filter, the sum of pixels times gradients over all places: <c>patchesᵀ·gradient</c>. It is the
    /// gradient of a convolution's kernel, which has cells·c rows.
    /// </summary>
    void ConvolutionKernelGradient(TensorBuffer x, TensorBuffer gradient, Window window, TensorBuffer destination) =>
        Compositions.ConvolutionKernelGradient(this, x, gradient, window, destination);

    /// <summary>
    /// Convolves each channel separately: the weighted sum of the window's cells, <c>[N, h, w, c] → [N, rows, columns, c]</c>. The kernel
    /// has cells·c numbers.
    /// </summary>
    void DepthwiseConvolution(TensorBuffer x, TensorBuffer kernel, Window window, TensorBuffer destination) =>
        Compositions.DepthwiseConvolution(this, x, kernel, window, destination);

    /// <summary>Adds each place's gradient, times the kernel, to its window's cells: the gradient of the images.</summary>
    void DepthwiseImageGradient(TensorBuffer gradient, TensorBuffer kernel, Window window, TensorBuffer destination) =>
        Compositions.DepthwiseImageGradient(this, gradient, kernel, window, destination);

    /// <summary>
    /// Computes, for each cell and channel, the sum of pixels times gradients over all places. It is the gradient of the kernel.
    /// </summary>
    void DepthwiseKernelGradient(TensorBuffer x, TensorBuffer gradient, Window window, TensorBuffer destination) =>
        Compositions.DepthwiseKernelGradient(this, x, gradient, window, destination);

    /// <summary>
    /// Computes the largest number of each channel in the window at each place, over the cells inside the image; NaN if a cell is NaN.
    /// </summary>
    void MaxPool(TensorBuffer x, Window window, TensorBuffer destination);

    /// <summary>Adds each place's gradient to the cell of its window that holds the maximum (the first one in row order).</summary>
    void MaxPoolGradient(TensorBuffer x, TensorBuffer maxima, TensorBuffer gradient, Window window, TensorBuffer destination);

    /// <summary>
    /// Copies, for each window, the tangent at the cell that holds the maximum (the first one in row order). The tangent has x's shape.
    /// </summary>
    void MaxPoolTangent(TensorBuffer x, TensorBuffer maxima, TensorBuffer tangent, Window window, TensorBuffer destination);

    /// <summary>Computes the mean of each channel in the window at each place, over the cells inside the image.</summary>
    void AveragePool(TensorBuffer x, Window window, TensorBuffer destination) =>
        Compositions.AveragePool(this, x, window, destination);

    /// <summary>
    /// Divides each place's gradient equally among its window's cells inside the image, and adds up the parts of each pixel.
    /// </summary>
    void AveragePoolGradient(TensorBuffer gradient, Window window, TensorBuffer destination) =>
        Compositions.AveragePoolGradient(this, gradient, window, destination);
}
