namespace Benchmarks;

/// <summary>A goal of a contest.</summary>
/// <param name="Text">The goal in words.</param>
/// <param name="Bound">The number to reach.</param>
/// <param name="IsLeast">True if the value must be at least the bound; false if it must be at most the bound.</param>
/// <param name="Value">The value that was reached; null if there was no peer to compare with.</param>
/// <param name="Show">Formats a number for people.</param>
public sealed record Goal(string Text, double Bound, bool IsLeast, Func<Outcome, double?> Value, Func<double, string> Show)
{
    /// <summary>Requires us to be this many times as fast, or as small, as a peer.</summary>
    public static Goal Times(double times, string peer) => new(
        $"≥ {times:0.#}× against {peer}", times, IsLeast: true,
        outcome => outcome.Contest.Sides.Select((s, i) => (s.Name, i)).Where(s => s.Name == peer).Select(s => outcome.Ratio(s.i))
            .FirstOrDefault(),
        ratio => $"{ratio:0.0#}×");

    /// <summary>Requires this share of the machine's multiply-add rate.</summary>
    public static Goal OfPeak(double share) => new(
        $"≥ {100 * share:0} % of the peak", share, IsLeast: true, outcome => outcome.ShareOfPeak(0), reached => $"{100 * reached:0} %");

    /// <summary>Requires our median, or another quantile, to be at most the bound.</summary>
    public static Goal AtMost(double bound, Unit unit, double quantile = 0.5) => new(
        $"{Name(quantile)} ≤ {unit.Text(bound)}", bound, IsLeast: false, outcome => quantile == 0.5 ? outcome.Sides[0].Median : outcome.Sides[0].Quantile(quantile), unit.Text);

    /// <summary>Requires our median to be at least the bound.</summary>
    public static Goal AtLeast(double bound, Unit unit) => new(
        $"{Name(0.5)} ≥ {unit.Text(bound)}", bound, IsLeast: true, outcome => outcome.Sides[0].Median, unit.Text);

    /// <summary>Tells whether the goal was reached; null if there was no peer to compare with.</summary>
    public bool? IsMet(Outcome outcome) => Value(outcome) is { } value ? (IsLeast ? value >= Bound : value <= Bound) : null;

    private static string Name(double quantile) => quantile == 0.5 ? "median" : $"p{100 * quantile:0}";
}
