using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace ModelDsl.Engines.Cpu;

/// <summary>
/// Threads that share the work of an instruction. Code that trains or predicts opens a <see cref="Scope"/>. The first instruction in it
/// that is large enough takes helpers from the <see cref="HelperPool"/>, and the end of the scope gives them back. Starting shared work
/// takes about a microsecond: helpers look for work for a short time after the last work, then sleep. Work is divided into as many pieces
/// as there are threads, in the same way each time. So a thread finds most of its data in its own cache. If a helper gets no core, or no
/// thread is available, the leader also runs that piece.
/// </summary>
internal sealed class ThreadTeam
{
    private static readonly ConcurrentBag<ThreadTeam> Idle = [];

    [ThreadStatic]
    private static int limit;

    [ThreadStatic]
    private static ThreadTeam? current;

    private readonly List<TeamHelper> helpers = [];
    private int threads;

    /// <summary>
    /// The upper half is the number of the work. The lower half is the count of pieces that no thread has taken yet. Both are in one word,
    /// so that no thread takes a piece of other work.
    /// </summary>
    private long left;

    private TeamWork? work;
    private nuint items;
    private int pieces;
    private int done;
    private Exception? failure;

    /// <summary>
    /// Lets up to <paramref name="threads"/> threads share the instructions of this thread, itself included, but no more than the
    /// surrounding scope allows.
    /// </summary>
    public static Scope Enter(int threads)
    {
        var scope = new Scope(limit, current);
        (limit, current) = (limit == 0 ? threads : Math.Min(limit, threads), null);
        return scope;
    }

    /// <summary>Runs work, on several threads if it is at least two pieces.</summary>
    /// <param name="work">The work.</param>
    /// <param name="items">Number of items.</param>
    /// <param name="least">The least number of items for which another thread saves time.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<TWork>(in TWork work, nuint items, nuint least) where TWork : struct, IRangeWork
    {
        if (limit < 2 || items < 2 * least) work.Run(0, items);
        else Share(in work, items, least);
    }

    /// <summary>Runs work on the elements of a buffer, divided only at cache lines.</summary>
    /// <param name="work">The work.</param>
    /// <param name="elements">Number of elements.</param>
    /// <param name="least">The least number of elements for which another thread saves time.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void RunAligned<TWork>(in TWork work, nuint elements, nuint least) where TWork : struct, IRangeWork
    {
        if (limit < 2 || elements < 2 * least) work.Run(0, elements);
        else Share(new LineWork<TWork>(work, elements), (elements + LineWork<TWork>.Line - 1) / LineWork<TWork>.Line,
            least / LineWork<TWork>.Line);
    }

    /// <summary>True if instructions of this thread may be shared.</summary>
    public static bool IsOpen => limit >= 2;

    /// <summary>True if a piece of work waits for a thread.</summary>
    internal bool HasPiece => (uint)Volatile.Read(ref left) > 0;

    /// <summary>Runs pieces as long as there are any.</summary>
    internal void RunPieces()
    {
        while (true)
        {
            var seen = Volatile.Read(ref left);
            if ((uint)seen == 0) return;
            var (what, count, all) = (work, items, (nuint)pieces);
            // If the piece is ours, the numbers read before belong to its work: no other work begins before every piece is done.
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
        if (helpers.Count < parts - 1) Gather(parts - 1);
        (work, items, pieces, done) = (toDo, count, parts, 0);
        Interlocked.Exchange(ref left, (((left >> 32) + 1) << 32) | (uint)parts);
        var others = Math.Min(helpers.Count, parts - 1);
        for (var i = 0; i < others; i++) helpers[i].Wake();
        RunPieces();
        var wait = new SpinWait();
        while (Volatile.Read(ref done) < parts) wait.SpinOnce(sleep1Threshold: -1);
        if (failure is not { } thrown) return;
        failure = null;
        throw new InvalidOperationException("A thread of an instruction failed.", thrown);
    }

    private static ThreadTeam Take(int threads)
    {
        var team = Idle.TryTake(out var found) ? found : new ThreadTeam();
        team.threads = threads;
        return team;
    }

    private void Gather(int count)
    {
        while (helpers.Count < count)
        {
            if (HelperPool.Shared.Take() is not { } helper)
            {
                // No more helpers are available, so this scope does not ask again.
                threads = helpers.Count + 1;
                return;
            }
            helper.Join(this);
            helpers.Add(helper);
        }
    }

    private void Disband()
    {
        foreach (var helper in helpers)
        {
            helper.Join(null);
            HelperPool.Shared.Return(helper);
        }
        helpers.Clear();
        Idle.Add(this);
    }

    /// <summary>A scope: until it is disposed, instructions of the thread may be shared.</summary>
    public readonly ref struct Scope(int limitAround, ThreadTeam? teamAround)
    {
        /// <summary>Gives back the helpers.</summary>
        public void Dispose()
        {
            current?.Disband();
            (limit, current) = (limitAround, teamAround);
        }
    }
}
