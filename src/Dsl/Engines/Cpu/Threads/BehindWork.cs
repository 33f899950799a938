namespace ModelDsl.Engines;

/// <summary>Work on the elements behind some.</summary>
internal readonly struct BehindWork<TWork>(TWork work, nuint first) : IRangeWork where TWork : struct, IRangeWork
{
    public void Run(nuint start, nuint end) => work.Run(first + start, first + end);
}
