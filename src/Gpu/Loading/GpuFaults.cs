using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace ModelDsl.Gpu;

/// <summary>The causes of drivers' exceptions.</summary>
internal static class GpuFaults
{
    /// <summary>Returns the cause without a full stop. ILGPU's exceptions of OpenCL have a code and no text of their own.</summary>
    public static string CauseOf(Exception fault) =>
        fault is CLException { Error: var code } ? code.ToString() : fault.Message.Split('\n')[0].Trim().TrimEnd('.');

    /// <summary>Returns whether the device has too little memory left.</summary>
    public static bool IsOfMemory(Exception fault) => fault switch
    {
        CudaException { Error: "CUDA_ERROR_OUT_OF_MEMORY" } => true,
        CLException { Error: CLError.CL_MEM_OBJECT_ALLOCATION_FAILURE or CLError.CL_OUT_OF_RESOURCES } => true,
        CLException { Error: CLError.CL_OUT_OF_HOST_MEMORY or CLError.CL_INVALID_BUFFER_SIZE } => true,
        _ => false,
    };
}
