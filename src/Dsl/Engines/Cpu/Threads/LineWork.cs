namespace ModelDsl.Engines.Cpu;

/// <summary>Work on elements, cut at cache lines, which are whole vectors of every width: no two threads write to the same line.</summary>
internal readonly struct LineWork<TWork>(TWork work, nuint elements) : IRangeWork where TWork : struct, IRangeWork
{
    /// <summary>Elements of a cache line.</summary>
    public const int Line = 16;

    public void Run(nuint start, nuint end) => work.Run(start * Line, Math.Min(end * Line, elements));
}
