namespace Benchmarks;

/// <summary>The same work for several systems, ready to run. The first side is ours, the others are its peers.</summary>
/// <param name="title">The difference from the other contests of its workload.</param>
/// <param name="sides">The systems that take part.</param>
/// <param name="resources">The resources that the sides hold.</param>
public sealed class Contest(string title, IReadOnlyList<Side> sides, params IReadOnlyList<IDisposable> resources) : IDisposable
{
    /// <summary>The difference from the other contests of its workload.</summary>
    public string Title => title;

    /// <summary>The systems that take part, ours first.</summary>
    public IReadOnlyList<Side> Sides => sides;

    /// <summary>The unit of the measurements; smaller is better, unless it is a rate.</summary>
    public Unit Unit { get; init; } = Unit.Seconds;

    /// <summary>Floating-point operations of the matrix products in a run; 0 when they are not the point.</summary>
    public double Flops { get; init; }

    /// <summary>The goals.</summary>
    public IReadOnlyList<Goal> Goals { get; init; } = [];

    /// <summary>Notes for readers of the figures: for instance, that a peer is missing.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>
    /// The least number of runs, even if fewer repeats are asked for. Short works need more runs when their slowest runs matter.
    /// </summary>
    public int RunsAtLeast { get; init; } = 1;

    /// <summary>
    /// Runs the sides in turn: first once without measuring, while code is compiled and memory is fetched; then <paramref name="repeats"/>
    /// times or more.
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
