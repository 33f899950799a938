using System.Diagnostics;

namespace Benchmarks;

/// <summary>The figures of a load.</summary>
/// <param name="Rate">Requests that were answered in a second.</param>
/// <param name="Median">Seconds from a request to its answer: the middle value.</param>
/// <param name="P99">Seconds from a request to its answer, which 1 % of the requests exceed.</param>
public sealed record Load(double Rate, double Median, double P99)
{
    /// <summary>Runs of each side before the first contest. One is too few for the JIT to compile all the code of a server well.</summary>
    private const int WarmUps = 3;

    /// <summary>Sends requests from several callers. Each caller sends its next request when the last one is answered.</summary>
    /// <param name="callers">The number of callers.</param>
    /// <param name="requests">The number of requests of all callers together.</param>
    /// <param name="send">Sends the request of this number, and ends when it is answered.</param>
    public static Load Run(int callers, int requests, Func<int, Task> send)
    {
        var (ticks, sent) = (new double[requests], -1);
        var clock = Stopwatch.StartNew();
        Task.WaitAll([.. Enumerable.Range(0, callers).Select(_ => Task.Run(async () =>
        {
            for (int request; (request = Interlocked.Increment(ref sent)) < requests;)
            {
                var started = Stopwatch.GetTimestamp();
                await send(request).ConfigureAwait(false);
                ticks[request] = Stopwatch.GetTimestamp() - started;
            }
        }))]);
        var seconds = clock.Elapsed.TotalSeconds;
        var latencies = new Figures([.. ticks.Order().Select(t => t / Stopwatch.Frequency)], null);
        return new Load(requests / seconds, latencies.Median, latencies.Quantile(0.99));
    }

    /// <summary>Makes contests for the three figures of the same runs.</summary>
    /// <param name="title">The load.</param>
    /// <param name="sides">The sides, ours first, each with its load.</param>
    /// <param name="notes">Notes for readers of the figures.</param>
    /// <param name="resources">The resources that the sides hold.</param>
    public static IEnumerable<Contest> Contests(
        string title, IReadOnlyList<(string Name, Func<Load> Run)> sides, IReadOnlyList<string> notes,
        params IReadOnlyList<IDisposable> resources)
    {
        for (var run = 0; run < WarmUps; run++)
        {
            foreach (var side in sides) side.Run();
        }

        var runs = sides.Select(_ => new List<Load>()).ToArray();
        var measured = sides.Select((side, i) => new Side(side.Name, () => Measure(side.Run, runs[i])));
        yield return new Contest($"{title}, requests a second", [.. measured], resources) { Unit = Unit.PerSecond, Notes = notes };
        yield return Again("median", load => load.Median);
        yield return Again("p99", load => load.P99);

        Contest Again(string name, Func<Load, double> figure) => new(
            $"{title}, the same runs: {name} of a request", [.. sides.Select((side, i) => Load.Again(side.Name, runs[i], figure))]);
    }

    private static Sample Measure(Func<Load> run, List<Load> runs)
    {
        runs.Add(run());
        return new Sample(runs[^1].Rate);
    }

    /// <summary>Returns a side that reads another figure of runs that were measured already, in their order.</summary>
    private static Side Again(string name, IReadOnlyList<Load> runs, Func<Load, double> figure)
    {
        var next = 0;
        return new Side(name, () => new Sample(figure(runs[next++])));
    }
}
