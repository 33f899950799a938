using LanguageExt;
using ModelDsl.Data;

namespace ModelDsl.Inspection;

/// <summary>Puts predicted probabilities into bins.</summary>
internal static class ReliabilityTable
{
    /// <summary>Returns the bins that are not empty.</summary>
    /// <param name="predicted">The probability of each event.</param>
    /// <param name="happened">Whether it happened: 1 or 0, or the probability that labels give.</param>
    /// <param name="count">Number of bins.</param>
    /// <param name="bins">How they are made.</param>
    public static Seq<CalibrationBin> Of(ReadOnlySpan<double> predicted, ReadOnlySpan<double> happened, int count, CalibrationBins bins)
    {
        var edges = bins == CalibrationBins.Uniform ? Uniform(count) : Quantiles(predicted.ToArray(), count);
        var (counts, sums, events) = (new int[count], new double[count], new double[count]);
        for (var i = 0; i < predicted.Length; i++)
        {
            var bin = BinOf(predicted[i], edges);
            counts[bin]++;
            sums[bin] += predicted[i];
            events[bin] += happened[i];
        }
        return Enumerable.Range(0, count).Where(bin => counts[bin] > 0)
            .Select(bin => new CalibrationBin(edges[bin], edges[bin + 1], counts[bin], sums[bin] / counts[bin], events[bin] / counts[bin]))
            .ToSeq().Strict();
    }

    /// <summary>Returns the bin of a probability: an edge belongs to the bin that ends there, as in scikit-learn.</summary>
    private static int BinOf(double probability, double[] edges)
    {
        var (low, high) = (1, edges.Length - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (edges[middle] < probability) low = middle + 1;
            else high = middle;
        }
        return low - 1;
    }

    private static double[] Uniform(int count) => [.. Enumerable.Range(0, count + 1).Select(i => (double)i / count)];

    private static double[] Quantiles(double[] probabilities, int count)
    {
        Array.Sort(probabilities);
        return [.. Enumerable.Range(0, count + 1).Select(i => SortedNumbers.Quantile(probabilities, (double)i / count))];
    }
}
