using LanguageExt;
using ModelDsl.Metrics;

namespace ModelDsl;

public static partial class Functions
{
    /// <summary>
    /// Returns the class of each row: the position of its largest number, the first if several are equal; −1 for a row with a NaN. A tensor
    /// <c>[…, classes]</c> gives one class for each row, so <c>model.Predict(images) | Argmax</c> are the predicted classes.
    /// </summary>
    /// <exception cref="ArgumentException">The tensor is a scalar, or its rows are empty.</exception>
    public static Seq<int> Argmax(Tensor rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows.Shape.Rank == 0 || rows.Shape[^1] == 0)
            throw new ArgumentException($"Argmax looks for the largest number of each row; a tensor {rows.Shape} has no such row.");
        var values = rows.ToArray();
        var columns = rows.Shape[^1];
        return Enumerable.Range(0, values.Length / columns)
            .Select(row => Metrics.Rows.IndexOfLargest(values.AsSpan(row * columns, columns)))
            .ToSeq().Strict();
    }
}
