namespace ModelDsl.Import;

/// <summary>A part of the model with weights of its own. A layer may be called by several steps; then they share its weights.</summary>
/// <remarks>Weights are stored as in the file. A comment on each says the layout. N is the batch, C are channels.</remarks>
/// <param name="Name">A unique identifier in Pascal case. It comes from the names of initializers and nodes: <c>Layer1_0_Conv1</c> from
/// <c>layer1.0.conv1.weight</c>.</param>
public abstract record Layer(string Name);

/// <summary><c>x·Kernel + Bias</c> along the last axis: <c>[…, in]</c> becomes <c>[…, out]</c>.</summary>
/// <param name="Name">The layer's identifier.</param>
/// <param name="Kernel">[in, out], or [out, in] if it is stored transposed. Factors of a Gemm are multiplied in.</param>
/// <param name="Bias">[out], or null.</param>
/// <param name="IsTransposed">Whether the kernel is stored as [out, in], as PyTorch does.</param>
public sealed record Dense(string Name, Tensor Kernel, Tensor? Bias, bool IsTransposed) : Layer(Name)
{
    /// <summary>The number of inputs.</summary>
    public int In => Kernel.Shape[IsTransposed ? 1 : 0];

    /// <summary>The number of outputs.</summary>
    public int Out => Kernel.Shape[IsTransposed ? 0 : 1];
}

/// <summary>
/// Where a window of a convolution or a pool goes: one number for each spatial axis (one, two or three), outermost first. Automatic pads of
/// the file are numbers here.
/// </summary>
/// <param name="Size">The size of the window, without dilation.</param>
/// <param name="Strides">The steps between windows.</param>
/// <param name="Dilations">The steps between places of one window.</param>
/// <param name="Begin">How many places are added before each axis.</param>
/// <param name="End">How many places are added after each axis. It includes those that a pool in ceil mode needs.</param>
public sealed record Window(
    IReadOnlyList<int> Size, IReadOnlyList<int> Strides, IReadOnlyList<int> Dilations, IReadOnlyList<int> Begin, IReadOnlyList<int> End)
{
    /// <summary>The size of the window, without dilation.</summary>
    public IReadOnlyList<int> Size { get; } = Items.Of(Size);

    /// <summary>The steps between windows.</summary>
    public IReadOnlyList<int> Strides { get; } = Items.Of(Strides);

    /// <summary>The steps between places of one window.</summary>
    public IReadOnlyList<int> Dilations { get; } = Items.Of(Dilations);

    /// <summary>How many places are added before each axis.</summary>
    public IReadOnlyList<int> Begin { get; } = Items.Of(Begin);

    /// <summary>How many places are added after each axis.</summary>
    public IReadOnlyList<int> End { get; } = Items.Of(End);
}

/// <summary>A convolution over <c>[N, C, spatial…]</c>.</summary>
/// <param name="Name">The layer's identifier.</param>
/// <param name="Kernel">[filters, C/groups, spatial…].</param>
/// <param name="Bias">[filters], or null.</param>
/// <param name="Window">Where windows go. Added places are 0.</param>
/// <param name="Groups">How many groups the channels form. C groups of one channel are a depthwise convolution.</param>
public sealed record Conv(string Name, Tensor Kernel, Tensor? Bias, Window Window, int Groups) : Layer(Name);

/// <summary>A transposed convolution over <c>[N, C, spatial…]</c>: each place adds its multiple of the kernel to the output.</summary>
/// <param name="Name">The layer's identifier.</param>
/// <param name="Kernel">[C, filters/groups, spatial…].</param>
/// <param name="Bias">[filters], or null.</param>
/// <param name="Window">Where windows go in the output. <c>Begin</c> and <c>End</c> are what is cut off there.</param>
/// <param name="OutputPadding">
/// How many places the output gets more at the end of each spatial axis. They get the bias alone where no window reaches them.
/// </param>
/// <param name="Groups">How many groups the channels form.</param>
public sealed record ConvTranspose(
    string Name, Tensor Kernel, Tensor? Bias, Window Window, IReadOnlyList<int> OutputPadding, int Groups) : Layer(Name)
{
    /// <summary>How many places the output gets more at the end of each spatial axis.</summary>
    public IReadOnlyList<int> OutputPadding { get; } = Items.Of(OutputPadding);
}

/// <summary>Batch normalisation of axis 1, with moving statistics: <c>Scale·(x − Mean)/√(Variance + Epsilon) + Bias</c>.</summary>
/// <param name="Name">The layer's identifier.</param>
/// <param name="Scale">[C].</param>
/// <param name="Bias">[C].</param>
/// <param name="Mean">[C], the moving mean.</param>
/// <param name="Variance">[C], the moving variance.</param>
/// <param name="Epsilon">The number beside the variance.</param>
/// <param name="Momentum">
/// What training keeps of the moving statistics in a step, as Keras counts it. ONNX counts it in the same way.
/// </param>
public sealed record BatchNorm(string Name, Tensor Scale, Tensor Bias, Tensor Mean, Tensor Variance, double Epsilon, double Momentum)
    : Layer(Name);

/// <summary>Layer normalisation over the last axes: <c>Scale·(x − mean)/√(variance + Epsilon) + Bias</c>.</summary>
/// <param name="Name">The layer's identifier.</param>
/// <param name="Scale">The sizes of these axes, or null for 1.</param>
/// <param name="Bias">The sizes of these axes, or null for 0.</param>
/// <param name="Axes">How many axes at the end have common statistics.</param>
/// <param name="Epsilon">The number beside the variance.</param>
public sealed record LayerNorm(string Name, Tensor? Scale, Tensor? Bias, int Axes, double Epsilon) : Layer(Name);

/// <summary>Group normalisation of <c>[N, C, spatial…]</c>: statistics of each group of neighbouring channels of a sample.</summary>
/// <param name="Name">The layer's identifier.</param>
/// <param name="Scale">[C], or null for 1.</param>
/// <param name="Bias">[C], or null for 0.</param>
/// <param name="Groups">How many groups the channels form. It is the number of channels for an instance normalisation.</param>
/// <param name="Epsilon">The number beside the variance.</param>
public sealed record GroupNorm(string Name, Tensor? Scale, Tensor? Bias, int Groups, double Epsilon) : Layer(Name);

/// <summary>Normalisation by the root of the mean square, over the last axis: <c>Scale·x/√(mean(x²) + Epsilon)</c>.</summary>
/// <param name="Name">The layer's identifier.</param>
/// <param name="Scale">[in].</param>
/// <param name="Epsilon">The number beside the mean.</param>
public sealed record RmsNorm(string Name, Tensor Scale, double Epsilon) : Layer(Name);

/// <summary>A row of the table for each index: <c>[N, …]</c> becomes <c>[N, …, out]</c>.</summary>
/// <param name="Name">The layer's identifier.</param>
/// <param name="Table">[in, out].</param>
public sealed record Embedding(string Name, Tensor Table) : Layer(Name);

/// <summary>The direction in which a recurrent layer goes through the steps.</summary>
public enum Direction
{
    /// <summary>From the first step to the last.</summary>
    Forward,

    /// <summary>From the last step to the first. Results stand where their steps stand: the last that is computed is at step 0.</summary>
    Reverse,

    /// <summary>Both, each with weights of its own. Their features stand one after the other.</summary>
    Bidirectional,
}

/// <summary>The kind of cell of a <see cref="Recurrent"/>.</summary>
public enum Cell
{
    /// <summary><c>h = f(x·W + h·R + b)</c>.</summary>
    Simple,

    /// <summary>Gates in the order i, o, f, c. Activations are those of the gates, of the cell, and of the output.</summary>
    Lstm,

    /// <summary>Gates in the order z, r, h. Activations are those of the gates and of the state.</summary>
    Gru,
}

/// <summary>A recurrent layer, which begins with the state 0: <c>[N, steps, in]</c> becomes <c>[N, directions·units]</c>, or
/// <c>[N, steps, directions·units]</c>. (Batch first; the reader moves the axes of the file.)</summary>
/// <param name="Name">The layer's identifier.</param>
/// <param name="Cell">What a step computes.</param>
/// <param name="Units">The size of the state.</param>
/// <param name="Direction">The direction through the steps.</param>
/// <param name="Kernel">[directions, gates·units, in].</param>
/// <param name="RecurrentKernel">[directions, gates·units, units].</param>
/// <param name="Bias">[directions, 2·gates·units]: those of the inputs, then those of the state; or null for 0.</param>
/// <param name="Activations">Those of one direction; they are the same in both. One for a simple cell, three for an LSTM, two for a
/// GRU.</param>
/// <param name="LinearBeforeReset">For a GRU: whether the reset gate multiplies the product with its bias (Keras's <c>reset_after</c>,
/// PyTorch), not the state before it.</param>
/// <param name="ReturnsSequences">Whether the result has all steps.</param>
public sealed record Recurrent(
    string Name, Cell Cell, int Units, Direction Direction, Tensor Kernel, Tensor RecurrentKernel, Tensor? Bias,
    IReadOnlyList<Unary> Activations, bool LinearBeforeReset, bool ReturnsSequences) : Layer(Name)
{
    /// <summary>The activations of one direction.</summary>
    public IReadOnlyList<Unary> Activations { get; } = Items.Of(Activations);
}

/// <summary><c>x</c> if positive, otherwise <c>Slope·x</c>.</summary>
/// <param name="Name">The layer's identifier.</param>
/// <param name="Slope">It fits the input by broadcasting, for example [C, 1, 1].</param>
public sealed record PRelu(string Name, Tensor Slope) : Layer(Name);

/// <summary>Self-attention over <c>[N, steps, in]</c>, as Keras's <c>MultiHeadAttention(x, x)</c> and PyTorch's
/// <c>nn.MultiheadAttention(batch_first=True)</c> compute it: for each head <c>softmax(q·kᵀ/√keyDim)·v</c>, the heads side by side, and a
/// dense layer over them. Heads are neighbouring columns of the kernels.</summary>
/// <param name="Name">The layer's identifier.</param>
/// <param name="Heads">The number of heads.</param>
/// <param name="Query">in → heads·keyDim.</param>
/// <param name="Key">in → heads·keyDim.</param>
/// <param name="Value">in → heads·valueDim.</param>
/// <param name="Output">heads·valueDim → in.</param>
/// <param name="IsCausal">Whether a step sees only itself and the steps before it.</param>
public sealed record MultiHeadAttention(string Name, int Heads, Dense Query, Dense Key, Dense Value, Dense Output, bool IsCausal)
    : Layer(Name);

/// <summary>A tensor that steps use as an operand (<see cref="Constant.Weight"/>), such as a scale or an embedding of positions. No step
/// calls it.</summary>
/// <param name="Name">The layer's identifier.</param>
/// <param name="Tensor">The numbers.</param>
public sealed record Weight(string Name, Tensor Tensor) : Layer(Name);
