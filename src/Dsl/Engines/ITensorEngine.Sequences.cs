namespace ModelDsl.Engines;

/// <content>Tables that are read by index, and the mask of a sequence.</content>
public partial interface ITensorEngine
{
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
