using LanguageExt;
using LanguageExt.Common;
using ModelDsl.DiffSharp;
using ModelDsl.Engines;

namespace ModelDsl;

/// <summary>
/// The engines on DiffSharp's tensors, for programs that use DiffSharp: ModelDsl's generated code in DiffSharp's operations. DiffSharp is
/// slower than <see cref="Engine.Cpu"/> everywhere, and no longer maintained; docs/engines.md gives the cost. No DiffSharp backend is
/// loaded before an engine is used, or its availability is checked.
/// </summary>
public static class DiffSharpEngine
{
    private static readonly Dictionary<int, IDeviceEngine> Gpus = [];

    /// <summary>
    /// float32 on the processor, with DiffSharp's libtorch backend. If it can't be loaded, every use gives an error that says why.
    /// </summary>
    public static IDeviceEngine Cpu { get; } = new DiffTensorEngine(Backend.Torch, Device.CPU, Dtype.Float32, "diffsharp");

    /// <summary>
    /// float32 on the processor, with DiffSharp's Reference backend: plain managed loops, which need no libtorch and are slow.
    /// </summary>
    public static IDeviceEngine Reference { get; } = new DiffTensorEngine(Backend.Reference, Device.CPU, Dtype.Float32, "diffsharp:reference");

    /// <summary>
    /// Returns an engine for float32 on an NVIDIA GPU, with DiffSharp's libtorch backend. If there is no GPU, every use gives an error that
    /// says why.
    /// </summary>
    /// <param name="index">Index of the GPU, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The index is negative.</exception>
    public static IDeviceEngine Cuda(int index = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        lock (Gpus)
        {
            if (Gpus.TryGetValue(index, out var known)) return known;
            var device = Device.NewDevice(DeviceType.CUDA, index);
            return Gpus[index] = new DiffTensorEngine(Backend.Torch, device, Dtype.Float32, $"diffsharp:cuda:{index}");
        }
    }

    /// <summary>
    /// Returns the engine with a name: <c>diffsharp</c>, <c>diffsharp:reference</c>, <c>diffsharp:cuda</c>, <c>diffsharp:cuda:1</c>.
    /// </summary>
    /// <param name="name">The name.</param>
    public static Fin<IDeviceEngine> Named(string name) => name.Split(':') switch
    {
        ["diffsharp"] => Fin<IDeviceEngine>.Succ(Cpu),
        ["diffsharp", "reference"] => Fin<IDeviceEngine>.Succ(Reference),
        ["diffsharp", "cuda"] => Fin<IDeviceEngine>.Succ(Cuda()),
        ["diffsharp", "cuda", var number] when int.TryParse(number, out var index) && index >= 0 => Fin<IDeviceEngine>.Succ(Cuda(index)),
        _ => Error.New($"There is no engine '{name}' on DiffSharp: use diffsharp, diffsharp:reference, diffsharp:cuda or diffsharp:cuda:0."),
    };

    /// <summary>Checks if an engine on DiffSharp can be used here and now.</summary>
    /// <param name="engine">One of this class's engines.</param>
    /// <returns>Success, or an error that names what is missing and what to do.</returns>
    /// <exception cref="ArgumentException">The engine is not an engine on DiffSharp.</exception>
    public static Fin<Unit> Available(ITensorEngine engine) => engine is DiffTensorEngine known
        ? known.Availability
        : throw new ArgumentException($"The engine {engine.Name} does not run on DiffSharp.", nameof(engine));
}
