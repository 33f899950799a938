using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;
using ModelDsl.Engines;

namespace ModelDsl.Gpu;

internal partial class IlgpuEngine
{
    public string? Explain(Exception thrown) => thrown switch
    {
        DeviceException => thrown.Message,
        CudaException or CLException when IsOfMemory(thrown) =>
            $"The engine {Name} is out of memory. Use a smaller BatchSize, a smaller model, or Engine.Cpu.",
        CudaException or CLException =>
            $"The device of the engine {Name} failed ({GpuFaults.CauseOf(thrown)}). Its data is lost; a new process may find the device again, " +
            "and Engine.Cpu needs none.",
        _ => null,
    };

    /// <summary>Supports its own precision only.</summary>
    public IDeviceEngine? In(ComputePrecision precision) => precision == ComputePrecision.Default ? this : null;

    /// <summary>Does nothing: the device's threads are its own.</summary>
    public IDisposable UseThreads(int threads) => new Unchanged();

    /// <summary>Returns null: the host gathers batches.</summary>
    public IDeviceSamples? TryReserve(
        SampleElement element, int count, int width, ReadOnlySpan<float> centers, ReadOnlySpan<float> scales) => null;

    public IStaging NewStaging(TensorBuffer destination) => new Staging(this, destination);

    private static bool IsOfMemory(Exception thrown) => thrown switch
    {
        CudaException { Error: "CUDA_ERROR_OUT_OF_MEMORY" } => true,
        CLException { Error: CLError.CL_MEM_OBJECT_ALLOCATION_FAILURE or CLError.CL_OUT_OF_RESOURCES } => true,
        CLException { Error: CLError.CL_OUT_OF_HOST_MEMORY } => true,
        _ => false,
    };

    private sealed class Unchanged : IDisposable
    {
        public void Dispose()
        {
        }
    }

    private sealed class Staging(IlgpuEngine engine, TensorBuffer destination) : IStaging
    {
        private readonly float[] numbers = new float[destination.Count];

        public Span<float> Numbers => numbers;

        public void Send() => engine.Write(numbers, destination);
    }
}
