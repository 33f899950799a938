using System.Runtime.CompilerServices;

namespace ModelDsl.Metrics;

/// <summary>Reductions of one row of outputs.</summary>
internal static class Rows
{
    /// <summary>
    /// Returns the position of the largest number, the first if several are equal; −1 for a row with a NaN, which has no largest number.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int IndexOfLargest(ReadOnlySpan<float> row)
    {
        var largest = 0;
        for (var i = 0; i < row.Length; i++)
        {
            if (float.IsNaN(row[i])) return -1;
            if (row[i] > row[largest]) largest = i;
        }
        return largest;
    }
}
