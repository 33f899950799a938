namespace ModelDsl.Engines;

/// <content>
/// Instructions with a mask: 1 for each row that counts, and 0 for each that doesn't, such as padding. No number of a row that doesn't
/// count has an effect, not even a NaN.
/// </content>
public partial interface ITensorEngine
{
    /// <summary>
    /// Computes the product of the rows that count: a <c>[…, k]</c>, mask <c>[…]</c>, and 0 in the other rows. If transposed left, it sums
    /// over the rows of a and b that count. It is never <see cref="Transpose.Both"/>.
    /// </summary>
    void MaskedMatMul(TensorBuffer a, TensorBuffer b, Transpose transpose, TensorBuffer mask, TensorBuffer destination) =>
        Compositions.MaskedMatMul(this, a, b, transpose, mask, destination);

    /// <summary>
    /// Computes <c>factor·Σx</c> of the numbers that count into a scalar: x and mask of one shape. Engines in memory sum in an order that
    /// depends on these numbers alone.
    /// </summary>
    void MaskedSum(TensorBuffer x, TensorBuffer mask, double factor, TensorBuffer destination) =>
        Compositions.MaskedSum(this, x, mask, factor, destination);

    /// <summary>
    /// Computes the mean over the steps that count, in their order: x <c>[N, steps, n]</c>, mask <c>[N, steps]</c>, destination
    /// <c>[N, n]</c>. It is 0 if none counts.
    /// </summary>
    void MaskedMean(TensorBuffer x, TensorBuffer mask, TensorBuffer destination) => Compositions.MaskedMean(this, x, mask, destination);

    /// <summary>
    /// Writes the gradient <c>[N, n]</c>, divided by the number of a sample's steps that count, to each of them, and 0 to the others:
    /// mask <c>[N, steps]</c>, destination <c>[N, steps, n]</c>.
    /// </summary>
    void MaskedMeanGradient(TensorBuffer gradient, TensorBuffer mask, TensorBuffer destination) =>
        Compositions.MaskedMeanGradient(this, gradient, mask, destination);
}
