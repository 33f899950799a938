using ILGPU.Runtime.OpenCL;

namespace ModelDsl.Gpu;

/// <summary>The causes of drivers' exceptions.</summary>
internal static class GpuFaults
{
    /// <summary>Returns the cause without a full stop. ILGPU's exceptions of OpenCL have a code and no text of their own.</summary>
    public static string CauseOf(Exception fault) =>
        fault is CLException { Error: var code } ? code.ToString() : fault.Message.Split('\n')[0].Trim().TrimEnd('.');
}
