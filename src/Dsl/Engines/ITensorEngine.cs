namespace ModelDsl.Engines;

/// <summary>Which operands of a matrix product are transposed.</summary>
public enum Transpose
{
    /// <summary><c>a·b</c>: <c>[m, k]·[k, n]</c></summary>
    None,

    /// <summary><c>aᵀ·b</c>: <c>[k, m]ᵀ·[k, n]</c></summary>
    Left,

    /// <summary><c>a·bᵀ</c>: <c>[m, k]·[n, k]ᵀ</c></summary>
    Right,

    /// <summary><c>aᵀ·bᵀ</c>: <c>[k, m]ᵀ·[n, k]ᵀ</c></summary>
    Both,
}

/// <summary>
/// The instruction set that generated code is written in: memory, and the operations that remain after fusion. An engine is not a
/// tensor library: each instruction writes the whole of a destination that the generator's buffer plan chose, and shapes were checked
/// when the graph was built. The destination is none of the operands' memory, except where an instruction is called elementwise: there
/// it may be the very buffer of an operand of its own size.
/// </summary>
/// <remarks>
/// To add an instruction: a row in the generator's operation table, a method here, one in every engine. A test enumerates both sides.
/// </remarks>
[JsonConverter(typeof(TextJson))]
public interface ITensorEngine
{
    /// <summary>The engine's name, as people read it: <c>cpu</c>, <c>reference</c>.</summary>
    string Name { get; }

    // Memory

    /// <summary>New memory, all zero.</summary>
    TensorBuffer Allocate(ElementType element, Shape shape);

    /// <summary>A part of a buffer's memory, from an element on, seen with another shape. It shares the memory.</summary>
    TensorBuffer View(TensorBuffer storage, int offset, Shape shape);

    /// <summary>Copies numbers into a float buffer of as many elements, rounding to the engine's precision.</summary>
    void Write(ReadOnlySpan<float> source, TensorBuffer destination);

    /// <inheritdoc cref="Write(ReadOnlySpan{float}, TensorBuffer)"/>
    void Write(ReadOnlySpan<double> source, TensorBuffer destination);

    /// <summary>Copies class indices into an <see cref="ElementType.Int32"/> buffer of as many elements.</summary>
    void Write(ReadOnlySpan<int> source, TensorBuffer destination);

    /// <summary>Copies a float buffer out, rounding to float32.</summary>
    void Read(TensorBuffer source, Span<float> destination);

    /// <summary>Copies a float buffer out.</summary>
    void Read(TensorBuffer source, Span<double> destination);

    /// <summary>Copies class indices out.</summary>
    void Read(TensorBuffer source, Span<int> destination);

    /// <summary>
    /// The buffer's own float32 memory, where the host can write and read it in place: spares one copy of every batch. False where the
    /// engine holds another precision or another device's memory.
    /// </summary>
    bool TryGetSpan(TensorBuffer buffer, out Span<float> span);

    // Elementwise: operands and destination of one shape

    /// <summary><c>destination = value</c></summary>
    void Fill(double value, TensorBuffer destination);

    /// <summary><c>destination = x</c></summary>
    void Copy(TensorBuffer x, TensorBuffer destination);

    /// <summary><c>a + b</c>, elementwise</summary>
    void Add(TensorBuffer a, TensorBuffer b, TensorBuffer destination);

    /// <summary><c>a − b</c>, elementwise</summary>
    void Subtract(TensorBuffer a, TensorBuffer b, TensorBuffer destination);

    /// <summary><c>a·b</c>, elementwise</summary>
    void Multiply(TensorBuffer a, TensorBuffer b, TensorBuffer destination);

    /// <summary><c>factor·x</c>, elementwise</summary>
    void Scale(TensorBuffer x, double factor, TensorBuffer destination);

    /// <summary><c>a + factor·b</c>, elementwise</summary>
    void AddScaled(TensorBuffer a, TensorBuffer b, double factor, TensorBuffer destination);

    /// <summary>An activation, elementwise; not linear, not softmax.</summary>
    void Activate(ActivationKind activation, TensorBuffer x, TensorBuffer destination) => Activations.Map(this, activation, x, destination);

    /// <summary>
    /// <c>gradient·f′</c>, elementwise. The derivative is taken from <paramref name="saved"/>: the output <c>f(x)</c> where
    /// <see cref="Activations.DerivativeFromOutput"/> says so, the input <c>x</c> otherwise.
    /// </summary>
    void ActivateGradient(ActivationKind activation, TensorBuffer saved, TensorBuffer gradient, TensorBuffer destination) =>
        Activations.MapGradient(this, activation, saved, gradient, destination);

    /// <summary>
    /// Sets each element to zero with probability <paramref name="rate"/>, multiplies the others by <c>1/(1 − rate)</c>, elementwise.
    /// Element i is kept when <see cref="Philox.Uniform(RandomKey, uint, uint)"/>(key, stream, i) ≥ rate: the adjoint is the same
    /// instruction on the gradient, and no mask is stored.
    /// </summary>
    void Dropout(TensorBuffer x, double rate, RandomKey key, uint stream, TensorBuffer destination);

    /// <summary><c>a/b</c>, elementwise</summary>
    void Divide(TensorBuffer a, TensorBuffer b, TensorBuffer destination);

    /// <summary><c>|x|</c>, elementwise</summary>
    void Abs(TensorBuffer x, TensorBuffer destination);

    /// <summary>−1, 0 or 1, elementwise; what is not a number stays so.</summary>
    void Sign(TensorBuffer x, TensorBuffer destination);

    /// <summary>The natural logarithm, elementwise.</summary>
    void Log(TensorBuffer x, TensorBuffer destination);

    /// <summary><c>√x</c>, elementwise</summary>
    void Sqrt(TensorBuffer x, TensorBuffer destination);

    /// <summary><c>max(least, min(x, most))</c>, elementwise; what is not a number stays so. A bound may be infinite.</summary>
    void Clamp(TensorBuffer x, double least, double most, TensorBuffer destination);

    /// <summary>The gradient where <c>least ≤ x ≤ most</c>, else 0, elementwise; not a number where x is none.</summary>
    void ClampGradient(TensorBuffer x, TensorBuffer gradient, double least, double most, TensorBuffer destination);

    /// <summary>1 where <c>a &lt; b</c>, or, if asked for, where they are equal; else 0, also where one is not a number; elementwise.</summary>
    void Less(TensorBuffer a, TensorBuffer b, bool orEqual, TensorBuffer destination);

    /// <summary>a where the condition is not 0, else b, elementwise; nothing of the other gets through.</summary>
    void Where(TensorBuffer condition, TensorBuffer a, TensorBuffer b, TensorBuffer destination);

    /// <summary>
    /// A kernel on each element of buffers of one size, those that it reads and those that it writes, by its own numbering; elementwise. Buffers and numbers are no more than
    /// <see cref="KernelLimits"/> says.
    /// </summary>
    void Map<TKernel>(ReadOnlySpan<TensorBuffer> buffers, ReadOnlySpan<double> numbers) where TKernel : struct, IKernel;

    // Layouts

    /// <summary>The columns of a and those of b, side by side: <c>[m, k]</c> and <c>[m, n]</c> give <c>[m, k + n]</c>.</summary>
    void ConcatColumns(TensorBuffer a, TensorBuffer b, TensorBuffer destination);

    /// <summary>Moves the dimensions: the destination's dimension k is dimension <c>axes[k]</c> of x. NumPy: <c>transpose</c>.</summary>
    void Permute(TensorBuffer x, ReadOnlySpan<int> axes, TensorBuffer destination);

    /// <summary>
    /// Standard normal numbers. Element i is <c>√(−2·ln(1 − u))·cos 2πv</c>, where u is the uniform number of the stream at position i, v
    /// that of the stream and <see cref="RandomStreams.Angles"/>. Box and Muller, 1958.
    /// </summary>
    void Normal(RandomKey key, uint stream, TensorBuffer destination);

    /// <summary>Numbers in [0, 1). Element i is <see cref="Philox.Uniform(RandomKey, uint, uint)"/>(key, stream, i).</summary>
    void Uniform(RandomKey key, uint stream, TensorBuffer destination);

    // Activations of rows, and with a tensor of slopes

    /// <summary><c>x − max − log Σ e^(x − max)</c> of each row, right for logits of any finite size. Elementwise in memory.</summary>
    void LogSoftmax(TensorBuffer x, TensorBuffer destination);

    /// <summary><c>g − e^y·Σ g</c> of each row, y being the output. Elementwise in memory.</summary>
    void LogSoftmaxGradient(TensorBuffer output, TensorBuffer gradient, TensorBuffer destination);

    /// <summary><c>max(x − τ, 0)</c> of each row, with the τ that makes its sum 1. Elementwise in memory.</summary>
    void Sparsemax(TensorBuffer x, TensorBuffer destination);

    /// <summary>Where the output y is positive, <c>g</c> less the mean of all such g in its row; else 0. Elementwise in memory.</summary>
    void SparsemaxGradient(TensorBuffer output, TensorBuffer gradient, TensorBuffer destination);

    /// <summary><c>a·sigmoid(b)</c> of the halves a and b of each row: <c>[m, 2n] → [m, n]</c>.</summary>
    void Glu(TensorBuffer x, TensorBuffer destination);

    /// <summary><c>g·sigmoid(b)</c> and <c>g·a·sigmoid(b)·(1 − sigmoid(b))</c>, side by side: x and destination <c>[m, 2n]</c>, g <c>[m, n]</c>.</summary>
    void GluGradient(TensorBuffer x, TensorBuffer gradient, TensorBuffer destination);

    /// <summary>
    /// <c>x</c> where positive, else <c>slope·x</c>. The slopes have the shape of one row of x's first axis, with 1 along each axis that
    /// shares them. Elementwise in x.
    /// </summary>
    void PRelu(TensorBuffer x, TensorBuffer slopes, TensorBuffer destination);

    /// <summary>The gradient where x is positive, else <c>slope·gradient</c>. Elementwise in x and the gradient.</summary>
    void PReluGradient(TensorBuffer x, TensorBuffer slopes, TensorBuffer gradient, TensorBuffer destination);

    /// <summary>The sums of <c>gradient·x</c> where x is not positive, over all elements that share a slope; the destination has the slopes' shape.</summary>
    void PReluSlopeGradient(TensorBuffer x, TensorBuffer gradient, TensorBuffer destination);

    // Matrices

    /// <summary>A matrix product.</summary>
    void MatMul(TensorBuffer a, TensorBuffer b, Transpose transpose, TensorBuffer destination);

    /// <summary>A matrix product for each of the dimensions before the last two, which are the same in both.</summary>
    void BatchMatMul(TensorBuffer a, TensorBuffer b, Transpose transpose, TensorBuffer destination);

    /// <summary>A matrix product and more: <c>a·b + factor·c</c>; c has the destination's shape.</summary>
    void MatMulAdd(TensorBuffer a, TensorBuffer b, Transpose transpose, TensorBuffer c, double factor, TensorBuffer destination);

    /// <summary>
    /// A product of each group of columns with the like group, side by side, transposed left, right or not at all: from
    /// <c>[m, groups·k]</c> and <c>[k, groups·n]</c>, in which <c>k</c> rows serve every group, <c>[m, groups·n]</c>.
    /// </summary>
    void GroupedMatMul(TensorBuffer a, TensorBuffer b, int groups, Transpose transpose, TensorBuffer destination);

    /// <summary>
    /// <c>activation(x·kernel + bias)</c>: x <c>[m, k]</c>, kernel <c>[k, n]</c>, or <c>[n, k]</c> where it is transposed right, bias <c>[n]</c>
    /// or none; not softmax.
    /// </summary>
    void Dense(
        TensorBuffer x, TensorBuffer kernel, Transpose transpose, TensorBuffer? bias, ActivationKind activation, TensorBuffer destination);

    /// <summary>
    /// What a dense layer hands back to an activation before it, <c>activation′(saved) ∘ (gradient·kernel)</c>: gradient <c>[m, k]</c>, kernel <c>[k, n]</c>, or
    /// <c>[n, k]</c> where it is transposed right, saved <c>[m, n]</c> as in <see cref="ActivateGradient"/>; not linear.
    /// </summary>
    void DenseGradient(
        TensorBuffer gradient, TensorBuffer kernel, Transpose transpose, ActivationKind activation, TensorBuffer saved, TensorBuffer destination);

    /// <summary>Adds <c>bias[j]</c> to every row: x <c>[m, n]</c>, bias <c>[n]</c>. Elementwise in x.</summary>
    void AddBias(TensorBuffer x, TensorBuffer bias, TensorBuffer destination);

    /// <summary>Sums over rows: <c>[m, n] → [n]</c>.</summary>
    void SumRows(TensorBuffer x, TensorBuffer destination);

    /// <summary>Means of rows: <c>[m, n] → [m]</c>.</summary>
    void MeanColumns(TensorBuffer x, TensorBuffer destination);

    /// <summary>Repeats a number of each row along it: <c>destination[i, j] = factor·x[i]</c>.</summary>
    void BroadcastColumns(TensorBuffer x, double factor, TensorBuffer destination);

    /// <summary><c>factor·Σx</c> into a scalar.</summary>
    void Sum(TensorBuffer x, double factor, TensorBuffer destination);

    /// <summary><c>factor·Σx²</c> into a scalar.</summary>
    void SumOfSquares(TensorBuffer x, double factor, TensorBuffer destination);

    /// <summary>Repeats a scalar: <c>destination = factor·x</c> everywhere.</summary>
    void BroadcastScalar(TensorBuffer x, double factor, TensorBuffer destination);

    // Images: [N, height, width, channels]

    /// <summary>
    /// The cells of the window at each place, side by side: <c>[N, h, w, c] → [N, rows, columns, cells·c]</c>; zero outside the image.
    /// A convolution is the product of these rows with a kernel.
    /// </summary>
    void Patches(TensorBuffer x, Window window, TensorBuffer destination);

    /// <summary>Adds every cell of the patches to the pixel that it was taken from: <c>[N, rows, columns, cells·c] → [N, h, w, c]</c>.</summary>
    void PatchesGradient(TensorBuffer gradient, Window window, TensorBuffer destination);

    /// <summary>
    /// <c>activation(patches·kernel + bias)</c> without the patches in memory: <c>[N, h, w, c] → [N, rows, columns, filters]</c>, kernel of cells·c rows
    /// and as many columns as there are filters, bias <c>[filters]</c> or none; not softmax.
    /// </summary>
    void Convolution(TensorBuffer x, TensorBuffer kernel, Window window, TensorBuffer? bias, ActivationKind activation, TensorBuffer destination);

    /// <summary>
    /// Adds each place's gradient, weighed by each filter of the kernel, to its window's cells: the gradient of a convolution's images, and a transposed
    /// convolution. <c>[N, rows, columns, filters] → [N, h, w, c]</c>, kernel of cells·c rows.
    /// </summary>
    void ConvolutionImageGradient(TensorBuffer gradient, TensorBuffer kernel, Window window, TensorBuffer destination);

    /// <summary>
    /// Of each cell, channel and filter the sum of pixels times gradients over all places, <c>patchesᵀ·gradient</c>: the gradient of a convolution's
    /// kernel, of cells·c rows.
    /// </summary>
    void ConvolutionKernelGradient(TensorBuffer x, TensorBuffer gradient, Window window, TensorBuffer destination);

    /// <summary>The largest number of each channel in the window at each place, of the cells inside the image; NaN where a cell is NaN.</summary>
    void MaxPool(TensorBuffer x, Window window, TensorBuffer destination);

    /// <summary>Adds each place's gradient to the first of its window's cells, row by row, that holds the maximum.</summary>
    void MaxPoolGradient(TensorBuffer x, TensorBuffer maxima, TensorBuffer gradient, Window window, TensorBuffer destination);

    /// <summary>Of each window what the tangent, which is of x's shape, has at the first of its cells, row by row, that holds the maximum.</summary>
    void MaxPoolTangent(TensorBuffer x, TensorBuffer maxima, TensorBuffer tangent, Window window, TensorBuffer destination);

    /// <summary>The mean of each channel in the window at each place, of the cells inside the image.</summary>
    void AveragePool(TensorBuffer x, Window window, TensorBuffer destination);

    /// <summary>Divides each place's gradient among its window's cells inside the image, and adds them up.</summary>
    void AveragePoolGradient(TensorBuffer gradient, Window window, TensorBuffer destination);

    /// <summary>
    /// Sets each channel of each image to zero with probability <paramref name="rate"/>, multiplies the others by <c>1/(1 − rate)</c>.
    /// Channel c of image n is kept when <see cref="Philox.Uniform(RandomKey, uint, uint)"/>(key, stream, n·w + c) ≥ rate, where w is the
    /// number of channels, rounded up to a multiple of 4. Elementwise in memory; its own adjoint, as dropout.
    /// </summary>
    void ChannelDropout(TensorBuffer x, double rate, RandomKey key, uint stream, TensorBuffer destination);

    /// <summary>
    /// Weighs each channel of the window's cells by itself and sums them up: <c>[N, h, w, c] → [N, rows, columns, c]</c>, kernel of
    /// cells·c numbers.
    /// </summary>
    void DepthwiseConvolution(TensorBuffer x, TensorBuffer kernel, Window window, TensorBuffer destination);

    /// <summary>Adds each place's gradient, weighed by the kernel, to its window's cells: the gradient of the images.</summary>
    void DepthwiseImageGradient(TensorBuffer gradient, TensorBuffer kernel, Window window, TensorBuffer destination);

    /// <summary>Of each cell and channel the sum of pixels times gradients over all places: the gradient of the kernel.</summary>
    void DepthwiseKernelGradient(TensorBuffer x, TensorBuffer gradient, Window window, TensorBuffer destination);

    // Normalisation. Statistics are a number for each group of numbers: the last axis is divided into groups; over which of the other axes
    // they are taken, the statistics' shape tells. [groups] is over all rows, [N, groups] over those of a sample, and with one group [rows]
    // is over each row by itself.

    /// <summary>
    /// Mean, variance <c>Σ(x − mean)²/n</c>, and <c>(x − mean)/√(variance + ε)</c> of each group; right for numbers far from zero, too.
    /// Elementwise in x.
    /// </summary>
    void Standardize(TensorBuffer x, int groups, double epsilon, TensorBuffer destination, TensorBuffer mean, TensorBuffer variance);

    /// <summary>
    /// <c>(g − Σg/n − s·Σ(g·s)/n)/√(variance + ε)</c> of each group, where s is standardized. Elementwise in s and g.
    /// </summary>
    void StandardizeGradient(
        TensorBuffer standardized, TensorBuffer variance, TensorBuffer gradient, int groups, double epsilon, TensorBuffer destination);

    /// <summary><c>1/√(x + ε)</c>, elementwise</summary>
    void ReciprocalSqrt(TensorBuffer x, double epsilon, TensorBuffer destination);

    /// <summary>Multiplies every row by <c>factors[j]</c>: x <c>[m, n]</c>, factors <c>[n]</c>. Elementwise in x.</summary>
    void ScaleRows(TensorBuffer x, TensorBuffer factors, TensorBuffer destination);

    /// <summary><c>x·factors[j] + shifts[j]</c> of every row: x <c>[m, n]</c>, the others <c>[n]</c>. Elementwise in x.</summary>
    void ScaleShiftRows(TensorBuffer x, TensorBuffer factors, TensorBuffer shifts, TensorBuffer destination);

    /// <summary>Sums <c>a·b</c> over rows: <c>[m, n], [m, n] → [n]</c>.</summary>
    void SumProducts(TensorBuffer a, TensorBuffer b, TensorBuffer destination);

    // Tables and columns

    /// <summary>Rows of a table by their index: indices <c>[…]</c>, whole numbers in [0, rows) that were checked, <c>[rows, width] → […, width]</c>.</summary>
    void Gather(TensorBuffer indices, TensorBuffer table, TensorBuffer destination);

    /// <summary>Adds every row of the gradient, in order, to the row of the table that it was taken from; zero where there is none.</summary>
    void GatherGradient(TensorBuffer indices, TensorBuffer gradient, TensorBuffer destination);

    /// <summary>As many columns as the destination has, from one on: <c>[m, n] → [m, count]</c>.</summary>
    void Columns(TensorBuffer x, int first, TensorBuffer destination);

    /// <summary>Zero, but for x in as many columns as it has, from one on: <c>[m, count] → [m, n]</c>.</summary>
    void PlaceColumns(TensorBuffer x, int first, TensorBuffer destination);

    // Sequences: [N, steps, features]; a recurrent layer begins with the hidden state 0

    /// <summary>The steps from the last to the first.</summary>
    void ReverseSteps(TensorBuffer x, TensorBuffer destination);

    /// <summary>Every step one later; the first is zero.</summary>
    void DelaySteps(TensorBuffer x, TensorBuffer destination);

    /// <summary>A value instead of what stands right of the diagonal of each matrix: <c>[…, steps, steps]</c>. Elementwise.</summary>
    void CausalMask(TensorBuffer x, double value, TensorBuffer destination);

    /// <summary>
    /// <c>s = x_t + h_(t−1)·kernel</c> and <c>h_t = activation(s)</c>: x, sums and hidden <c>[N, steps, u]</c>, kernel <c>[u, u]</c>.
    /// </summary>
    void SimpleRnnSteps(TensorBuffer x, TensorBuffer kernel, ActivationKind activation, TensorBuffer hidden, TensorBuffer sums);

    /// <summary>
    /// The gradient of the sums, from that of the hidden states, going back in time. Saved are the hidden states where
    /// <see cref="Activations.DerivativeFromOutput"/> says so, the sums otherwise.
    /// </summary>
    void SimpleRnnStepsGradient(
        TensorBuffer saved, TensorBuffer kernel, TensorBuffer gradient, ActivationKind activation, TensorBuffer destination);

    /// <summary>
    /// With <c>i, f, g, o</c> the four parts of <c>x_t + h_(t−1)·kernel</c> after their activations, g's the first and the others' the
    /// second: <c>c_t = f·c_(t−1) + i·g</c> and <c>h_t = o·activation(c_t)</c>. x <c>[N, steps, 4u]</c>, kernel <c>[u, 4u]</c>, hidden
    /// <c>[N, steps, u]</c>. Saved are, side by side, i, f, g and o, each before its activation where its derivative is not taken from the
    /// output, and c: <c>[N, steps, 5u]</c>.
    /// </summary>
    void LstmSteps(
        TensorBuffer x, TensorBuffer kernel, ActivationKind activation, ActivationKind recurrentActivation, TensorBuffer hidden,
        TensorBuffer saved);

    /// <summary>The gradient of x, from that of the hidden states, going back in time.</summary>
    void LstmStepsGradient(
        TensorBuffer saved, TensorBuffer kernel, TensorBuffer gradient, ActivationKind activation, ActivationKind recurrentActivation,
        TensorBuffer destination);

    /// <summary>
    /// With <c>r = h_(t−1)·kernel + bias</c>, of three parts as x: <c>z = recurrentActivation(x_z + r_z)</c>,
    /// <c>ρ = recurrentActivation(x_ρ + r_ρ)</c>, <c>g = activation(x_g + ρ·r_g)</c> and <c>h_t = z·h_(t−1) + (1 − z)·g</c>. x
    /// <c>[N, steps, 3u]</c>, kernel <c>[u, 3u]</c>, bias <c>[3u]</c> or none, hidden <c>[N, steps, u]</c>. Saved are, side by side, z, ρ and g,
    /// each before its activation where its derivative is not taken from the output, and r_g: <c>[N, steps, 4u]</c>.
    /// </summary>
    void GruSteps(
        TensorBuffer x, TensorBuffer kernel, TensorBuffer? bias, ActivationKind activation, ActivationKind recurrentActivation,
        TensorBuffer hidden, TensorBuffer saved);

    /// <summary>The gradients of x and of r, from that of the hidden states, going back in time.</summary>
    void GruStepsGradient(
        TensorBuffer hidden, TensorBuffer saved, TensorBuffer kernel, TensorBuffer gradient, ActivationKind activation,
        ActivationKind recurrentActivation, TensorBuffer destination, TensorBuffer recurrent);

    // Softmax and losses; rows are samples, upstream holds the loss's gradient for each row

    /// <summary>Softmax of each row, right for logits of any finite size: <c>e^(x − max) / Σ e^(x − max)</c>. Elementwise in memory.</summary>
    void Softmax(TensorBuffer x, TensorBuffer destination);

    /// <summary><c>p·(g − Σ g·p)</c> of each row. Elementwise in memory.</summary>
    void SoftmaxGradient(TensorBuffer probabilities, TensorBuffer gradient, TensorBuffer destination);

    /// <summary>Whole numbers as class indices, which they were checked to be: how labels come that lie in a row with others.</summary>
    void ClassIndices(TensorBuffer x, TensorBuffer destination);

    /// <summary>
    /// Of each row the loss <c>log Σ e^z − z[label]</c> and the softmax. Labels were checked to lie in [0, columns).
    /// </summary>
    void SparseSoftmaxCrossEntropy(TensorBuffer logits, TensorBuffer labels, TensorBuffer losses, TensorBuffer probabilities);

    /// <summary><c>upstream·(p − onehot(label))</c>. Elementwise in the probabilities.</summary>
    void SparseSoftmaxCrossEntropyGradient(TensorBuffer probabilities, TensorBuffer labels, TensorBuffer upstream, TensorBuffer destination);

    /// <summary>
    /// Of each row the loss <c>Σ y·(log Σ e^z − z)</c> and the softmax; the same bits as the sparse form where y is one-hot.
    /// </summary>
    void SoftmaxCrossEntropy(TensorBuffer logits, TensorBuffer targets, TensorBuffer losses, TensorBuffer probabilities);

    /// <summary><c>upstream·(p·Σy − y)</c>. Elementwise in the probabilities.</summary>
    void SoftmaxCrossEntropyGradient(TensorBuffer probabilities, TensorBuffer targets, TensorBuffer upstream, TensorBuffer destination);

    /// <summary>
    /// Of each row the mean of <c>max(z, 0) − z·y + log(1 + e^−|z|)</c>, and the sigmoid of each element.
    /// </summary>
    void SigmoidCrossEntropy(TensorBuffer logits, TensorBuffer targets, TensorBuffer losses, TensorBuffer probabilities);

    /// <summary><c>upstream·(p − y)/columns</c>. Elementwise in the probabilities.</summary>
    void SigmoidCrossEntropyGradient(TensorBuffer probabilities, TensorBuffer targets, TensorBuffer upstream, TensorBuffer destination);

    // Optimizers are kernels (src/Dsl/Optimizers); this is what they have beside

    /// <summary><c>x·limit/max(‖x‖, limit)</c> in place, with the Euclidean norm of all elements.</summary>
    void ClipNorm(TensorBuffer x, double limit);
}
