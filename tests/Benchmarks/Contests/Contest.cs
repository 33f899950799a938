namespace Benchmarks;

/// <summary>The same work for several systems, ready to run. The first side is ours, the others are its peers.</summary>
/// <param name="title">What distinguishes it from the other contests of its workload.</param>
/// <param name="sides">Who takes part.</param>
/// <param name="resources">What the sides hold.</param>
public sealed class Contest(string title, IReadOnlyList<Side> sides, params IReadOnlyList<IDisposable> resources) : IDisposable
{
    /// <summary>What distinguishes it from the other contests of its workload.</summary>
    public string Title => title;

    /// <summary>Who takes part, we first.</summary>
    public IReadOnlyList<Side> Sides => sides;

    /// <summary>What is measured; the smaller, the better.</summary>
    public Unit Unit { get; init; } = Unit.Seconds;

    /// <summary>Floating-point operations of the products of matrices in a run; 0 when they are not the point.</summary>
    public double Flops { get; init; }

    /// <summary>What is to be reached.</summary>
    public IReadOnlyList<Goal> Goals { get; init; } = [];

    /// <summary>What a reader of the figures should know: a peer that is missing, for instance.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>How often it runs, however few repeats are asked for: short works whose tail is of interest.</summary>
    public int RunsAtLeast { get; init; } = 1;

    /// <summary>
    /// Runs the sides in turn: once unmeasured, while code is compiled and memory is fetched, then <paramref name="repeats"/> times or
    /// more.
    /// </summary>
    public Outcome Run(int repeats)
    {
        var peak = FmaPeak.Measure();
        var samples = sides.Select(_ => new List<Sample>()).ToArray();
        for (var run = -1; run < Math.Max(repeats, RunsAtLeast); run++)
        {
            for (var side = 0; side < sides.Count; side++)
            {
                var sample = sides[side].Run();
                if (run >= 0) samples[side].Add(sample);
            }
        }

        return new Outcome(this, samples, Math.Max(peak, FmaPeak.Measure()));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var resource in resources) resource.Dispose();
    }
}
