namespace ModelDsl.Engines;

/// <summary>
/// An engine that computes with the rows which a mask counts, and with no others. <see cref="Instructions"/> describes the instructions.
/// Other engines compute with all rows, and clear some.
/// </summary>
internal interface ILeavesOutRows
{
    void MaskedMatMul(TensorBuffer a, TensorBuffer b, Transpose transpose, TensorBuffer mask, TensorBuffer destination);

    void MaskedSum(TensorBuffer x, TensorBuffer mask, double factor, TensorBuffer destination);

    void MaskedMean(TensorBuffer x, TensorBuffer mask, TensorBuffer destination);

    void MaskedMeanGradient(TensorBuffer gradient, TensorBuffer mask, TensorBuffer destination);
}
