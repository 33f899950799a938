namespace ModelDsl.Events;

/// <summary>
/// Counts numbers between bounds, as TensorBoard's <c>summary.histogram</c> does. The buckets have equal width from the smallest to the
/// largest number. Each excludes its upper bound, except the last.
/// </summary>
internal static class Histogram
{
    /// <summary>Number of columns: lower bound, upper bound, count.</summary>
    public const int Columns = 3;

    private const int Buckets = 30;

    /// <summary>Returns the buckets' rows. If all numbers are equal, the last bucket holds all.</summary>
    public static double[] Of(ReadOnlySpan<double> values)
    {
        var rows = new double[Buckets * Columns];
        var (smallest, largest) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values) (smallest, largest) = (Math.Min(smallest, value), Math.Max(largest, value));
        var width = (largest - smallest) / Buckets;
        for (var i = 0; i < Buckets; i++)
        {
            rows[i * Columns] = smallest + i * width;
            rows[i * Columns + 1] = i == Buckets - 1 ? largest : smallest + (i + 1) * width;
        }
        foreach (var value in values)
        {
            var bucket = width > 0 ? Math.Min((int)((value - smallest) / width), Buckets - 1) : Buckets - 1;
            rows[bucket * Columns + 2]++;
        }
        return rows;
    }
}
