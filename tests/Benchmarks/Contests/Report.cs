namespace Benchmarks;

/// <summary>The figures as text for reading at once.</summary>
public sealed class Report(TextWriter text)
{
    private const string Row = "    {0,-32} {1,12} {2,21} {3,7} {4,9} {5,8} {6,8} {7,9}";

    /// <summary>Begins a workload.</summary>
    public void Begin(Workload workload)
    {
        text.WriteLine($"{workload.Name}  {workload.Title}");
        Write("", "median", "min – max", "spread", "GFLOP/s", "of peak", "ours is", "accuracy");
    }

    /// <summary>Writes the figures of a contest.</summary>
    public void Add(Outcome outcome)
    {
        var contest = outcome.Contest;
        text.WriteLine($"  {contest.Title}; {outcome.Samples[0].Count} runs in turn; the machine's multiply-adds: {outcome.Peak:F0} GFLOP/s");
        var (size, symbol) = contest.Unit.ScaleFor(outcome.Sides.Where(s => s.Median > 0).Select(s => s.Median).DefaultIfEmpty().Min());
        for (var side = 0; side < contest.Sides.Count; side++)
        {
            var figures = outcome.Sides[side];
            Write(
                contest.Sides[side].Name, $"{figures.Median / size:0.000} {symbol,-2}",
                $"{figures.Sorted[0] / size:0.000} – {figures.Sorted[^1] / size:0.000}", Percent(figures.Spread),
                $"{outcome.GigaFlops(side):0.0}", Percent(outcome.ShareOfPeak(side)), side > 0 && outcome.Ratio(side) is { } ratio ? $"{ratio:0.0#}×" : "",
                $"{figures.Accuracy:0.0000}");
        }

        foreach (var goal in contest.Goals)
            text.WriteLine($"    goal: {goal.Text}: {(goal.Value(outcome) is { } value ? goal.Show(value) : "nobody to compare with")}{Verdict(goal.IsMet(outcome))}");
        foreach (var side in contest.Sides.Where(s => s.Blas is not null)) text.WriteLine($"    {side.Name} multiplies by {side.Blas}");
        foreach (var note in contest.Notes) text.WriteLine($"    {note}");
        text.Flush();
    }

    /// <summary>Ends a workload.</summary>
    public void End() => text.WriteLine();

    private static string Verdict(bool? isMet) => isMet switch { true => ", reached", false => ", missed", null => "" };

    private static string Percent(double? share) => share is { } value ? $"{100 * value:0} %" : "";

    private void Write(params object[] cells) => text.WriteLine(string.Format(null, Row, cells).TrimEnd());
}
