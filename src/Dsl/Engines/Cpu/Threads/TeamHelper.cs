using System.Diagnostics;

namespace ModelDsl.Engines.Cpu;

/// <summary>
/// A thread of a <see cref="ThreadTeam"/> that is not its leader. It looks for work for a short time, since the next instruction is seldom far,
/// and then sleeps until it is woken: a core that another program wants is not held for nothing. In no team for long, it ends.
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

    /// <summary>Has the thread look for a team's work; for none where null.</summary>
    public void Join(ThreadTeam? team) => this.team = team;

    /// <summary>Wakes the thread where it sleeps.</summary>
    public void Wake()
    {
        if (Volatile.Read(ref asleep) == 1 && Interlocked.Exchange(ref asleep, 0) == 1) alarm.Release();
    }

    private bool HasPiece => team is { HasPiece: true };

    private void Work()
    {
        while (true)
        {
            if (WaitsInVain() && Sleep() && pool.LetsGo(this)) return;
            team?.RunPieces();
        }
    }

    /// <summary>Sleeps until it is woken, or for as long as the pool has patience; whether nobody woke it.</summary>
    private bool Sleep()
    {
        Interlocked.Exchange(ref asleep, 1);
        // Work that was laid out just before is seen here, or its leader sees that this thread sleeps.
        var seesPiece = HasPiece;
        if (!seesPiece && alarm.Wait(pool.Patience)) return false;
        if (Interlocked.Exchange(ref asleep, 0) == 1) return !seesPiece;
        // It is being woken just now.
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
