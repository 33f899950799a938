namespace ModelDsl.Gpu;

/// <summary>
/// Products of matrices whose columns lie one after the other, as BLAS has them: <c>c = a·b</c> with a <c>[Rows, Steps]</c> and b
/// <c>[Steps, Columns]</c>. A matrix that is transposed lies as its transpose.
/// </summary>
/// <param name="LeftTransposed">Whether a is transposed.</param>
/// <param name="RightTransposed">Whether b is transposed.</param>
/// <param name="Rows">Rows of the product.</param>
/// <param name="Columns">Columns of the product.</param>
/// <param name="Steps">Length of the inner dimension.</param>
/// <param name="Left">Distance of the columns of a as it lies: its leading dimension.</param>
/// <param name="Right">Leading dimension of b.</param>
/// <param name="Destination">Leading dimension of c.</param>
/// <param name="LeftNext">Distance of the next a.</param>
/// <param name="RightNext">Distance of the next b.</param>
/// <param name="DestinationNext">Distance of the next c.</param>
/// <param name="Count">Number of products.</param>
internal readonly record struct ColumnMajorProduct(
    bool LeftTransposed, bool RightTransposed, int Rows, int Columns, int Steps, int Left, int Right, int Destination,
    long LeftNext, long RightNext, long DestinationNext, int Count)
{
    /// <summary>
    /// Returns our product in this form. Our rows are its columns, so it computes the transpose, <c>cᵀ = bᵀ·aᵀ</c>: its left factor is our
    /// right one.
    /// </summary>
    public static ColumnMajorProduct Of(in ProductArguments a, int products)
    {
        var (leftTransposed, rightTransposed) = (a.RightColumn != 1, a.LeftStep != 1);
        return new(
            leftTransposed, rightTransposed, a.Columns, a.Rows, a.Steps,
            // The distance of lines says nothing where there is one line only, but BLAS asks for room for it.
            Math.Max(leftTransposed ? a.RightColumn : a.RightStep, leftTransposed ? a.Steps : a.Columns),
            Math.Max(rightTransposed ? a.LeftStep : a.LeftRow, rightTransposed ? a.Rows : a.Steps),
            Math.Max(a.DestinationRow, a.Columns), a.RightNext, a.LeftNext, a.DestinationNext, products);
    }
}

/// <summary>Computes products of matrices whose columns lie one after the other.</summary>
/// <typeparam name="TMemory">A place in memory.</typeparam>
internal interface IColumnMajorProducts<in TMemory>
{
    /// <summary>Computes products: our right factor is the left one here.</summary>
    void Multiply(in ColumnMajorProduct product, TMemory ourLeft, TMemory ourRight, TMemory destination);
}
