using LanguageExt;

namespace ModelDsl.Engines;

/// <summary>
/// An engine that may be missing, may fail in the middle of its work, and whose memory is not the garbage collector's: what is allocated
/// within a region is given back when the region ends. Models that come out of a run or a call on such an engine lie on <see cref="Engine.Cpu"/>.
/// </summary>
public interface IDeviceEngine : ITensorEngine
{
    /// <summary>Whether the engine can be used here and now; an error that names what is missing and what to do otherwise.</summary>
    Fin<Unit> Availability { get; }

    /// <summary>A new, empty region of memory.</summary>
    IMemoryRegion NewRegion();

    /// <summary>
    /// What an exception of one of its instructions means, and what to do; null where it is none of the device's: a mistake of ours.
    /// </summary>
    string? Explain(Exception thrown);
}

/// <summary>Memory of an engine that is given back together: when the region is disposed.</summary>
public interface IMemoryRegion : IDisposable
{
    /// <summary>
    /// Has what this thread allocates lie in the region until the result is disposed; within, another region may be entered and left. What a
    /// thread allocates outside of any region lives until it is garbage-collected.
    /// </summary>
    IDisposable Enter();
}
