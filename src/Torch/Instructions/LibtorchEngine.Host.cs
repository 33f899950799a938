using ModelDsl.Engines;

namespace ModelDsl.Torch;

/// <summary>The host's work for the device: data and threads.</summary>
internal partial class LibtorchEngine
{
    /// <summary>Memory that must remain free when samples are reserved: libtorch makes temporary tensors in a step.</summary>
    private const long BytesOfTemporaries = 256L << 20;

    private bool IsGpu => Device.type != DeviceType.CPU;

    public bool IsAsynchronous => !isOnHost;

    public IDeviceSamples? TryReserve(SampleElement element, int count, int width, ReadOnlySpan<float> centers, ReadOnlySpan<float> scales)
    {
        if (isOnHost) return null;
        try
        {
            var type = element == SampleElement.Byte ? torch.ScalarType.Byte : torch.ScalarType.Float32;
            using var temporaries = torch.empty(BytesOfTemporaries, torch.ScalarType.Byte, Device);
            var samples = new TorchSamples(type, count, width, centers, scales, Device, IsGpu);
            MemoryRegion<LibtorchEngine>.Take(samples);
            return samples;
        }
        catch (Exception fault) when (DeviceFaults.IsOfMemory(fault))
        {
            return null;
        }
    }

    public IStaging NewStaging(TensorBuffer destination)
    {
        var staging = new TorchStaging(Of(destination), IsGpu);
        MemoryRegion<LibtorchEngine>.Take(staging);
        return staging;
    }

    public IDisposable UseThreads(int threads) => new Threads(threads);

    /// <summary>Sets libtorch's number of threads, which applies to the whole process.</summary>
    private sealed class Threads : IDisposable
    {
        private readonly int before = torch.get_num_threads();

        public Threads(int threads)
        {
            if (threads != before) torch.set_num_threads(threads);
        }

        public void Dispose()
        {
            if (torch.get_num_threads() != before) torch.set_num_threads(before);
        }
    }
}
