namespace ModelDsl;

/// <summary>
/// A table of vectors, one for each index: <c>[N, …] → [N, …, outputDim]</c>, <c>Embeddings[index]</c>. Inputs are whole numbers in
/// <c>[0, inputDim)</c>; this is checked when data meets the model. It must therefore be the first layer; only <c>Flatten</c> and
/// <c>Reshape</c> may come before it. Embeddings <c>[inputDim, outputDim]</c>, uniform in ±0.05. Keras: <c>layers.Embedding</c>.
/// </summary>
/// <param name="inputDim">Number of vectors: one more than the largest index; positive, at most 16,777,216.</param>
/// <param name="outputDim">Length of a vector; positive.</param>
public sealed class EmbeddingAttribute(int inputDim, int outputDim) : LayerAttribute
{
    /// <summary>Number of vectors.</summary>
    public int InputDim { get; } = inputDim;

    /// <summary>Length of a vector.</summary>
    public int OutputDim { get; } = outputDim;

    /// <summary>Name of the axis of the vectors' elements, which distinguishes it from other axes: a word; none by default.</summary>
    public string Axis { get; set; } = "";

    /// <summary>
    /// Whether the index 0 is padding, so that its steps do not count for the layers after it, the loss and the metrics; then inputs are
    /// <c>[N, steps]</c>. False by default.
    /// </summary>
    public bool MaskZero { get; set; }

    /// <summary>The initializer of the table; uniform in ±0.05 by default.</summary>
    public Initializer EmbeddingsInitializer { get; set; } = Initializer.RandomUniform;

    /// <summary>Adds <c>EmbeddingsL1 · Σ|Embeddings|</c> to the loss; finite, not negative, 0 for none.</summary>
    public double EmbeddingsL1 { get; set; }

    /// <summary>
    /// Adds <c>EmbeddingsL2 · Σ Embeddings²</c> to the loss; finite, not negative, 0 for none. Keras: <c>embeddings_regularizer=L2(…)</c>.
    /// </summary>
    public double EmbeddingsL2 { get; set; }
}

/// <summary>A table of vectors that are looked up by index.</summary>
/// <param name="Embeddings">The vectors, <c>[inputDim, outputDim]</c>.</param>
public sealed record Embedding(Tensor Embeddings) : Layer;
