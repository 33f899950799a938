using System.Diagnostics;

namespace ModelDsl.Engines;

/// <summary>
/// A thread of a <see cref="ThreadTeam"/> that is not its leader. It looks for work for a short time, since the next instruction is seldom far,
/// and then sleeps until it is woken: a core that another program wants is not held for nothing.
/// </summary>
internal sealed class TeamHelper
{
    private static readonly long Patience = Stopwatch.Frequency / 20_000;

    private readonly ThreadTeam team;
    private readonly SemaphoreSlim alarm = new(0);
    private int asleep;

    public TeamHelper(ThreadTeam team)
    {
        this.team = team;
        new Thread(Work) { IsBackground = true, Name = "ModelDsl" }.Start();
    }

    /// <summary>Wakes the thread where it sleeps.</summary>
    public void Wake()
    {
        if (Volatile.Read(ref asleep) == 1 && Interlocked.Exchange(ref asleep, 0) == 1) alarm.Release();
    }

    private void Work()
    {
        while (true)
        {
            if (WaitsInVain())
            {
                Interlocked.Exchange(ref asleep, 1);
                // Work that was laid out just before is seen here, or its leader sees that this thread sleeps.
                if (!team.HasPiece || Interlocked.Exchange(ref asleep, 0) == 0) alarm.Wait();
            }
            team.RunPieces();
        }
    }

    private bool WaitsInVain()
    {
        var begin = Stopwatch.GetTimestamp();
        while (!team.HasPiece)
        {
            if (Stopwatch.GetTimestamp() - begin > Patience) return true;
            Thread.SpinWait(4);
        }
        return false;
    }
}
