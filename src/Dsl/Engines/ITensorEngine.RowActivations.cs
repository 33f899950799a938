namespace ModelDsl.Engines;

/// <content>Activations of rows, and activations with slopes.</content>
public partial interface ITensorEngine
{
    /// <summary>
    /// Computes <c>x − max − log Σ e^(x − max)</c> for each row, correct for logits of any finite size. Elementwise in memory.
    /// </summary>
    void LogSoftmax(TensorBuffer x, TensorBuffer destination);

    /// <summary>Computes <c>max(x − τ, 0)</c> for each row; τ is the number that makes the sum 1. Elementwise in memory.</summary>
    void Sparsemax(TensorBuffer x, TensorBuffer destination);

    /// <summary>
    /// Computes <c>x &gt; 0 ? x : slope·x</c>. The slopes have the shape of one row of x's first axis, with 1 along each axis that shares
    /// them. Elementwise in x.
    /// </summary>
    void PRelu(TensorBuffer x, TensorBuffer slopes, TensorBuffer destination);

    /// <summary>Computes <c>x &gt; 0 ? gradient : slope·gradient</c>. Elementwise in x and the gradient.</summary>
    void PReluGradient(TensorBuffer x, TensorBuffer slopes, TensorBuffer gradient, TensorBuffer destination);

    /// <summary>
    /// Computes the sums of <c>gradient·x</c> over all elements that share a slope and have an x that is not positive. The destination has
    /// the slopes' shape.
    /// </summary>
    void PReluSlopeGradient(TensorBuffer x, TensorBuffer gradient, TensorBuffer destination);
}
