using ILGPU.Runtime;
using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Engines;
using ModelDsl.Gpu;

namespace ModelDsl;

/// <summary>
/// The engines on GPUs, in float32. Their kernels are C#, which is compiled for the device when it is first used. An engine needs the
/// device's driver and nothing else (docs/engines.md).
/// </summary>
public static class GpuEngine
{
    private static readonly Dictionary<(AcceleratorType, int), IDeviceEngine> Known = [];

    /// <summary>Returns the engine on an NVIDIA GPU, by CUDA's driver. If there is none, every use gives an error that says why.</summary>
    /// <param name="index">Index of the GPU, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The index is negative.</exception>
    public static IDeviceEngine Cuda(int index = 0) => Of(AcceleratorType.Cuda, index);

    /// <summary>Returns the engine on an OpenCL device. If there is none, every use gives an error that says why.</summary>
    /// <param name="index">Index of the device, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The index is negative.</exception>
    public static IDeviceEngine OpenCl(int index = 0) => Of(AcceleratorType.OpenCL, index);

    /// <summary>The devices of this machine: each available, or with the reason why not. None is opened.</summary>
    public static Seq<GpuInfo> Devices => GpuDevices.Describe(AcceleratorType.Cuda) + GpuDevices.Describe(AcceleratorType.OpenCL);

    /// <summary>
    /// The engine on this machine's best GPU: on CUDA if there is one, otherwise on OpenCL; of several the one with the most memory. An
    /// error says why there is none.
    /// </summary>
    public static Fin<IDeviceEngine> Best
    {
        get
        {
            var devices = Devices;
            var best = devices.Filter(device => device.Availability.IsSucc && !device.IsProcessor)
                .OrderBy(device => device.Engine.StartsWith("gpu:cuda", StringComparison.Ordinal) ? 0 : 1)
                .ThenByDescending(device => device.Bytes)
                .FirstOrDefault();
            return best is null
                ? Error.New($"There is no GPU to use here. {string.Join(" ", devices.Map(Reason))}")
                : Named(best.Engine);
        }
    }

    /// <summary>
    /// Returns the engine with a name: <c>gpu</c> (the <see cref="Best"/>), <c>gpu:cuda</c>, <c>gpu:cuda:1</c>, <c>gpu:opencl</c>.
    /// </summary>
    /// <param name="name">The name.</param>
    public static Fin<IDeviceEngine> Named(string name) => name.Split(':') switch
    {
        ["gpu"] => Best,
        ["gpu", "cuda"] => Fin<IDeviceEngine>.Succ(Cuda()),
        ["gpu", "opencl"] => Fin<IDeviceEngine>.Succ(OpenCl()),
        ["gpu", "cuda", var number] when int.TryParse(number, out var index) && index >= 0 => Fin<IDeviceEngine>.Succ(Cuda(index)),
        ["gpu", "opencl", var number] when int.TryParse(number, out var index) && index >= 0 => Fin<IDeviceEngine>.Succ(OpenCl(index)),
        _ => Error.New($"There is no engine '{name}' on a GPU: use gpu, gpu:cuda, gpu:cuda:1 or gpu:opencl."),
    };

    private static string Reason(GpuInfo device) => device.Availability.Match(
        Succ: _ => $"{device.Engine} is {device.Device}, the processor itself: Engine.Cpu uses it better.",
        Fail: why => why.Message);

    private static IDeviceEngine Of(AcceleratorType type, int index)
    {
        if (index < 0)
            throw new ArgumentOutOfRangeException(nameof(index), FormattableString.Invariant($"There is no GPU {index}: GPUs are counted from 0."));
        lock (Known)
        {
            if (!Known.TryGetValue((type, index), out var engine)) Known[(type, index)] = engine = new IlgpuEngine(type, index);
            return engine;
        }
    }
}
