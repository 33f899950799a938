using System.Globalization;
using LanguageExt;
using ModelDsl.Data;

namespace ModelDsl.Inspection;

/// <summary>Chooses the values of a feature at which a partial dependence is computed, in the feature's raw units.</summary>
internal static class DependenceGrid
{
    /// <summary>The percentiles count as equal if they are nearer than this, relative to their size; as in scikit-learn.</summary>
    private const double Same = 1e-8;

    /// <summary>Returns the points; null and a fault if there are none.</summary>
    /// <param name="data">The data.</param>
    /// <param name="feature">The feature.</param>
    /// <param name="points">The largest number of points of a feature with many values.</param>
    /// <param name="low">The percentile of the first point, from 0 to 1.</param>
    /// <param name="high">The percentile of the last point.</param>
    /// <param name="isIndex">Whether only values that occur are possible, because the model looks them up.</param>
    /// <param name="faults">Receives the fault.</param>
    public static double[][]? Of(Dataset data, DataFeature feature, int points, double low, double high, bool isIndex, List<string> faults)
    {
        var rows = Rows(data, feature);
        Array.Sort(rows, static (one, other) => one.AsSpan().SequenceCompareTo(other));
        var distinct = Distinct(rows);
        if (distinct.Count < points || (feature.Width > 1 && distinct.Count <= feature.Width + 1)) return InColumnOrder(distinct);
        if (feature.Width > 1 || isIndex) return Distinct([.. Spread(points, low, high)
            .Select(share => rows[Nearest(share, rows.Length)])]).ToArray();
        return OfNumbers(Array.ConvertAll(rows, row => row[0]), feature.Name, points, low, high, faults)
            is { } numbers ? Array.ConvertAll(numbers, number => (double[])[number]) : null;
    }

    /// <summary>Returns the points of a feature of one number; null and a fault if there are none.</summary>
    /// <param name="sorted">The numbers of all samples, in ascending order.</param>
    /// <param name="name">The name of the feature.</param>
    /// <param name="points">The largest number of points of a feature with many values.</param>
    /// <param name="low">The percentile of the first point, from 0 to 1.</param>
    /// <param name="high">The percentile of the last point.</param>
    /// <param name="faults">Receives the fault.</param>
    public static double[]? OfNumbers(double[] sorted, string name, int points, double low, double high, List<string> faults)
    {
        double[] distinct = [.. sorted.Distinct()];
        if (distinct.Length < points) return distinct;
        var (first, last) = (Quantile(sorted, low), Quantile(sorted, high));
        if (Math.Abs(first - last) > Same * (1 + Math.Abs(last))) return [.. Spread(points, first, last)];
        faults.Add(string.Create(CultureInfo.InvariantCulture,
            $"the percentiles {low} and {high} of {name} are both {first:G6}: give low and high that are farther apart, or a grid"));
        return null;
    }

    /// <summary>
    /// Returns a quantile of sorted numbers, interpolated with α = β = 0.4 as in SciPy's <c>mquantiles</c>, which scikit-learn uses.
    /// </summary>
    internal static double Quantile(double[] sorted, double share)
    {
        const double alpha = 0.4, beta = 0.4;
        var place = sorted.Length * share + alpha + share * (1 - alpha - beta);
        var below = (int)Math.Floor(Math.Clamp(place, 1, sorted.Length - 1));
        var part = Math.Clamp(place - below, 0, 1);
        return sorted.Length == 1 ? sorted[0] : (1 - part) * sorted[below - 1] + part * sorted[below];
    }

    private static double[][] Rows(Dataset data, DataFeature feature)
    {
        var (rows, sample) = (new double[data.Count][], new double[data.SampleShape.Size]);
        for (var i = 0; i < rows.Length; i++)
        {
            data.CopyRaw(i, sample);
            rows[i] = sample.AsSpan(feature.First, feature.Width).ToArray();
        }
        return rows;
    }

    private static List<double[]> Distinct(double[][] sorted)
    {
        var distinct = new List<double[]>();
        foreach (var row in sorted)
            if (distinct.Count == 0 || !distinct[^1].AsSpan().SequenceEqual(row)) distinct.Add(row);
        return distinct;
    }

    /// <summary>Returns rows with one-hot rows in the order of their columns. Sorted, they are in the opposite order.</summary>
    private static double[][] InColumnOrder(List<double[]> sorted) => sorted[0].Length > 1
        && sorted.TrueForAll(row => HotColumn(row) is not null)
        ? [.. sorted.OrderBy(row => HotColumn(row))]
        : [.. sorted];

    /// <summary>Returns the column of the one in a one-hot row, the row's length for a row of zeros, and null for other rows.</summary>
    internal static int? HotColumn(double[] row)
    {
        var hot = Array.FindIndex(row, number => number != 0);
        if (hot < 0) return row.Length;
        return row[hot] == 1 && Array.FindIndex(row, hot + 1, number => number != 0) < 0 ? hot : null;
    }

    private static IEnumerable<double> Spread(int points, double first, double last) =>
        Enumerable.Range(0, points).Select(i => points == 1 ? (first + last) / 2 : i == points - 1 ? last
            : first + i * ((last - first) / (points - 1)));

    private static int Nearest(double share, int count) => (int)Math.Round(share * (count - 1), MidpointRounding.AwayFromZero);
}
