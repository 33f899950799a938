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

    /// <summary>The same device, computing in a precision; itself where it does already, null where it can't.</summary>
    IDeviceEngine? In(ComputePrecision precision);

    /// <summary>
    /// Has the engine use so many threads of the host until the result is disposed, and then as many as before. It may hold for the whole process.
    /// </summary>
    IDisposable UseThreads(int threads);

    /// <summary>
    /// Room for all samples of a data set, in the region that the thread is in; null where there is not as much, or where the host gathers batches
    /// into the engine's memory anyway.
    /// </summary>
    /// <param name="element">What the samples consist of.</param>
    /// <param name="count">How many there are.</param>
    /// <param name="width">Numbers of a sample.</param>
    /// <param name="centers">What is subtracted from a number when it is gathered: one number for all features, or one for each.</param>
    /// <param name="scales">What the difference is multiplied by, likewise.</param>
    IDeviceSamples? TryReserve(SampleElement element, int count, int width, ReadOnlySpan<float> centers, ReadOnlySpan<float> scales);

    /// <summary>Memory of the host from which numbers go into a buffer of this engine, in the region that the thread is in.</summary>
    IStaging NewStaging(TensorBuffer destination);
}

/// <summary>
/// Memory of an engine that is given back together: when the region is disposed. A use of it afterwards throws <see
/// cref="ObjectDisposedException"/>, or is an error where a method returns those. A region may be disposed while another thread computes
/// with its tensors: that thread finishes its instruction, or throws. What several threads used is freed by the next garbage collection,
/// all else at once.
/// </summary>
public interface IMemoryRegion : IDisposable
{
    /// <summary>
    /// Has what this thread allocates lie in the region until the result is disposed; within, another region may be entered and left. What a
    /// thread allocates outside of any region lives until it is garbage-collected.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The region was disposed.</exception>
    IDisposable Enter();

    /// <summary>
    /// Disposes the region, and frees all of it at once, whichever threads used it. The caller knows that none does any more.
    /// </summary>
    void Reclaim();
}
