namespace ModelDsl.Engines;

/// <content>Products, and sums of rows and columns.</content>
public partial interface ITensorEngine
{
    /// <summary>Computes a matrix product.</summary>
    void MatMul(TensorBuffer a, TensorBuffer b, Transpose transpose, TensorBuffer destination);

    /// <summary>
    /// Computes a matrix product for each index of the dimensions before the last two; these dimensions are the same in both operands.
    /// </summary>
    void BatchMatMul(TensorBuffer a, TensorBuffer b, Transpose transpose, TensorBuffer destination) =>
        Compositions.BatchMatMul(this, a, b, transpose, destination);

    /// <summary>Computes a matrix product plus a multiple: <c>a·b + factor·c</c>; c has the destination's shape.</summary>
    void MatMulAdd(TensorBuffer a, TensorBuffer b, Transpose transpose, TensorBuffer c, double factor, TensorBuffer destination) =>
        Compositions.MatMulAdd(this, a, b, transpose, c, factor, destination);

    /// <summary>
    /// Multiplies each group of columns of a by the same group of columns of b, and writes the products side by side:
    /// <c>[m, groups·k], [k, groups·n] → [m, groups·n]</c>. The transpose applies to each group; it is never <see cref="Transpose.Both"/>.
    /// If it is left, <c>[k, groups·m], [k, groups·n] → [m, groups·n]</c>. If it is right,
    /// <c>[m, groups·k], [n, groups·k] → [m, groups·n]</c>.
    /// </summary>
    void GroupedMatMul(TensorBuffer a, TensorBuffer b, int groups, Transpose transpose, TensorBuffer destination) =>
        Compositions.GroupedMatMul(this, a, b, groups, transpose, destination);

    /// <summary>
    /// Computes <c>activation(x·kernel + bias)</c>: x <c>[m, k]</c>; kernel <c>[k, n]</c>, or <c>[n, k]</c> if transposed right; bias
    /// <c>[n]</c> or null. The activation is not softmax.
    /// </summary>
    void Dense(
        TensorBuffer x, TensorBuffer kernel, Transpose transpose, TensorBuffer? bias, ActivationKind activation,
        TensorBuffer destination) =>
        Compositions.Dense(this, x, kernel, transpose, bias, activation, destination);

    /// <summary>
    /// Computes the gradient that a dense layer passes back through the activation before it,
    /// <c>activation′(saved) ∘ (gradient·kernel)</c>: gradient <c>[m, k]</c>; kernel <c>[k, n]</c>, or <c>[n, k]</c> if transposed right;
    /// saved <c>[m, n]</c> as in <see cref="ActivateGradient"/>. The activation is not linear.
    /// </summary>
    void DenseGradient(
        TensorBuffer gradient, TensorBuffer kernel, Transpose transpose, ActivationKind activation, TensorBuffer saved,
        TensorBuffer destination) =>
        Compositions.DenseGradient(this, gradient, kernel, transpose, activation, saved, destination);

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
}
