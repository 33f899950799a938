namespace ModelDsl.Engines;

/// <content>
/// Instructions with a mask: 1 for each row that counts, and 0 for each that doesn't, such as padding. No number of a row that doesn't
/// count has an effect, not even a NaN.
/// </content>
public static partial class Instructions
{
    /// <summary>
    /// Computes the product of the rows that count: a <c>[…, k]</c>, mask <c>[…]</c>, and 0 in the other rows. If transposed left, it sums
    /// over the rows of a and b that count. It is never <see cref="Transpose.Both"/>.
    /// </summary>
    public static void MaskedMatMul(
        this ITensorEngine engine, TensorBuffer a, TensorBuffer b, Transpose transpose, TensorBuffer mask, TensorBuffer destination)
    {
        if (engine is ILeavesOutRows own) own.MaskedMatMul(a, b, transpose, mask, destination);
        else Compositions.MaskedMatMul(engine, a, b, transpose, mask, destination);
    }

    /// <summary>
    /// Computes <c>factor·Σx</c> of the numbers that count into a scalar: x and mask of one shape. Engines in memory sum in an order that
    /// depends on these numbers alone.
    /// </summary>
    public static void MaskedSum(this ITensorEngine engine, TensorBuffer x, TensorBuffer mask, double factor, TensorBuffer destination)
    {
        if (engine is ILeavesOutRows own) own.MaskedSum(x, mask, factor, destination);
        else Compositions.MaskedSum(engine, x, mask, factor, destination);
    }

    /// <summary>
    /// Computes the mean over the steps that count, in their order: x <c>[N, steps, n]</c>, mask <c>[N, steps]</c>, destination
    /// <c>[N, n]</c>. It is 0 if none counts.
    /// </summary>
    public static void MaskedMean(this ITensorEngine engine, TensorBuffer x, TensorBuffer mask, TensorBuffer destination)
    {
        if (engine is ILeavesOutRows own) own.MaskedMean(x, mask, destination);
        else Compositions.MaskedMean(engine, x, mask, destination);
    }

    /// <summary>
    /// Writes the gradient <c>[N, n]</c>, divided by the number of a sample's steps that count, to each of them, and 0 to the others:
    /// mask <c>[N, steps]</c>, destination <c>[N, steps, n]</c>.
    /// </summary>
    public static void MaskedMeanGradient(this ITensorEngine engine, TensorBuffer gradient, TensorBuffer mask, TensorBuffer destination)
    {
        if (engine is ILeavesOutRows own) own.MaskedMeanGradient(gradient, mask, destination);
        else Compositions.MaskedMeanGradient(engine, gradient, mask, destination);
    }
}
