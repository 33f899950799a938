namespace Benchmarks;

/// <summary>The result of a contest.</summary>
/// <param name="Contest">The contest.</param>
/// <param name="Samples">The measurements of each side, in the order of the sides.</param>
/// <param name="Peak">The multiply-add rate of one thread of the machine at that time, in GFLOP/s.</param>
public sealed record Outcome(Contest Contest, IReadOnlyList<IReadOnlyList<Sample>> Samples, double Peak)
{
    /// <summary>The figures of each side, in the order of the sides.</summary>
    public IReadOnlyList<Figures> Sides { get; } =
        [.. Samples.Select(s => new Figures([.. s.Select(x => x.Value).Order()], s[^1].Accuracy))];

    /// <summary>How many times as good as a side's median ours is: as fast, or as small.</summary>
    public double? Ratio(int side)
    {
        var (ours, other) = (Sides[0].Median, Sides[side].Median);
        var (better, worse) = Contest.Unit.IsRate ? (other, ours) : (ours, other);
        return better > 0 ? worse / better : null;
    }

    /// <summary>The rate of a side's matrix products in GFLOP/s, from the median; null when they are not the point.</summary>
    public double? GigaFlops(int side) => Contest.Flops > 0 ? Contest.Flops / Sides[side].Median / 1e9 : null;

    /// <summary>The share of the machine's peak rate that this rate reaches.</summary>
    public double? ShareOfPeak(int side) => GigaFlops(side) / Peak;
}

/// <summary>The statistics of a side's samples.</summary>
/// <param name="Sorted">The values, smallest first.</param>
/// <param name="Accuracy">The accuracy after the last run.</param>
public sealed record Figures(IReadOnlyList<double> Sorted, double? Accuracy)
{
    /// <summary>The middle value; for an even number of values, the mean of the two middle values.</summary>
    public double Median => (Sorted[(Sorted.Count - 1) / 2] + Sorted[Sorted.Count / 2]) / 2;

    /// <summary>The range (largest minus smallest) divided by the median.</summary>
    public double? Spread => Median > 0 ? (Sorted[^1] - Sorted[0]) / Median : null;

    /// <summary>The smallest value that at least this share of all does not exceed.</summary>
    public double Quantile(double share) => Sorted[Math.Max((int)Math.Ceiling(share * Sorted.Count), 1) - 1];
}
