namespace ModelDsl.Engines;

/// <content>Activations of rows and activations with slopes; sums and sequences.</content>
public partial interface ITensorEngine
{
    /// <summary>
    /// Computes the softmax of each row, correct for logits of any finite size: <c>e^(x − max) / Σ e^(x − max)</c>. Elementwise in memory.
    /// </summary>
    void Softmax(TensorBuffer x, TensorBuffer destination) =>
        Compositions.Softmax(this, x, destination);

    /// <summary>Computes <c>p·(g − Σ g·p)</c> for each row. Elementwise in memory.</summary>
    void SoftmaxGradient(TensorBuffer probabilities, TensorBuffer gradient, TensorBuffer destination) =>
        Compositions.SoftmaxGradient(this, probabilities, gradient, destination);

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

    /// <summary>Sums over rows: <c>[m, n] → [n]</c>.</summary>
    void SumRows(TensorBuffer x, TensorBuffer destination);

    /// <summary>
    /// Computes <c>factor·Σx</c> of each run: x is divided into as many equal runs as the destination has numbers. That gives sums of rows
    /// for <c>[m, n] → [m]</c>, and the sum of all numbers for a scalar. Accurate to float32's last digits, however long a run is.
    /// </summary>
    void SumColumns(TensorBuffer x, double factor, TensorBuffer destination);

    /// <summary>Computes <c>factor·Σx²</c> into a scalar.</summary>
    void SumOfSquares(TensorBuffer x, double factor, TensorBuffer destination) => Compositions.SumOfSquares(this, x, factor, destination);

    /// <summary>
    /// Writes <c>factor·x[i]</c> over run i: the destination is divided into as many equal runs as x has numbers. That fills each row for
    /// <c>[m] → [m, n]</c>, and the whole destination for a scalar.
    /// </summary>
    void BroadcastColumns(TensorBuffer x, double factor, TensorBuffer destination);

    /// <summary>
    /// Computes <c>x·factors[j] + shifts[j]</c> for every row: x <c>[m, n]</c>, the others <c>[n]</c>. Without factors nothing is
    /// multiplied; without shifts nothing is added. Elementwise in x.
    /// </summary>
    void ScaleShiftRows(TensorBuffer x, TensorBuffer? factors, TensorBuffer? shifts, TensorBuffer destination);

    /// <summary>Sums <c>a·b</c> over rows: <c>[m, n], [m, n] → [n]</c>.</summary>
    void SumProducts(TensorBuffer a, TensorBuffer b, TensorBuffer destination) =>
        Compositions.SumProducts(this, a, b, destination);

    /// <summary>
    /// Computes, for each group, the mean, the variance <c>Σ(x − mean)²/n</c>, and <c>(x − mean)/√(variance + ε)</c>. It is accurate also
    /// for numbers far from zero. Elementwise in x.
    /// </summary>
    void Standardize(TensorBuffer x, int groups, double epsilon, TensorBuffer destination, TensorBuffer mean, TensorBuffer variance);

    /// <summary>
    /// Computes <c>(g − Σg/n − s·Σ(g·s)/n)/√(variance + ε)</c> for each group, where s is standardized. Elementwise in s and g.
    /// </summary>
    void StandardizeGradient(
        TensorBuffer standardized, TensorBuffer variance, TensorBuffer gradient, int groups, double epsilon, TensorBuffer destination);
}
