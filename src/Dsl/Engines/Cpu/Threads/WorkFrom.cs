namespace ModelDsl.Engines.Cpu;

/// <summary>Work that begins at an item.</summary>
internal readonly struct WorkFrom<TWork>(TWork work, nuint first) : IRangeWork where TWork : struct, IRangeWork
{
    public void Run(nuint start, nuint end) => work.Run(first + start, first + end);
}
