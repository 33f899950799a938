namespace ModelDsl.Engines;

/// <content>Normalization of groups, and factors and shifts of columns.</content>
public partial interface ITensorEngine
{
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
