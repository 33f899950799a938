namespace Benchmarks;

/// <summary>What a contest is to show.</summary>
/// <param name="Text">In words.</param>
/// <param name="Bound">The number to reach.</param>
/// <param name="IsLeast">Whether to reach at least that, or at most.</param>
/// <param name="Value">What was reached; null where there was nobody to compare with.</param>
/// <param name="Show">A number as people read it.</param>
public sealed record Goal(string Text, double Bound, bool IsLeast, Func<Outcome, double?> Value, Func<double, string> Show)
{
    /// <summary>So many times as fast, or as small, as a peer.</summary>
    public static Goal Times(double times, string peer) => new(
        $"≥ {times:0.#}× against {peer}", times, IsLeast: true,
        outcome => outcome.Contest.Sides.Select((s, i) => (s.Name, i)).Where(s => s.Name == peer).Select(s => outcome.Ratio(s.i))
            .FirstOrDefault(),
        ratio => $"{ratio:0.0#}×");

    /// <summary>So much of what the machine's multiply-adds allow.</summary>
    public static Goal OfPeak(double share) => new(
        $"≥ {100 * share:0} % of the peak", share, IsLeast: true, outcome => outcome.ShareOfPeak(0), reached => $"{100 * reached:0} %");

    /// <summary>Our median, or another quantile, at most so large.</summary>
    public static Goal AtMost(double bound, Unit unit, double quantile = 0.5) => new(
        $"{Name(quantile)} ≤ {unit.Text(bound)}", bound, IsLeast: false, outcome => quantile == 0.5 ? outcome.Sides[0].Median : outcome.Sides[0].Quantile(quantile), unit.Text);

    /// <summary>Our median at least so large.</summary>
    public static Goal AtLeast(double bound, Unit unit) => new(
        $"{Name(0.5)} ≥ {unit.Text(bound)}", bound, IsLeast: true, outcome => outcome.Sides[0].Median, unit.Text);

    /// <summary>Whether it was reached; null where there was nobody to compare with.</summary>
    public bool? IsMet(Outcome outcome) => Value(outcome) is { } value ? (IsLeast ? value >= Bound : value <= Bound) : null;

    private static string Name(double quantile) => quantile == 0.5 ? "median" : $"p{100 * quantile:0}";
}
