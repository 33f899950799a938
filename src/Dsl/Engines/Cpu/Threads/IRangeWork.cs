namespace ModelDsl.Engines.Cpu;

/// <summary>
/// Work on numbered items that may be cut anywhere: what an item comes to does not depend on the cuts, so that the bits are the same on any
/// number of threads. A struct, which a <see cref="ThreadTeam"/> keeps without allocating.
/// </summary>
internal interface IRangeWork
{
    /// <summary>Does the items of a range.</summary>
    void Run(nuint start, nuint end);
}
