namespace ModelDsl.Engines;

/// <content>Products, layouts and tables.</content>
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

    /// <summary>Reorders the dimensions: the destination's dimension k is dimension <c>axes[k]</c> of x. NumPy: <c>transpose</c>.</summary>
    void Permute(TensorBuffer x, ReadOnlySpan<int> axes, TensorBuffer destination);

    /// <summary>
    /// Copies rows of a table by index: indices <c>[…]</c>, table and destination <c>[rows, width] → […, width]</c>. The indices are whole
    /// numbers that were checked to lie in [0, rows).
    /// </summary>
    void Gather(TensorBuffer indices, TensorBuffer table, TensorBuffer destination);

    /// <summary>
    /// Adds every row of the gradient, in order, to the table row that it was copied from. Rows that were never copied get zero.
    /// </summary>
    void GatherGradient(TensorBuffer indices, TensorBuffer gradient, TensorBuffer destination);

    /// <summary>
    /// Replaces the elements to the right of the diagonal of each matrix by a value: <c>[…, steps, steps]</c>. Elementwise.
    /// </summary>
    void CausalMask(TensorBuffer x, double value, TensorBuffer destination);
}
