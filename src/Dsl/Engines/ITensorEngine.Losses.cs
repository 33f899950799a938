namespace ModelDsl.Engines;

/// <content>The softmax, and losses of rows, which are samples. Upstream holds the gradient of each row's loss.</content>
public partial interface ITensorEngine
{
    /// <summary>
    /// Converts whole numbers to class indices; both buffers have the same shape. Used for labels of several outputs, which are in one row
    /// of real numbers. The caller has checked the values.
    /// </summary>
    void ClassIndices(TensorBuffer x, TensorBuffer destination);

    /// <summary>
    /// Computes, for each row, the loss <c>log Σ e^z − z[label]</c> and the softmax. Labels were checked to lie in [0, columns).
    /// </summary>
    void SparseSoftmaxCrossEntropy(TensorBuffer logits, TensorBuffer labels, TensorBuffer losses, TensorBuffer probabilities) =>
        Compositions.SparseSoftmaxCrossEntropy(this, logits, labels, losses, probabilities);

    /// <summary>Computes <c>upstream·(p − onehot(label))</c>. Elementwise in the probabilities.</summary>
    void SparseSoftmaxCrossEntropyGradient(
        TensorBuffer probabilities, TensorBuffer labels, TensorBuffer upstream, TensorBuffer destination) =>
        Compositions.SparseSoftmaxCrossEntropyGradient(this, probabilities, labels, upstream, destination);

    /// <summary>
    /// Computes, for each row, the loss <c>Σ y·(log Σ e^z − z)</c> and the softmax. The bits are those of the sparse form if y is one-hot.
    /// </summary>
    void SoftmaxCrossEntropy(TensorBuffer logits, TensorBuffer targets, TensorBuffer losses, TensorBuffer probabilities) =>
        Compositions.SoftmaxCrossEntropy(this, logits, targets, losses, probabilities);

    /// <summary>Computes <c>upstream·(p·Σy − y)</c>. Elementwise in the probabilities.</summary>
    void SoftmaxCrossEntropyGradient(TensorBuffer probabilities, TensorBuffer targets, TensorBuffer upstream, TensorBuffer destination) =>
        Compositions.SoftmaxCrossEntropyGradient(this, probabilities, targets, upstream, destination);

    /// <summary>Computes, for each row, the mean of <c>max(z, 0) − z·y + log(1 + e^−|z|)</c>, and the sigmoid of each element.</summary>
    void SigmoidCrossEntropy(TensorBuffer logits, TensorBuffer targets, TensorBuffer losses, TensorBuffer probabilities) =>
        Compositions.SigmoidCrossEntropy(this, logits, targets, losses, probabilities);

    /// <summary>Computes <c>upstream·(p − y)/columns</c>. Elementwise in the probabilities.</summary>
    void SigmoidCrossEntropyGradient(TensorBuffer probabilities, TensorBuffer targets, TensorBuffer upstream, TensorBuffer destination) =>
        Compositions.SigmoidCrossEntropyGradient(this, probabilities, targets, upstream, destination);

    /// <summary>
    /// Computes the softmax of each row, correct for logits of any finite size: <c>e^(x − max) / Σ e^(x − max)</c>. Elementwise in memory.
    /// </summary>
    void Softmax(TensorBuffer x, TensorBuffer destination) =>
        Compositions.Softmax(this, x, destination);

    /// <summary>Computes <c>p·(g − Σ g·p)</c> for each row. Elementwise in memory.</summary>
    void SoftmaxGradient(TensorBuffer probabilities, TensorBuffer gradient, TensorBuffer destination) =>
        Compositions.SoftmaxGradient(this, probabilities, gradient, destination);
}
