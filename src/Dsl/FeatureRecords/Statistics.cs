namespace ModelDsl.FeatureRecords;

/// <summary>What an encoding learnt of a column.</summary>
/// <param name="Numbers">Its numbers; the encoding says what each means.</param>
/// <param name="Words">Its words.</param>
internal sealed record Statistics(double[] Numbers, string[] Words)
{
    /// <summary>What an encoding has that learns nothing.</summary>
    internal static Statistics Nothing { get; } = new([], []);

    /// <summary>The fault of a mean and a deviation from a file; null if there is none.</summary>
    internal string? ScaleFault =>
        Words.Length > 0 || Numbers is not [var mean, > 0 and < double.PositiveInfinity] || !double.IsFinite(mean)
            ? "needs two finite numbers, the last of them positive"
            : null;
}

/// <summary>The values of a column in the training rows. What is learnt of them does not depend on the order of the rows.</summary>
internal sealed class ColumnSample
{
    private readonly List<double> numbers = [];
    private readonly Dictionary<string, int> counts = new(StringComparer.Ordinal);

    /// <summary>Number of rows that lack a value.</summary>
    internal int Missing { get; private set; }

    // −0 becomes 0: sorting leaves equal numbers in the order of the rows.
    internal void Add(double number) => numbers.Add(number + 0.0);

    internal void Add(string word)
    {
        System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(counts, word, out _)++;
    }

    internal void AddMissing() => Missing++;

    /// <summary>Returns the numbers in ascending order.</summary>
    internal double[] Sorted()
    {
        double[] sorted = [.. numbers];
        Array.Sort(sorted);
        return sorted;
    }

    /// <summary>Returns the words, the most frequent first; words of the same frequency in ordinal order.</summary>
    internal IEnumerable<string> WordsByFrequency() =>
        counts.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Key);
}

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
