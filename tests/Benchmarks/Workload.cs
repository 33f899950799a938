namespace Benchmarks;

/// <summary>The same work for two systems.</summary>
/// <param name="Name">What the command line calls it: W1.</param>
/// <param name="Title">What is done.</param>
/// <param name="Peer">Whom it is compared with.</param>
/// <param name="Goal">By how much ModelDsl is to be faster.</param>
/// <param name="Flops">Floating-point operations of the multiplications of matrices in it; 0 when they are not the point.</param>
/// <param name="Open">Prepares both sides.</param>
public sealed record Workload(string Name, string Title, string Peer, double Goal, double Flops, Func<Dataset, Contest> Open);

/// <summary>Both sides of a workload, ready to run. Every call of a side does the whole work once.</summary>
public sealed class Contest(Func<Sample> modelDsl, Func<Sample> peer, params IDisposable[] resources) : IDisposable
{
    /// <summary>Runs both sides in turn: once unmeasured, while code is compiled and memory is fetched, then <paramref name="repeats"/> times.</summary>
    public Outcome Run(int repeats)
    {
        var (ours, theirs) = (new List<Sample>(), new List<Sample>());
        for (var run = -1; run < repeats; run++)
        {
            var (their, our) = (peer(), modelDsl());
            if (run < 0) continue;
            theirs.Add(their);
            ours.Add(our);
        }

        return new Outcome(ours, theirs);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var resource in resources) resource.Dispose();
    }
}

/// <summary>What both sides took.</summary>
public sealed record Outcome(IReadOnlyList<Sample> ModelDsl, IReadOnlyList<Sample> Peer)
{
    /// <summary>How many times as fast ModelDsl is, by the medians.</summary>
    public double Ratio => Median(Peer) / Median(ModelDsl);

    /// <summary>The middle of the times; of an even number, the mean of the middle two.</summary>
    public static double Median(IEnumerable<Sample> samples)
    {
        var sorted = samples.Select(s => s.Seconds).Order().ToArray();
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
