using System.Collections.Concurrent;

namespace ModelDsl.Tests.Engines;

/// <summary>Threads that do the same work at the same time.</summary>
internal static class SideBySide
{
    /// <summary>Does work on this many threads, which start together. An exception in one of them fails the test.</summary>
    /// <param name="threads">The number of threads.</param>
    /// <param name="work">The work of each thread, by its number.</param>
    public static void Run(int threads, Action<int> work)
    {
        using var begin = new Barrier(threads);
        var faults = new ConcurrentQueue<Exception>();
        var all = Enumerable.Range(0, threads).Select(number => new Thread(() =>
        {
            begin.SignalAndWait();
            try
            {
                work(number);
            }
            catch (Exception fault)
            {
                faults.Enqueue(fault);
            }
        })).ToArray();
        foreach (var thread in all) thread.Start();
        foreach (var thread in all) thread.Join();
        Assert.Empty(faults);
    }
}
