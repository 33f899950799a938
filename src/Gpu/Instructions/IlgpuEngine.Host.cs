using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;
using ModelDsl.Engines;

namespace ModelDsl.Gpu;

internal partial class IlgpuEngine
{
    /// <summary>Memory that must remain free when samples are reserved, for what the steps of a run take: 256 MiB.</summary>
    private const long BytesOfTemporaries = 256L << 20;

    public string? Explain(Exception thrown) => thrown switch
    {
        DeviceException => thrown.Message,
        CudaException or CLException when GpuFaults.IsOfMemory(thrown) =>
            $"The engine {Name} is out of memory. Use a smaller BatchSize, a smaller model, or Engine.Cpu.",
        CudaException or CLException =>
            $"The device of the engine {Name} failed ({GpuFaults.CauseOf(thrown)}). Its data is lost; a new process may find the device again, " +
            "and Engine.Cpu needs none.",
        _ => null,
    };

    public bool IsAsynchronous => true;

    /// <summary>Does nothing: the device's threads are its own.</summary>
    public IDisposable UseThreads(int threads) => new Unchanged();

    public IDeviceSamples? TryReserve(
        SampleElement element, int count, int width, ReadOnlySpan<float> centers, ReadOnlySpan<float> scales)
    {
        try
        {
            var samples = new GpuSamples(this, Device, element, count, width, centers, scales);
            if (Device.Accelerator is CudaAccelerator cuda && cuda.GetFreeMemory() < BytesOfTemporaries)
            {
                samples.End(isUnused: true);
                return null;
            }
            MemoryRegion<IlgpuEngine>.Take(samples);
            return samples;
        }
        catch (Exception fault) when (GpuFaults.IsOfMemory(fault))
        {
            return null;
        }
    }

    public IStaging NewStaging(TensorBuffer destination)
    {
        var staging = new GpuStaging(Device, Of(destination));
        MemoryRegion<IlgpuEngine>.Take(staging);
        return staging;
    }

    public IRecording? NewRecording()
    {
        if (Device.Graphs is null) return null;
        var recording = new Recording(Device);
        MemoryRegion<IlgpuEngine>.Take(recording);
        return recording;
    }

    /// <summary>Gathers a batch.</summary>
    public void GatherSamples(SampleElement element, TensorBuffer destination, SampleArguments arguments) => Each(
        element == SampleElement.Byte ? SampleKernels.OfBytes : SampleKernels.OfFloats, destination.Count,
        arguments with { Destination = Numbers(destination), Count = destination.Count });

    private sealed class Unchanged : IDisposable
    {
        public void Dispose()
        {
        }
    }
}
