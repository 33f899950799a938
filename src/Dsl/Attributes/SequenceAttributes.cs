namespace ModelDsl;

/// <summary>
/// A table of vectors, one for each index: <c>[N, …] → [N, …, outputDim]</c>, <c>Embeddings[index]</c>. Inputs are whole numbers in
/// <c>[0, inputDim)</c>, which is checked when data meets the model; so it is the first layer, but for <c>Flatten</c> and <c>Reshape</c>.
/// Embeddings <c>[inputDim, outputDim]</c>, uniform in ±0.05. Keras: <c>layers.Embedding</c>, without <c>mask_zero</c>.
/// </summary>
/// <param name="inputDim">Number of vectors: one more than the largest index; positive, at most 16,777,216.</param>
/// <param name="outputDim">Length of a vector; positive.</param>
public sealed class EmbeddingAttribute(int inputDim, int outputDim) : LayerAttribute
{
    /// <summary>Number of vectors.</summary>
    public int InputDim { get; } = inputDim;

    /// <summary>Length of a vector.</summary>
    public int OutputDim { get; } = outputDim;

    /// <summary>Name of the axis of the vectors' numbers, so that it is kept apart from others: a word; none unless set.</summary>
    public string Axis { get; set; } = "";

    /// <summary>How the table begins; uniform in ±0.05 unless set.</summary>
    public Initializer EmbeddingsInitializer { get; set; } = Initializer.RandomUniform;

    /// <summary>Adds <c>EmbeddingsL1 · Σ|Embeddings|</c> to the loss; finite, not negative, 0 for none.</summary>
    public double EmbeddingsL1 { get; set; }

    /// <summary>
    /// Adds <c>EmbeddingsL2 · Σ Embeddings²</c> to the loss; finite, not negative, 0 for none. Keras: <c>embeddings_regularizer=L2(…)</c>.
    /// </summary>
    public double EmbeddingsL2 { get; set; }
}

/// <summary>
/// A layer that goes through a sequence step by step and remembers: its state begins as 0. The output is the last state
/// <c>[N, steps, in] → [N, units]</c>, or every step's <c>[N, steps, in] → [N, steps, units]</c>.
/// </summary>
public abstract class RecurrentAttribute : LayerAttribute
{
    private protected RecurrentAttribute(int units, ActivationKind activation) => (Units, Activation) = (units, activation);

    /// <summary>Size of the state, and width of the output.</summary>
    public int Units { get; }

    /// <summary>Name of the axis of the units, so that it is kept apart from others: a word; none unless set.</summary>
    public string Axis { get; set; } = "";

    /// <summary>Activation of the state; elementwise.</summary>
    public ActivationKind Activation { get; }

    /// <summary>Whether a bias is added; true unless set.</summary>
    public bool UseBias { get; set; } = true;

    /// <summary>Whether the output is the state of every step instead of the last; false unless set.</summary>
    public bool ReturnSequences { get; set; }

    /// <summary>
    /// Whether the sequence is gone through from its last step to its first; the output's steps then stand in that order. False unless set.
    /// </summary>
    public bool GoBackwards { get; set; }

    /// <summary>How the kernel begins; Glorot uniform unless set.</summary>
    public Initializer KernelInitializer { get; set; } = Initializer.GlorotUniform;

    /// <summary>How the recurrent kernel begins; orthogonal unless set.</summary>
    public Initializer RecurrentInitializer { get; set; } = Initializer.Orthogonal;

    /// <summary>How the bias begins; zero unless set.</summary>
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
/// <param name="activation">Applied elementwise to the state; tanh unless given.</param>
public sealed class SimpleRNNAttribute(int units, ActivationKind activation = ActivationKind.Tanh) : RecurrentAttribute(units, activation);

/// <summary>
/// Long short-term memory. With <c>i, f, g, o</c> the four parts of <c>x_t·Kernel + h_(t−1)·RecurrentKernel + Bias</c>, after
/// <c>RecurrentActivation</c>, g after <c>activation</c>: <c>c_t = f·c_(t−1) + i·g</c>, <c>h_t = o·activation(c_t)</c>. Kernel
/// <c>[in, 4·units]</c> and recurrent kernel <c>[units, 4·units]</c>; bias <c>[4·units]</c>. Hochreiter and
/// Schmidhuber, 1997; Gers et al., 2000. Keras: <c>layers.LSTM</c>.
/// </summary>
/// <param name="units">Size of the state and of the cell; positive.</param>
/// <param name="activation">Applied elementwise to g and the cell; tanh unless given.</param>
public sealed class LSTMAttribute(int units, ActivationKind activation = ActivationKind.Tanh) : RecurrentAttribute(units, activation)
{
    /// <summary>Activation of the gates i, f and o, elementwise; sigmoid unless set.</summary>
    public ActivationKind RecurrentActivation { get; set; } = ActivationKind.Sigmoid;

    /// <summary>Whether the bias of the gate f begins as 1, whatever the others begin as, so that the cell keeps what it holds; true unless set.</summary>
    public bool UnitForgetBias { get; set; } = true;
}

/// <summary>
/// Gated recurrent unit. With <c>z, r, g</c> the three parts of <c>x_t·Kernel + Bias[0]</c>, and <c>p</c> those of
/// <c>h_(t−1)·RecurrentKernel + Bias[1]</c>: <c>z = RecurrentActivation(z + p_z)</c>, <c>r = RecurrentActivation(r + p_r)</c>,
/// <c>g = activation(g + r·p_g)</c>, <c>h_t = z·h_(t−1) + (1 − z)·g</c>. Kernel <c>[in, 3·units]</c> and recurrent kernel
/// <c>[units, 3·units]</c>; bias <c>[2, 3·units]</c>. Cho et al., 2014. Keras: <c>layers.GRU</c> with its default
/// <c>reset_after=True</c>; the other form is not offered.
/// </summary>
/// <param name="units">Size of the state; positive.</param>
/// <param name="activation">Applied elementwise to g; tanh unless given.</param>
public sealed class GRUAttribute(int units, ActivationKind activation = ActivationKind.Tanh) : RecurrentAttribute(units, activation)
{
    /// <summary>Activation of the gates z and r, elementwise; sigmoid unless set.</summary>
    public ActivationKind RecurrentActivation { get; set; } = ActivationKind.Sigmoid;
}
