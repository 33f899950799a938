using System.Collections.Concurrent;

namespace ModelDsl.Tests.Engines;

/// <summary>Threads that do the same at the same time.</summary>
internal static class SideBySide
{
    /// <summary>Does work on so many threads, which begin together; what one throws fails the test.</summary>
    /// <param name="threads">How many.</param>
    /// <param name="work">What each does, by its number.</param>
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
