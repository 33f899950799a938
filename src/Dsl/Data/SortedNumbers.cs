namespace ModelDsl.Data;

/// <summary>Figures of numbers in ascending order.</summary>
internal static class SortedNumbers
{
    /// <summary>Returns a quantile by linear interpolation between neighbours. NumPy: <c>quantile(method="linear")</c>.</summary>
    internal static double Quantile(double[] sorted, double share)
    {
        var place = share * (sorted.Length - 1);
        var below = (int)Math.Floor(place);
        var above = Math.Min(below + 1, sorted.Length - 1);
        var fraction = place - below;
        // Halves first, so that a difference of two large numbers does not overflow.
        return sorted[below] == sorted[above] ? sorted[below] : sorted[below] * (1 - fraction) + sorted[above] * fraction;
    }

    /// <summary>Returns the middle number, or the mean of the two in the middle.</summary>
    internal static double Median(double[] sorted) =>
        sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : sorted[sorted.Length / 2 - 1] / 2 + sorted[sorted.Length / 2] / 2;

    /// <summary>Returns the sum, with the rounding errors of each step added at the end (Neumaier, 1974).</summary>
    internal static double Sum(ReadOnlySpan<double> numbers)
    {
        var (sum, lost) = (0.0, 0.0);
        foreach (var number in numbers)
        {
            var next = sum + number;
            lost += Math.Abs(sum) >= Math.Abs(number) ? sum - next + number : number - next + sum;
            sum = next;
        }
        return sum + lost;
    }

    /// <summary>Returns the mean and the deviation, which divides by the count; for a constant column that number and 1.</summary>
    internal static (double Mean, double Deviation) Moments(double[] sorted)
    {
        if (sorted[0] == sorted[^1]) return (sorted[0], 1);
        // Divided by the largest size, no square leaves the range of a double.
        var size = Math.Max(Math.Abs(sorted[0]), Math.Abs(sorted[^1]));
        var scaled = Array.ConvertAll(sorted, number => number / size);
        var mean = Sum(scaled) / scaled.Length;
        var squares = Array.ConvertAll(scaled, number => (number - mean) * (number - mean));
        Array.Sort(squares);
        var deviation = Math.Sqrt(Sum(squares) / squares.Length) * size;
        return (mean * size, deviation > 0 ? deviation : 1);
    }
}
