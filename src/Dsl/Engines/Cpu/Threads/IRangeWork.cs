namespace ModelDsl.Engines.Cpu;

/// <summary>
/// Work on numbered items that may be divided anywhere. The result of an item does not depend on the division, so that the bits are the
/// same on any number of threads. It is a struct, which a <see cref="ThreadTeam"/> keeps without allocating.
/// </summary>
internal interface IRangeWork
{
    /// <summary>Runs the items of a range.</summary>
    void Run(nuint start, nuint end);
}
