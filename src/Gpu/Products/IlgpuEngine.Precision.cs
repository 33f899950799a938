using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using ModelDsl.Engines;

namespace ModelDsl.Gpu;

/// <summary>Products in a precision: all code that depends on it. Everything else that an instruction computes is float32.</summary>
internal partial class IlgpuEngine
{
    private readonly AcceleratorType type;
    private readonly ComputePrecision precision;
    private readonly Lazy<IlgpuEngine> inBFloat16, inTensorFloat32;
    private readonly Lazy<Cublas?> library;

    private IlgpuEngine(IlgpuEngine original, ComputePrecision precision)
    {
        (this.precision, Name, type) = (precision, $"{original.Name} {precision.ToString().ToLowerInvariant()}", original.type);
        (device, library) = (original.device, original.library);
        (inBFloat16, inTensorFloat32) = (original.inBFloat16, original.inTensorFloat32);
    }

    /// <summary>
    /// Returns the engine with a precision. Rounded factors need tensor cores: NVIDIA GPUs have them from compute capability 8.0 on. An
    /// engine without its device returns itself in every precision that its type may have, and says at its use what is missing.
    /// </summary>
    public IDeviceEngine? In(ComputePrecision wanted) => wanted switch
    {
        ComputePrecision.Default => this,
        ComputePrecision.BFloat16 when MayHaveTensorCores => inBFloat16.Value,
        ComputePrecision.TensorFloat32 when MayHaveTensorCores => inTensorFloat32.Value,
        _ => null,
    };

    private bool MayHaveTensorCores => type == AcceleratorType.Cuda && device.Value.Match(
        Succ: found => ((CudaAccelerator)found.Accelerator).Architecture >= CudaArchitecture.SM_80,
        Fail: _ => true);
}
