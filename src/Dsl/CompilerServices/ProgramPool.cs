using ModelDsl.Engines;

namespace ModelDsl.CompilerServices;

/// <summary>
/// A program that one thread at a time runs, and the memory that it computes in; null if that memory is garbage-collected.
/// </summary>
internal sealed record LentProgram(ModelProgram Program, IMemoryRegion? Memory)
{
    /// <summary>Runs the program. Data that composed instructions keep from their first run is part of its memory.</summary>
    public void Run()
    {
        using var stay = Memory?.Enter();
        Program.Start(default);
    }
}

/// <summary>
/// A model's programs to predict a number of samples, for any number of threads. Each thread borrows a program with its own working memory;
/// all programs read the same parameters. A program is taken by one compare-and-swap and put back by another. If none is idle, a new one is
/// compiled; if enough are idle, the returned one is discarded. If the pool is disposed while programs are lent, each is released when it
/// is returned, and the parameters with the last one.
/// </summary>
/// <param name="parameters">The parameters, which do not change.</param>
/// <param name="rows">Number of samples of a run.</param>
/// <param name="memory">The memory of the parameters; null if it is garbage-collected.</param>
/// <param name="mostBytes">Limit of the garbage-collected memory of idle programs.</param>
internal sealed class ProgramPool<T>(
    ParameterArena parameters, int rows, IMemoryRegion? memory = null, long mostBytes = long.MaxValue) : IDisposable
    where T : class, IModel<T>
{
    /// <summary>Maximum number of idle programs: more can't run at the same time.</summary>
    private static readonly int Most = Environment.ProcessorCount;

    /// <summary>Distance between two places: two cache lines, because threads swap neighboring places at the same time.</summary>
    private const int Stride = 16;

    private readonly LentProgram?[] idle = new LentProgram?[Most * Stride];

    /// <summary>Number of places that may be filled; 0 until the first program is compiled, and constant afterwards.</summary>
    private int places;

    /// <summary>Number of existing programs, plus 1 for the pool itself.</summary>
    private int alive = 1;

    private int ended;

    /// <summary>Number of existing programs, lent and idle.</summary>
    public int Count => Volatile.Read(ref alive) - (HasEnded ? 0 : 1);

    /// <summary>Returns a program for this thread alone, until the thread gives it back.</summary>
    /// <exception cref="ObjectDisposedException">The pool was disposed.</exception>
    public LentProgram Take()
    {
        if (TakeIdle() is not { } program) return LayOut();
        if (!HasEnded) return program;
        End(program);
        throw Ended();
    }

    /// <summary>Returns a program to the pool.</summary>
    public void Return(LentProgram program)
    {
        if (!TryKeep(program)) End(program);
        // A disposing thread marks the pool as ended, then looks into the places. This thread does it in the other order, so one of the two
        // sees the program.
        if (HasEnded) EndIdle();
    }

    /// <summary>Releases the idle programs; those that are lent are released when they are returned.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref ended, 1) == 1) return;
        EndIdle();
        Leave();
    }

    private bool HasEnded => Volatile.Read(ref ended) == 1;

    /// <summary>Returns the place where this thread looks first: most often it holds the program that the thread gave back.</summary>
    private static int First(int places) => places == 0 ? 0 : (int)((uint)Environment.CurrentManagedThreadId % (uint)places);

    private LentProgram? TakeIdle()
    {
        var most = Volatile.Read(ref places);
        for (int i = 0, place = First(most); i < most; i++, place = place + 1 == most ? 0 : place + 1)
        {
            ref var at = ref idle[place * Stride];
            if (at is not null && Interlocked.Exchange(ref at, null) is { } program) return program;
        }
        return null;
    }

    private bool TryKeep(LentProgram program)
    {
        var most = Volatile.Read(ref places);
        for (int i = 0, place = First(most); i < most; i++, place = place + 1 == most ? 0 : place + 1)
        {
            ref var at = ref idle[place * Stride];
            if (at is null && Interlocked.CompareExchange(ref at, program, null) is null) return true;
        }
        return false;
    }

    private LentProgram LayOut()
    {
        Join();
        var region = (parameters.Engine as IDeviceEngine)?.NewRegion();
        try
        {
            using var stay = region?.Enter();
            var before = GC.GetAllocatedBytesForCurrentThread();
            var program = T.Compile(ProgramKind.Forward, parameters.Engine, rows, parameters, null);
            // Other threads search the places at the same time, so their number is set only once.
            var bytes = Math.Max(GC.GetAllocatedBytesForCurrentThread() - before, 1);
            Interlocked.CompareExchange(ref places, (int)Math.Min(mostBytes / bytes, Most), 0);
            return new LentProgram(program, region);
        }
        catch
        {
            region?.Reclaim();
            Leave();
            throw;
        }
    }

    private void EndIdle()
    {
        while (TakeIdle() is { } program) End(program);
    }

    private void End(LentProgram program)
    {
        program.Memory?.Reclaim();
        Leave();
    }

    /// <summary>Counts a new program, as long as the parameters exist.</summary>
    private void Join()
    {
        for (var before = Volatile.Read(ref alive); ; before = Volatile.Read(ref alive))
        {
            if (HasEnded || before == 0) throw Ended();
            if (Interlocked.CompareExchange(ref alive, before + 1, before) == before) return;
        }
    }

    private void Leave()
    {
        if (Interlocked.Decrement(ref alive) == 0) memory?.Reclaim();
    }

    private static ObjectDisposedException Ended() =>
        new(null, $"This predictor of {T.Description.Name} was disposed: make another, with model.Predictor().");
}
