using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using ModelDsl.Engines;

namespace ModelDsl.Gpu;

/// <summary>Products in a precision: all code that depends on it. Everything else that an instruction computes is float32.</summary>
internal partial class IlgpuEngine
{
    private readonly AcceleratorType type;
    private readonly ComputePrecision precision;
    private readonly Lazy<IlgpuEngine> inBFloat16;
    private readonly Lazy<Cublas?> library;

    private IlgpuEngine(IlgpuEngine original)
    {
        (precision, Name, type) = (ComputePrecision.BFloat16, $"{original.Name} bfloat16", original.type);
        (device, library, inBFloat16) = (original.device, original.library, new(() => this));
    }

    /// <summary>
    /// Returns the engine with a precision. bfloat16 needs tensor cores: NVIDIA GPUs have them from compute capability 8.0 on. An engine
    /// without its device returns itself in every precision that its type may have, and says at its use what is missing.
    /// </summary>
    public IDeviceEngine? In(ComputePrecision wanted) => wanted switch
    {
        ComputePrecision.Default => this,
        ComputePrecision.BFloat16 when type == AcceleratorType.Cuda => device.Value.Match(
            Succ: found => ((CudaAccelerator)found.Accelerator).Architecture >= CudaArchitecture.SM_80 ? inBFloat16.Value : null,
            Fail: _ => inBFloat16.Value),
        _ => null,
    };
}
