using ModelDsl.Engines;

namespace ModelDsl.CompilerServices;

/// <summary>
/// A program that one thread at a time runs, and the memory that it computes in; null where that is the garbage collector's.
/// </summary>
internal sealed record LentProgram(ModelProgram Program, IMemoryRegion? Memory)
{
    /// <summary>Runs it. What composed instructions keep from their first run is a part of its memory.</summary>
    public void Run()
    {
        using var stay = Memory?.Enter();
        Program.Run(default);
    }
}

/// <summary>
/// A model's predictions for a number of samples, for any number of threads: each borrows a program with working memory of its own, all
/// read the same parameters. A program is taken and put back by one compare-and-swap each; one is laid out where none is idle, and where as
/// many are idle as are kept, it goes. Disposed while programs are lent, the pool ends each as it comes back, and the parameters with the
/// last.
/// </summary>
/// <param name="parameters">The parameters, which nobody changes.</param>
/// <param name="rows">Number of samples of a run.</param>
/// <param name="memory">Where the parameters lie; null where that is the garbage collector's.</param>
/// <param name="mostBytes">What idle programs may take of the garbage collector's memory.</param>
internal sealed class ProgramPool<T>(
    ParameterArena parameters, int rows, IMemoryRegion? memory = null, long mostBytes = long.MaxValue) : IDisposable
    where T : class, IModel<T>
{
    /// <summary>More than run at the same time need not be kept.</summary>
    private static readonly int Most = Environment.ProcessorCount;

    /// <summary>Places from one to the next: two cache lines, since threads swap side by side.</summary>
    private const int Stride = 16;

    private readonly LentProgram?[] idle = new LentProgram?[Most * Stride];

    /// <summary>How many of the places are filled at most; 0 until the first program is laid out, and the same ever after.</summary>
    private int places;

    /// <summary>Programs that there are, and 1 for the pool itself.</summary>
    private int alive = 1;

    private int ended;

    /// <summary>How many programs there are, lent and idle.</summary>
    public int Count => Volatile.Read(ref alive) - (HasEnded ? 0 : 1);

    /// <summary>A program for this thread alone, until it gives it back.</summary>
    /// <exception cref="ObjectDisposedException">The pool was disposed.</exception>
    public LentProgram Take()
    {
        if (TakeIdle() is not { } program) return LayOut();
        if (!HasEnded) return program;
        End(program);
        throw Ended();
    }

    /// <summary>Takes a program back.</summary>
    public void GiveBack(LentProgram program)
    {
        if (!TryKeep(program)) End(program);
        // Whoever disposes looks into the places after saying so, this thread the other way round: one of the two sees.
        if (HasEnded) EndIdle();
    }

    /// <summary>Ends the idle programs; those that are lent end when they come back.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref ended, 1) == 1) return;
        EndIdle();
        Leave();
    }

    private bool HasEnded => Volatile.Read(ref ended) == 1;

    /// <summary>The place where this thread looks first: most often the program is there that it gave back.</summary>
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
            // Other threads walk over the places meanwhile: their number is found once.
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

    /// <summary>Counts a program in, while the parameters are there.</summary>
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
