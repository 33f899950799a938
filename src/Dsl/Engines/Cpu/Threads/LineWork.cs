namespace ModelDsl.Engines.Cpu;

/// <summary>
/// Work on elements, divided at cache lines. A line is a whole number of vectors of any width. No two threads write to the same line.
/// </summary>
internal readonly struct LineWork<TWork>(TWork work, nuint elements) : IRangeWork where TWork : struct, IRangeWork
{
    /// <summary>Elements per cache line.</summary>
    public const int Line = 16;

    public void Run(nuint start, nuint end) => work.Run(start * Line, Math.Min(end * Line, elements));
}
