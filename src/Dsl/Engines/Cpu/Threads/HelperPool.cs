namespace ModelDsl.Engines.Cpu;

/// <summary>
/// Threads that help teams of any size. A team takes a thread when it needs one, and gives it back at the end. A thread that no team needed
/// for some time ends.
/// </summary>
/// <param name="patience">The time that an idle thread waits before it ends.</param>
internal sealed class HelperPool(TimeSpan patience)
{
    /// <summary>
    /// The maximum number of threads that may share an instruction, and of helpers in the whole process. It is more than processors have
    /// cores, and fewer than a system has threads.
    /// </summary>
    public const int MostThreads = 1024;

    /// <summary>The waiting helpers, the latest at the end. That one is taken first, so helpers that are seldom needed end.</summary>
    private readonly List<TeamHelper> idle = [];
    private int count;

    /// <summary>The helpers of the process.</summary>
    public static HelperPool Shared { get; } = new(TimeSpan.FromSeconds(5));

    /// <summary>The time that an idle thread waits before it ends.</summary>
    public TimeSpan Patience => patience;

    /// <summary>Number of threads, idle or not.</summary>
    public int Count
    {
        get
        {
            lock (idle) return count;
        }
    }

    /// <summary>
    /// Returns a helper for a team. Null if the maximum number of helpers exists already, or if the system can't start a thread.
    /// </summary>
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
    public void Return(TeamHelper helper)
    {
        lock (idle) idle.Add(helper);
    }

    /// <summary>Removes a helper that waits here. Returns false for a helper that was taken.</summary>
    public bool TryRemove(TeamHelper helper)
    {
        lock (idle)
        {
            if (!idle.Remove(helper)) return false;
            count--;
            return true;
        }
    }
}
