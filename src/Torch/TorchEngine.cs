using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Engines;
using ModelDsl.Torch;

namespace ModelDsl;

/// <summary>
/// The engines on libtorch, through TorchSharp. This package contains no native libraries: the application references the package for its
/// platform and device (docs/engines.md). Nothing native is loaded before an engine is used, or its availability is checked.
/// </summary>
public static class TorchEngine
{
    private static readonly Dictionary<int, IDeviceEngine> Gpus = [];

    /// <summary>float32 on the processor. If libtorch can't be loaded, every use gives an error that says why.</summary>
    public static IDeviceEngine Cpu { get; } = new LibtorchEngine(DeviceType.CPU, -1, "torch");

    /// <summary>Returns an engine for float32 on an NVIDIA GPU. If there is no GPU, every use gives an error that says why.</summary>
    /// <param name="index">Index of the GPU, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The index is negative.</exception>
    public static IDeviceEngine Cuda(int index = 0)
    {
        if (index < 0)
            throw new ArgumentOutOfRangeException(nameof(index), FormattableString.Invariant($"There is no GPU {index}: GPUs are counted from 0."));
        lock (Gpus)
        {
            if (Gpus.TryGetValue(index, out var known)) return known;
            return Gpus[index] = new LibtorchEngine(DeviceType.CUDA, index, $"torch:cuda:{index}");
        }
    }

    /// <summary>Returns the engine with a name: <c>torch</c>, <c>torch:cuda</c>, <c>torch:cuda:1</c>.</summary>
    /// <param name="name">The name.</param>
    public static Fin<IDeviceEngine> Named(string name) => name.Split(':') switch
    {
        ["torch"] => Fin<IDeviceEngine>.Succ(Cpu),
        ["torch", "cuda"] => Fin<IDeviceEngine>.Succ(Cuda()),
        ["torch", "cuda", var number] when int.TryParse(number, out var index) && index >= 0 => Fin<IDeviceEngine>.Succ(Cuda(index)),
        _ => Error.New($"There is no engine '{name}' on libtorch: use torch, torch:cuda or torch:cuda:0."),
    };

    /// <summary>Checks if an engine on libtorch can be used here and now.</summary>
    /// <param name="engine">One of this class's engines.</param>
    /// <returns>Success, or an error that names what is missing and what to do.</returns>
    /// <exception cref="ArgumentException">The engine is not an engine on libtorch.</exception>
    public static Fin<Unit> Available(ITensorEngine engine) => engine is LibtorchEngine known
        ? known.Availability
        : throw new ArgumentException($"The engine {engine.Name} does not run on libtorch.", nameof(engine));
}
