using System.Diagnostics;

namespace ModelDsl.Engines.Cpu;

/// <summary>
/// A thread of a <see cref="ThreadTeam"/> that is not its leader. It looks for work for a short time, since the next instruction usually
/// comes soon. Then it sleeps until it is woken, and leaves the core to other programs. It ends if it was in no team for a long time.
/// </summary>
internal sealed class TeamHelper
{
    private static readonly long LookingTime = Stopwatch.Frequency / 20_000;

    private readonly HelperPool pool;
    private readonly SemaphoreSlim alarm = new(0);
    private volatile ThreadTeam? team;
    private int asleep;

    /// <summary>Starts the thread.</summary>
    public TeamHelper(HelperPool pool)
    {
        this.pool = pool;
        new Thread(Work) { IsBackground = true, Name = "ModelDsl" }.Start();
    }

    /// <summary>Makes the thread look for a team's work; with null, for no work.</summary>
    public void Join(ThreadTeam? team) => this.team = team;

    /// <summary>Wakes the thread if it sleeps.</summary>
    public void Wake()
    {
        if (Volatile.Read(ref asleep) == 1 && Interlocked.Exchange(ref asleep, 0) == 1) alarm.Release();
    }

    private bool HasPiece => team is { HasPiece: true };

    private void Work()
    {
        while (true)
        {
            if (WaitsInVain() && Sleep() && pool.TryRemove(this)) return;
            team?.RunPieces();
        }
    }

    /// <summary>Sleeps until it is woken, or until the pool's patience ends. Returns true if no thread woke it.</summary>
    private bool Sleep()
    {
        Interlocked.Exchange(ref asleep, 1);
        // Either this thread sees work that was published just before, or the work's leader sees that this thread sleeps.
        var seesPiece = HasPiece;
        if (!seesPiece && alarm.Wait(pool.Patience)) return false;
        if (Interlocked.Exchange(ref asleep, 0) == 1) return !seesPiece;
        // Another thread is waking this one right now.
        alarm.Wait();
        return false;
    }

    private bool WaitsInVain()
    {
        var begin = Stopwatch.GetTimestamp();
        while (!HasPiece)
        {
            if (Stopwatch.GetTimestamp() - begin > LookingTime) return true;
            Thread.SpinWait(4);
        }
        return false;
    }
}
