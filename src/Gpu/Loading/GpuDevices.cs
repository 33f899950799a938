using System.Runtime.InteropServices;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;
using LanguageExt;
using LanguageExt.Common;

namespace ModelDsl.Gpu;

/// <summary>Finds the devices of this machine, and opens them. Nothing native is loaded before the first question.</summary>
internal static class GpuDevices
{
    private static readonly Lazy<Context> Devices = new(Find);

    /// <summary>
    /// Also takes OpenCL devices without a common address space for all memories. Our kernels need none, but ILGPU asks for it; pocl, which
    /// runs the tests, has none.
    /// </summary>
    public static bool TakesDevicesWithoutCommonAddresses { get; set; }

    /// <summary>Opens a device.</summary>
    /// <param name="type">CUDA or OpenCL.</param>
    /// <param name="index">Index among the devices of this type.</param>
    /// <returns>The device, or an error that says what is missing and what to do.</returns>
    public static Fin<Accelerator> Open(AcceleratorType type, int index)
    {
        try
        {
            var found = Devices.Value.Devices.Where(device => device.AcceleratorType == type).ToArray();
            if (index >= found.Length) return Error.New(Missing(type, found.Length));
            return found[index] is CLDevice { Capabilities.GenericAddressSpace: false }
                ? Error.New($"{found[index].Name} can't run our kernels: its OpenCL driver has no generic address space. Use Engine.Cpu.")
                : found[index].CreateAccelerator(Devices.Value);
        }
        // Drivers that do not fit fail in their own ways.
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            return Error.New($"The driver of {Text(type)} can't be used: {GpuFaults.CauseOf(fault)}. Use Engine.Cpu.");
        }
    }

    /// <summary>Returns the name of a type of devices, as users write it.</summary>
    public static string Text(AcceleratorType type) => type == AcceleratorType.Cuda ? "CUDA" : "OpenCL";

    private static string Missing(AcceleratorType type, int count) => count > 0
        ? FormattableString.Invariant($"This machine has {count} devices of {Text(type)}, counted from 0.")
        : type == AcceleratorType.Cuda
            ? "There is no CUDA device: it needs an NVIDIA GPU and its driver. GpuEngine.OpenCl() takes other GPUs, and Engine.Cpu needs none."
            : "There is no OpenCL device: it needs a GPU and its OpenCL driver (on Linux also libOpenCL.so.1). Engine.Cpu needs none.";

    private static Context Find()
    {
        // Linux has libOpenCL.so only beside the headers; what a driver brings is libOpenCL.so.1.
        NativeLibrary.SetDllImportResolver(typeof(Context).Assembly, static (name, _, _) =>
            name == "OpenCL" && NativeLibrary.TryLoad("libOpenCL.so.1", out var library) ? library : 0);
        return Context.Create(static builder => builder.Optimize(OptimizationLevel.O2).Cuda().OpenCL(static device =>
        {
            if (TakesDevicesWithoutCommonAddresses && !device.Capabilities.GenericAddressSpace)
                device.Capabilities.GetType().GetProperty("GenericAddressSpace")!.SetValue(device.Capabilities, true);
            return true;
        }));
    }
}
