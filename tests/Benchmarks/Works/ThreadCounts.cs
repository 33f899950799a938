using System.Diagnostics;

namespace Benchmarks;

/// <summary>
/// THREADS: the same training on one thread and on all threads, alone on the machine and beside a process that keeps a core busy.
/// </summary>
public static class ThreadCounts
{
    /// <summary>The argument of the child that keeps a core busy until its parent ends it.</summary>
    public const string Child = "busy";

    /// <summary>Two contests for each network.</summary>
    public static IEnumerable<Contest> Open(Dataset fashion)
    {
        foreach (var training in Training.Fashion.Where(t => t.Name != "W1"))
        {
            yield return Compare(training, fashion, training.Name);
            yield return Compare(training, fashion, $"{training.Name}, while another process keeps a core busy", new Busy());
        }
    }

    /// <summary>Runs the child: it keeps a core busy, but no longer than a benchmark lasts.</summary>
    public static object Run(string[] arguments)
    {
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < TimeSpan.FromMinutes(10)) Thread.SpinWait(1000);
        return clock.Elapsed;
    }

    private static Contest Compare(Training training, Dataset fashion, string title, params IReadOnlyList<IDisposable> resources)
    {
        var (train, heldOut) = training.Source(fashion, training.Samples);
        var (scaled, scaledHeldOut) = (training.Scaled(train), training.Scaled(heldOut));
        Side On(int threads) => new(
            $"{threads} thread{(threads == 1 ? "" : "s")}",
            training.Ours(scaled, scaledHeldOut, training.Options with { Threads = threads }).Measure);
        return new Contest(title, [On(Environment.ProcessorCount), On(1)], resources) { Flops = training.Flops };
    }

    private sealed class Busy : IDisposable
    {
        private readonly Process process = Process.Start(Environment.ProcessPath!,
            [typeof(Busy).Assembly.Location, Children.Argument, Child])!;

        public void Dispose()
        {
            process.Kill();
            process.Dispose();
        }
    }
}
