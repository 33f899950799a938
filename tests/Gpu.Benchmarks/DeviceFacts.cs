using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;
using ModelDsl.Engines;

namespace ModelDsl.Gpu.Benchmarks;

/// <summary>What a driver says of its device.</summary>
internal static class DeviceFacts
{
    /// <summary>Returns the name of an engine's device, its memory, its processors and its driver in one line.</summary>
    public static string Of(IDeviceEngine engine)
    {
        var device = ((IlgpuEngine)engine).Device.Accelerator;
        var driver = device switch
        {
            CudaAccelerator { DriverVersion: var version } cuda =>
                $"compute capability {cuda.Architecture}, driver for CUDA {version.Major}.{version.Minor}",
            CLAccelerator cl => $"OpenCL of {cl.PlatformName}",
            _ => "",
        };
        return $"{engine.Name}: {device.Name}, {device.MemorySize / 1e9:F1} GB, {device.NumMultiprocessors} multiprocessors, {driver}";
    }
}
