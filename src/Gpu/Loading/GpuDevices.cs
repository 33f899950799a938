using System.Runtime.InteropServices;
using System.Runtime.Loader;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;
using LanguageExt;
using LanguageExt.Common;
using Unit = LanguageExt.Unit;

namespace ModelDsl.Gpu;

/// <summary>Finds the devices of this machine, and opens them. Nothing native is loaded before the first question.</summary>
internal static class GpuDevices
{
    private static readonly Lazy<Context> Devices = new(Find);

    /// <summary>
    /// Also takes pocl, which runs the tests on the processor. It has no common address space for all memories. Our kernels need none, but
    /// ILGPU asks for it. Any other device is taken or refused as it is for users.
    /// </summary>
    public static bool TakesPocl { get; set; }

    /// <summary>Returns the devices of a type; the index of a device is its place.</summary>
    public static IReadOnlyList<Device> All(AcceleratorType type) =>
        [.. Devices.Value.Devices.Where(device => device.AcceleratorType == type)];

    /// <summary>Whether a device is pocl's.</summary>
    public static bool IsPocl(Device device) => device is CLDevice { PlatformName: "Portable Computing Language" };

    /// <summary>Opens a device.</summary>
    /// <param name="type">CUDA or OpenCL.</param>
    /// <param name="index">Index among the devices of this type.</param>
    /// <returns>The device, or an error that says what is missing and what to do.</returns>
    public static Fin<GpuDevice> Open(AcceleratorType type, int index) => Try(type, () =>
    {
        var found = All(type);
        return index >= found.Count
            ? Error.New(Missing(type, found.Count))
            : Check(found[index]).Map(_ => new GpuDevice(found[index].CreateAccelerator(Devices.Value)));
    });

    /// <summary>Returns all devices of a type without opening them, or what is missing.</summary>
    public static Seq<GpuInfo> Describe(AcceleratorType type)
    {
        var none = Fin<Seq<GpuInfo>>.Fail(Missing(type, 0));
        var found = Try(type, () => All(type) is { Count: > 0 } devices
            ? devices.Select((device, i) => new GpuInfo(
                Name(type, i), device.Name.Trim(), device.MemorySize,
                device is CLDevice { DeviceType: CLDeviceType.CL_DEVICE_TYPE_CPU }, Check(device))).ToSeq().Strict()
            : none);
        return found.IfFail(why => Prelude.Seq1(new GpuInfo(Name(type, 0), "", 0, false, why)));
    }

    /// <summary>Returns the name of the engine on a device: <c>gpu:cuda:0</c>.</summary>
    public static string Name(AcceleratorType type, int index) =>
        FormattableString.Invariant($"gpu:{Text(type).ToLowerInvariant()}:{index}");

    private static string Text(AcceleratorType type) => type == AcceleratorType.Cuda ? "CUDA" : "OpenCL";

    private static Fin<Unit> Check(Device device) => device is CLDevice { Capabilities.GenericAddressSpace: false }
        ? Error.New($"{device.Name.Trim()} can't run our kernels: its OpenCL driver has no generic address space. Use Engine.Cpu.")
        : Unit.Default;

    private static Fin<T> Try<T>(AcceleratorType type, Func<Fin<T>> ask)
    {
        try
        {
            return ask();
        }
        // Drivers that do not fit fail in their own ways.
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            return Error.New($"The driver of {Text(type)} can't be used: {GpuFaults.CauseOf(fault)}. Use Engine.Cpu.");
        }
    }

    private static string Missing(AcceleratorType type, int count) => count > 0
        ? FormattableString.Invariant($"This machine has {count} devices of {Text(type)}, counted from 0.")
        : type == AcceleratorType.Cuda
            ? "There is no CUDA device: it needs an NVIDIA GPU and its driver. GpuEngine.OpenCl() takes other GPUs, and Engine.Cpu needs none."
            : "There is no OpenCL device: it needs a GPU and its OpenCL driver (on Linux also libOpenCL.so.1). Engine.Cpu needs none.";

    private static Context Find()
    {
        // Linux has libOpenCL.so and libcuda.so only beside the headers; drivers bring libOpenCL.so.1 and libcuda.so.1. An assembly has one
        // resolver only, and ILGPU sets its own under WSL: this is asked when all others have found nothing.
        var ilgpu = typeof(Context).Assembly;
        AssemblyLoadContext.GetLoadContext(ilgpu)!.ResolvingUnmanagedDll += (asking, name) =>
            asking == ilgpu && name is ("OpenCL" or "cuda") && NativeLibrary.TryLoad($"lib{name}.so.1", out var library) ? library : 0;
        return Context.Create(static builder => builder.Optimize(OptimizationLevel.O2).Cuda().OpenCL(static device =>
        {
            if (TakesPocl && IsPocl(device) && !device.Capabilities.GenericAddressSpace)
                device.Capabilities.GetType().GetProperty("GenericAddressSpace")!.SetValue(device.Capabilities, true);
            return true;
        }));
    }
}
