namespace ModelDsl;

/// <summary>
/// Self-attention: <c>[N, steps, features] → [N, steps, features]</c>. Each head computes queries, keys and values of every step with its
/// part of the kernels. It returns <c>softmax(query·keyᵀ/√keyDim)·value</c>, with softmax over the keys. The output is the results of the
/// heads side by side, multiplied by OutputKernel. Query and key kernel <c>[features, numHeads, keyDim]</c>, value kernel
/// <c>[features, numHeads, valueDim]</c>, output kernel <c>[numHeads, valueDim, features]</c>. Vaswani et al., 2017. Keras:
/// <c>layers.MultiHeadAttention</c> with one input as query, key and value.
/// </summary>
/// <param name="numHeads">Number of heads; positive.</param>
/// <param name="keyDim">Length of a query and of a key of one head; positive.</param>
public sealed class MultiHeadAttentionAttribute(int numHeads, int keyDim) : LayerAttribute
{
    /// <summary>Number of heads.</summary>
    public int NumHeads { get; } = numHeads;

    /// <summary>Length of a query and of a key of one head.</summary>
    public int KeyDim { get; } = keyDim;

    /// <summary>Length of a value of one head; positive. By default it is the length of a key.</summary>
    public int ValueDim { get; set; } = keyDim;

    /// <summary>Probability that training drops a weight, as <c>Dropout</c> does; in [0, 1), 0 by default.</summary>
    public double Dropout { get; set; }

    /// <summary>Whether biases are added; true by default.</summary>
    public bool UseBias { get; set; } = true;

    /// <summary>
    /// Whether a step sees only itself and the steps before it; false by default. In Keras it is an argument of the call.
    /// </summary>
    public bool UseCausalMask { get; set; }

    /// <summary>The initializer of the kernels; Glorot uniform by default.</summary>
    public Initializer KernelInitializer { get; set; } = Initializer.GlorotUniform;

    /// <summary>The initializer of the biases; zeros by default.</summary>
    public Initializer BiasInitializer { get; set; } = Initializer.Zeros;

    /// <summary>Adds <c>KernelL1 · Σ|Kernel|</c> to the loss for each of the four kernels; finite, not negative, 0 for none.</summary>
    public double KernelL1 { get; set; }

    /// <summary>
    /// Adds <c>KernelL2 · Σ Kernel²</c> to the loss for each of the four kernels; finite, not negative, 0 for none. Keras:
    /// <c>kernel_regularizer=L2(…)</c>.
    /// </summary>
    public double KernelL2 { get; set; }

    /// <summary>Adds <c>BiasL1 · Σ|Bias|</c> to the loss for each of the four biases; finite, not negative, 0 for none.</summary>
    public double BiasL1 { get; set; }

    /// <summary>
    /// Adds <c>BiasL2 · Σ Bias²</c> to the loss for each of the four biases; finite, not negative, 0 for none. Keras:
    /// <c>bias_regularizer=L2(…)</c>.
    /// </summary>
    public double BiasL2 { get; set; }
}

/// <summary>
/// Self-attention with several heads. Each step gets the mean of the values of all steps; the weights say how well their keys match its
/// query. The biases are null if the layer has <c>UseBias = false</c>.
/// </summary>
/// <param name="QueryKernel">Weights of the queries, <c>[features, numHeads, keyDim]</c>.</param>
/// <param name="QueryBias">Bias of the queries, <c>[numHeads, keyDim]</c>.</param>
/// <param name="KeyKernel">Weights of the keys, <c>[features, numHeads, keyDim]</c>.</param>
/// <param name="KeyBias">Bias of the keys, <c>[numHeads, keyDim]</c>.</param>
/// <param name="ValueKernel">Weights of the values, <c>[features, numHeads, valueDim]</c>.</param>
/// <param name="ValueBias">Bias of the values, <c>[numHeads, valueDim]</c>.</param>
/// <param name="OutputKernel">Weights of the results of all heads, <c>[numHeads, valueDim, features]</c>.</param>
/// <param name="OutputBias">Bias of the output, <c>[features]</c>.</param>
public sealed record MultiHeadAttention(
    Tensor QueryKernel, Tensor? QueryBias, Tensor KeyKernel, Tensor? KeyBias, Tensor ValueKernel, Tensor? ValueBias, Tensor OutputKernel,
    Tensor? OutputBias) : Layer;
