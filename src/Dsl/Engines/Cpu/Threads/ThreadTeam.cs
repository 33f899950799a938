using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace ModelDsl.Engines;

/// <summary>
/// Threads that share the work of an instruction. Whoever trains or predicts opens a <see cref="Scope"/>; the first instruction in it that is
/// large enough takes a team from those that are idle, and the scope's end gives it back. Handing over takes about a microsecond: helpers look
/// for work for a short time after the last, then sleep. Work is cut into as many pieces as there
/// are threads, the same cut each time, so that a thread finds most of what it needs in its own cache. Where a helper gets no core, the leader
/// takes its piece too.
/// </summary>
internal sealed class ThreadTeam
{
    private static readonly ConcurrentBag<ThreadTeam> Idle = [];

    [ThreadStatic]
    private static int limit;

    [ThreadStatic]
    private static ThreadTeam? current;

    private readonly TeamHelper[] helpers;
    private readonly int threads;

    /// <summary>Number of the work in the upper half, pieces that nobody took yet in the lower: one word, so that nobody takes a piece of other work.</summary>
    private long left;

    private TeamWork? work;
    private nuint items;
    private int pieces;
    private int done;
    private Exception? failure;

    private ThreadTeam(int threads)
    {
        this.threads = threads;
        helpers = new TeamHelper[threads - 1];
        for (var i = 0; i < helpers.Length; i++) helpers[i] = new TeamHelper(this);
    }

    /// <summary>Lets the instructions of this thread be shared among so many threads, itself among them, but no more than the scope around allows.</summary>
    public static Scope Enter(int threads)
    {
        var scope = new Scope(limit, current);
        (limit, current) = (limit == 0 ? threads : Math.Min(limit, threads), null);
        return scope;
    }

    /// <summary>Does work, together where it is at least two pieces.</summary>
    /// <param name="work">What to do.</param>
    /// <param name="items">How many items there are.</param>
    /// <param name="least">How many items are worth handing over.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<TWork>(in TWork work, nuint items, nuint least) where TWork : struct, IRangeWork
    {
        if (limit < 2 || items < 2 * least) work.Run(0, items);
        else Share(in work, items, least);
    }

    /// <summary>Does work on the elements of a buffer, cut at cache lines only.</summary>
    /// <param name="work">What to do.</param>
    /// <param name="elements">How many elements there are.</param>
    /// <param name="least">How many elements are worth handing over.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void RunAligned<TWork>(in TWork work, nuint elements, nuint least) where TWork : struct, IRangeWork
    {
        if (limit < 2 || elements < 2 * least) work.Run(0, elements);
        else Share(new LineWork<TWork>(work, elements), (elements + LineWork<TWork>.Line - 1) / LineWork<TWork>.Line, least / LineWork<TWork>.Line);
    }

    /// <summary>Whether instructions of this thread may be shared.</summary>
    public static bool IsOpen => limit >= 2;

    /// <summary>Whether a piece of work waits for a thread.</summary>
    internal bool HasPiece => (uint)Volatile.Read(ref left) > 0;

    /// <summary>Does pieces as long as there are any.</summary>
    internal void RunPieces()
    {
        while (true)
        {
            var seen = Volatile.Read(ref left);
            if ((uint)seen == 0) return;
            var (what, count, all) = (work, items, (nuint)pieces);
            // Where the piece is ours, what was read is its work: no other begins before every piece is done.
            if (Interlocked.CompareExchange(ref left, seen - 1, seen) != seen) continue;
            var piece = all - (uint)seen;
            try
            {
                what!.Run(count * piece / all, count * (piece + 1) / all);
            }
            catch (Exception thrown)
            {
                failure = thrown;
            }
            Interlocked.Increment(ref done);
        }
    }

    private static void Share<TWork>(in TWork work, nuint items, nuint least) where TWork : struct, IRangeWork
    {
        var team = current ??= Take(limit);
        var shared = TeamWork<TWork>.Of(in work);
        team.Do(shared, items, (int)Math.Min(items / least, (nuint)team.threads));
        shared.Forget();
    }

    private void Do(TeamWork toDo, nuint count, int parts)
    {
        (work, items, pieces, done) = (toDo, count, parts, 0);
        Interlocked.Exchange(ref left, (((left >> 32) + 1) << 32) | (uint)parts);
        foreach (var helper in helpers) helper.Wake();
        RunPieces();
        var wait = new SpinWait();
        while (Volatile.Read(ref done) < parts) wait.SpinOnce(sleep1Threshold: -1);
        if (failure is not { } thrown) return;
        failure = null;
        throw new InvalidOperationException("A thread of an instruction failed.", thrown);
    }

    private static ThreadTeam Take(int threads)
    {
        // Teams of another size go back; there are as many as runs were ever made at the same time, few.
        var others = new List<ThreadTeam>();
        ThreadTeam? found = null;
        while (found is null && Idle.TryTake(out var team))
        {
            if (team.threads == threads) found = team;
            else others.Add(team);
        }
        foreach (var team in others) Idle.Add(team);
        return found ?? new ThreadTeam(threads);
    }

    /// <summary>Until it is disposed of, instructions of the thread may be shared.</summary>
    public readonly ref struct Scope(int limitAround, ThreadTeam? teamAround)
    {
        /// <summary>Gives the team back.</summary>
        public void Dispose()
        {
            if (current is { } team) Idle.Add(team);
            (limit, current) = (limitAround, teamAround);
        }
    }
}
