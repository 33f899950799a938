namespace ModelDsl.Engines;

/// <content>Products, layouts and tables.</content>
public partial interface ITensorEngine
{
    /// <summary>A matrix product.</summary>
    void MatMul(TensorBuffer a, TensorBuffer b, Transpose transpose, TensorBuffer destination);

    /// <summary>A matrix product for each of the dimensions before the last two, which are the same in both.</summary>
    void BatchMatMul(TensorBuffer a, TensorBuffer b, Transpose transpose, TensorBuffer destination) =>
        Compositions.BatchMatMul(this, a, b, transpose, destination);

    /// <summary>A matrix product and more: <c>a·b + factor·c</c>; c has the destination's shape.</summary>
    void MatMulAdd(TensorBuffer a, TensorBuffer b, Transpose transpose, TensorBuffer c, double factor, TensorBuffer destination) =>
        Compositions.MatMulAdd(this, a, b, transpose, c, factor, destination);

    /// <summary>
    /// A product of each group of columns with the like group, side by side, transposed left, right or not at all: from
    /// <c>[m, groups·k]</c> and <c>[k, groups·n]</c>, in which <c>k</c> rows serve every group, <c>[m, groups·n]</c>.
    /// </summary>
    void GroupedMatMul(TensorBuffer a, TensorBuffer b, int groups, Transpose transpose, TensorBuffer destination) =>
        Compositions.GroupedMatMul(this, a, b, groups, transpose, destination);

    /// <summary>
    /// <c>activation(x·kernel + bias)</c>: x <c>[m, k]</c>, kernel <c>[k, n]</c>, or <c>[n, k]</c> where it is transposed right, bias <c>[n]</c>
    /// or none; not softmax.
    /// </summary>
    void Dense(
        TensorBuffer x, TensorBuffer kernel, Transpose transpose, TensorBuffer? bias, ActivationKind activation, TensorBuffer destination) =>
        Compositions.Dense(this, x, kernel, transpose, bias, activation, destination);

    /// <summary>
    /// What a dense layer hands back to an activation before it, <c>activation′(saved) ∘ (gradient·kernel)</c>: gradient <c>[m, k]</c>, kernel <c>[k, n]</c>, or
    /// <c>[n, k]</c> where it is transposed right, saved <c>[m, n]</c> as in <see cref="ActivateGradient"/>; not linear.
    /// </summary>
    void DenseGradient(
        TensorBuffer gradient, TensorBuffer kernel, Transpose transpose, ActivationKind activation, TensorBuffer saved, TensorBuffer destination) =>
        Compositions.DenseGradient(this, gradient, kernel, transpose, activation, saved, destination);

    /// <summary>Moves the dimensions: the destination's dimension k is dimension <c>axes[k]</c> of x. NumPy: <c>transpose</c>.</summary>
    void Permute(TensorBuffer x, ReadOnlySpan<int> axes, TensorBuffer destination);

    /// <summary>Rows of a table by their index: indices <c>[…]</c>, whole numbers in [0, rows) that were checked, <c>[rows, width] → […, width]</c>.</summary>
    void Gather(TensorBuffer indices, TensorBuffer table, TensorBuffer destination);

    /// <summary>Adds every row of the gradient, in order, to the row of the table that it was taken from; zero where there is none.</summary>
    void GatherGradient(TensorBuffer indices, TensorBuffer gradient, TensorBuffer destination);

    /// <summary>A value instead of what stands right of the diagonal of each matrix: <c>[…, steps, steps]</c>. Elementwise.</summary>
    void CausalMask(TensorBuffer x, double value, TensorBuffer destination);
}
