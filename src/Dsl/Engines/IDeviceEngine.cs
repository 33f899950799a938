using LanguageExt;

namespace ModelDsl.Engines;

/// <summary>
/// An engine that may be missing, may fail during its work, and whose memory is outside the garbage collector. Memory that is allocated
/// within a region is freed when the region ends. Models that a run or a call on such an engine returns lie on <see cref="Engine.Cpu"/>.
/// </summary>
public interface IDeviceEngine : ITensorEngine
{
    /// <summary>Success if the engine can be used here and now; otherwise an error that names what is missing and what to do.</summary>
    Fin<Unit> Availability { get; }

    /// <summary>
    /// Whether instructions return before the device has done them, so that every read makes the host wait. A run then leaves the losses
    /// and predictions of its steps on the device until the end of the epoch, or until a callback asks for a figure.
    /// </summary>
    bool IsAsynchronous => false;

    /// <summary>Makes a new, empty region of memory.</summary>
    IMemoryRegion NewRegion();

    /// <summary>
    /// Returns what an exception of one of the engine's instructions means, and what to do. Null if the device did not cause it: then it is
    /// a bug of ModelDsl.
    /// </summary>
    string? Explain(Exception thrown);

    /// <summary>
    /// Returns an engine on the same device with another precision: this engine if it has that precision already, null if the device can't
    /// compute in it.
    /// </summary>
    IDeviceEngine? In(ComputePrecision precision);

    /// <summary>
    /// Makes the engine use this many threads of the host until the result is disposed, and then as many as before. It may apply to the
    /// whole process.
    /// </summary>
    IDisposable UseThreads(int threads);

    /// <summary>
    /// Reserves memory for all samples of a data set, in the thread's current region. Null if there is not enough, or if the host gathers
    /// batches into the engine's memory anyway.
    /// </summary>
    /// <param name="element">The type of the samples' numbers.</param>
    /// <param name="count">Number of samples.</param>
    /// <param name="width">Numbers per sample.</param>
    /// <param name="centers">Subtracted from each number when it is gathered: one number for all features, or one for each.</param>
    /// <param name="scales">Factors for the differences: one number for all features, or one for each.</param>
    IDeviceSamples? TryReserve(SampleElement element, int count, int width, ReadOnlySpan<float> centers, ReadOnlySpan<float> scales);

    /// <summary>
    /// Makes a recording of a program's instructions, in the thread's current region; null if the engine starts each instruction by itself.
    /// </summary>
    IRecording? NewRecording() => null;

    /// <summary>Makes host memory from which numbers go into a buffer of this engine, in the thread's current region.</summary>
    IStaging NewStaging(TensorBuffer destination);
}

/// <summary>
/// Memory of an engine that is freed together, when the region is disposed. A later use throws <see cref="ObjectDisposedException"/>, or is
/// an error if the method returns errors. A region may be disposed while another thread computes with its tensors: that thread finishes its
/// instruction, or throws. The next garbage collection frees the memory that several threads used; the rest is freed at once.
/// </summary>
public interface IMemoryRegion : IDisposable
{
    /// <summary>
    /// Puts what this thread allocates into the region until the result is disposed. Inside, another region may be entered and left. Memory
    /// that a thread allocates outside any region lives until it is garbage-collected.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The region was disposed.</exception>
    IDisposable Enter();

    /// <summary>
    /// Disposes the region, and frees all of it at once, whichever threads used it. The caller knows that no thread uses it any more.
    /// </summary>
    void Reclaim();
}
