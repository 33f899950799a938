namespace ModelDsl.Engines.Cpu;

/// <summary>
/// Threads that help teams, whatever their size: taken when a team needs one, given back at its end. One that nobody needed for a while
/// ends.
/// </summary>
/// <param name="patience">How long an idle thread waits before it ends.</param>
internal sealed class HelperPool(TimeSpan patience)
{
    /// <summary>
    /// Threads that may share an instruction at most, and as many help in the whole process: more than processors have cores, fewer than a
    /// system has threads.
    /// </summary>
    public const int MostThreads = 1024;

    /// <summary>The helpers that wait, the one that came last at the end: what is needed seldom goes.</summary>
    private readonly List<TeamHelper> idle = [];
    private int count;

    /// <summary>The helpers of the process.</summary>
    public static HelperPool Shared { get; } = new(TimeSpan.FromSeconds(5));

    /// <summary>How long an idle thread waits before it ends.</summary>
    public TimeSpan Patience => patience;

    /// <summary>How many threads there are, idle and not.</summary>
    public int Count
    {
        get
        {
            lock (idle) return count;
        }
    }

    /// <summary>A helper for a team; null where there are as many as there may be, or where the system has no thread to give.</summary>
    public TeamHelper? Take()
    {
        lock (idle)
        {
            if (idle.Count > 0)
            {
                var last = idle[^1];
                idle.RemoveAt(idle.Count - 1);
                return last;
            }
            if (count == MostThreads) return null;
            count++;
        }
        try
        {
            return new TeamHelper(this);
        }
        catch (Exception fault) when (fault is OutOfMemoryException or ThreadStartException)
        {
            lock (idle) count--;
            return null;
        }
    }

    /// <summary>Takes a helper back.</summary>
    public void GiveBack(TeamHelper helper)
    {
        lock (idle) idle.Add(helper);
    }

    /// <summary>Whether a helper may end, since it waits here; it is gone then.</summary>
    public bool LetsGo(TeamHelper helper)
    {
        lock (idle)
        {
            if (!idle.Remove(helper)) return false;
            count--;
            return true;
        }
    }
}
