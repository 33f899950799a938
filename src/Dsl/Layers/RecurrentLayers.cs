namespace ModelDsl;

/// <summary>
/// A layer that reads a sequence step by step and keeps a state, which begins as 0. The output is the last state,
/// <c>[N, steps, in] → [N, units]</c>, or the state of every step, <c>[N, steps, in] → [N, steps, units]</c>.
/// </summary>
public abstract class RecurrentAttribute : LayerAttribute
{
    private protected RecurrentAttribute(int units, ActivationKind activation) => (Units, Activation) = (units, activation);

    /// <summary>Size of the state, and width of the output.</summary>
    public int Units { get; }

    /// <summary>Name of the unit axis, which distinguishes it from other axes: a word; none by default.</summary>
    public string Axis { get; set; } = "";

    /// <summary>Activation of the state; elementwise.</summary>
    public ActivationKind Activation { get; }

    /// <summary>Whether a bias is added; true by default.</summary>
    public bool UseBias { get; set; } = true;

    /// <summary>Whether the output is the state of every step instead of the last one; false by default.</summary>
    public bool ReturnSequences { get; set; }

    /// <summary>
    /// Whether the sequence is read from the last step to the first; the output then has that order too. False by default.
    /// </summary>
    public bool GoBackwards { get; set; }

    /// <summary>The initializer of the kernel; Glorot uniform by default.</summary>
    public Initializer KernelInitializer { get; set; } = Initializer.GlorotUniform;

    /// <summary>The initializer of the recurrent kernel; orthogonal by default.</summary>
    public Initializer RecurrentInitializer { get; set; } = Initializer.Orthogonal;

    /// <summary>The initializer of the bias; zeros by default.</summary>
    public Initializer BiasInitializer { get; set; } = Initializer.Zeros;

    /// <summary>Adds <c>KernelL1 · Σ|Kernel|</c> to the loss; finite, not negative, 0 for none.</summary>
    public double KernelL1 { get; set; }

    /// <summary>
    /// Adds <c>KernelL2 · Σ Kernel²</c> to the loss; finite, not negative, 0 for none. Keras: <c>kernel_regularizer=L2(…)</c>.
    /// </summary>
    public double KernelL2 { get; set; }

    /// <summary>Adds <c>RecurrentL1 · Σ|RecurrentKernel|</c> to the loss; finite, not negative, 0 for none.</summary>
    public double RecurrentL1 { get; set; }

    /// <summary>
    /// Adds <c>RecurrentL2 · Σ RecurrentKernel²</c> to the loss; finite, not negative, 0 for none. Keras:
    /// <c>recurrent_regularizer=L2(…)</c>.
    /// </summary>
    public double RecurrentL2 { get; set; }

    /// <summary>Adds <c>BiasL1 · Σ|Bias|</c> to the loss; finite, not negative, 0 for none.</summary>
    public double BiasL1 { get; set; }

    /// <summary>Adds <c>BiasL2 · Σ Bias²</c> to the loss; finite, not negative, 0 for none. Keras: <c>bias_regularizer=L2(…)</c>.</summary>
    public double BiasL2 { get; set; }
}

/// <summary>
/// The plain recurrent layer: <c>h_t = activation(x_t·Kernel + h_(t−1)·RecurrentKernel + Bias)</c>. Kernel <c>[in, units]</c> and recurrent
/// kernel <c>[units, units]</c>; bias <c>[units]</c>. Keras: <c>layers.SimpleRNN</c>.
/// </summary>
/// <param name="units">Size of the state; positive.</param>
/// <param name="activation">Applied elementwise to the state; tanh by default.</param>
public sealed class SimpleRNNAttribute(int units, ActivationKind activation = ActivationKind.Tanh) : RecurrentAttribute(units, activation);

/// <summary>A recurrent layer whose state is its output.</summary>
/// <param name="Kernel">Weights of the input, <c>[inputs, units]</c>.</param>
/// <param name="RecurrentKernel">Weights of the state, <c>[units, units]</c>.</param>
/// <param name="Bias">Bias, <c>[units]</c>; null if the layer has <c>UseBias = false</c>.</param>
public sealed record SimpleRNN(Tensor Kernel, Tensor RecurrentKernel, Tensor? Bias) : Layer;

/// <summary>
/// Long short-term memory: <c>c_t = f·c_(t−1) + i·g</c>, <c>h_t = o·activation(c_t)</c>. The values <c>i, f, g, o</c> are the four parts of
/// <c>x_t·Kernel + h_(t−1)·RecurrentKernel + Bias</c>: g after <c>activation</c>, the others after <c>RecurrentActivation</c>. Kernel
/// <c>[in, 4·units]</c> and recurrent kernel <c>[units, 4·units]</c>; bias <c>[4·units]</c>. Hochreiter and Schmidhuber, 1997; Gers et al.,
/// 2000. Keras: <c>layers.LSTM</c>.
/// </summary>
/// <param name="units">Size of the state and of the cell; positive.</param>
/// <param name="activation">Applied elementwise to g and the cell; tanh by default.</param>
public sealed class LSTMAttribute(int units, ActivationKind activation = ActivationKind.Tanh) : RecurrentAttribute(units, activation)
{
    /// <summary>Activation of the gates i, f and o, elementwise; sigmoid by default.</summary>
    public ActivationKind RecurrentActivation { get; set; } = ActivationKind.Sigmoid;

    /// <summary>
    /// Whether the bias of the gate f begins as 1, whatever the initializer of the bias. The cell then keeps its content at first. True by
    /// default.
    /// </summary>
    public bool UnitForgetBias { get; set; } = true;
}

/// <summary>
/// A recurrent layer with a cell and gates that write, keep and read it. The order of the parts is input, forget, cell, output.
/// </summary>
/// <param name="Kernel">Weights of the input, <c>[inputs, 4·units]</c>.</param>
/// <param name="RecurrentKernel">Weights of the state, <c>[units, 4·units]</c>.</param>
/// <param name="Bias">Bias, <c>[4·units]</c>; null if the layer has <c>UseBias = false</c>.</param>
public sealed record LSTM(Tensor Kernel, Tensor RecurrentKernel, Tensor? Bias) : Layer;

/// <summary>
/// Gated recurrent unit. Let <c>z, r, g</c> be the three parts of <c>x_t·Kernel + Bias[0]</c>, and <c>p</c> those of
/// <c>h_(t−1)·RecurrentKernel + Bias[1]</c>. Then <c>z = RecurrentActivation(z + p_z)</c>, <c>r = RecurrentActivation(r + p_r)</c>,
/// <c>g = activation(g + r·p_g)</c>, <c>h_t = z·h_(t−1) + (1 − z)·g</c>. Kernel <c>[in, 3·units]</c> and recurrent kernel
/// <c>[units, 3·units]</c>; bias <c>[2, 3·units]</c>. With <c>ResetAfter = false</c> the gate r multiplies the state before its product:
/// <c>g = activation(g + (r·h_(t−1))·RecurrentKernel_g)</c>, and there is one bias, <c>[3·units]</c>. Cho et al., 2014. Keras:
/// <c>layers.GRU</c>.
/// </summary>
/// <param name="units">Size of the state; positive.</param>
/// <param name="activation">Applied elementwise to g; tanh by default.</param>
public sealed class GRUAttribute(int units, ActivationKind activation = ActivationKind.Tanh) : RecurrentAttribute(units, activation)
{
    /// <summary>Activation of the gates z and r, elementwise; sigmoid by default.</summary>
    public ActivationKind RecurrentActivation { get; set; } = ActivationKind.Sigmoid;

    /// <summary>
    /// Whether the gate r multiplies the product of the state with the recurrent kernel, after its bias, as in PyTorch; otherwise it
    /// multiplies the state before the product, as in the paper. Then at most 256 steps are allowed: the program has each of them. True by
    /// default.
    /// </summary>
    public bool ResetAfter { get; set; } = true;
}

/// <summary>A recurrent layer with gates that keep or reset its state. The order of the parts is update, reset, candidate.</summary>
/// <param name="Kernel">Weights of the input, <c>[inputs, 3·units]</c>.</param>
/// <param name="RecurrentKernel">Weights of the state, <c>[units, 3·units]</c>.</param>
/// <param name="Bias">
/// Biases of both products, the one of the input first, <c>[2, 3·units]</c>; one bias <c>[3·units]</c> if the layer has
/// <c>ResetAfter = false</c>; null if it has <c>UseBias = false</c>.
/// </param>
public sealed record GRU(Tensor Kernel, Tensor RecurrentKernel, Tensor? Bias) : Layer;
