using ModelDsl.Engines;

namespace ModelDsl.DiffSharp;

internal partial class DiffTensorEngine
{
    /// <summary>Supports its own precision only.</summary>
    public IDeviceEngine? In(ComputePrecision precision) => precision == ComputePrecision.Default ? this : null;

    /// <summary>
    /// Does nothing: DiffSharp has no setting for threads. Its Reference backend uses one thread, and libtorch chooses its own number.
    /// </summary>
    public IDisposable UseThreads(int threads) => new Unchanged();

    /// <summary>Returns null: DiffSharp has no function that gathers bytes, and the host gathers batches as fast.</summary>
    public IDeviceSamples? TryReserve(
        SampleElement element, int count, int width, ReadOnlySpan<float> centers, ReadOnlySpan<float> scales) => null;

    public IStaging NewStaging(TensorBuffer destination) => new Staging(this, destination);

    private sealed class Unchanged : IDisposable
    {
        public void Dispose()
        {
        }
    }

    private sealed class Staging(DiffTensorEngine engine, TensorBuffer destination) : IStaging
    {
        private readonly float[] numbers = new float[destination.Count];

        public Span<float> Numbers => numbers;

        public void Send() => engine.Write(numbers, destination);
    }
}
