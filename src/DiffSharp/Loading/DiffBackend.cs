using LanguageExt;
using LanguageExt.Common;
using Microsoft.FSharp.Core;
using ModelDsl.Engines;
using Unit = LanguageExt.Unit;

namespace ModelDsl.DiffSharp;

/// <summary>
/// Finds DiffSharp's backends. They are assemblies that DiffSharp loads by name when the first tensor needs one; one of them needs
/// libtorch.
/// </summary>
internal static class DiffBackend
{
    private const string Bundles =
        "Reference DiffSharp-cpu 1.0.7 or DiffSharp-cuda 1.0.7 beside ModelDsl.DiffSharp (docs/engines.md says what they contain), or use " +
        "DiffSharpEngine.Reference or Engine.Cpu, which need no libtorch.";

    /// <summary>Makes an optional argument of F#.</summary>
    public static FSharpOption<T> Some<T>(this T value) => FSharpOption<T>.Some(value);

    /// <summary>Checks that a backend exists and has the device. An error names the cause and what to do.</summary>
    public static Fin<Unit> Find(Backend backend, Device device)
    {
        try
        {
            var isGpu = device.DeviceType == DeviceType.CUDA;
            if (isGpu && !DSharp.isCudaAvailable(backend.Some()))
            {
                return Error.New(
                    "There is no CUDA device that DiffSharp can use: it needs an NVIDIA GPU up to compute capability 8.6, its driver, and the bundle " +
                    "DiffSharp-cuda 1.0.7 (libtorch 1.10 for CUDA 11.3). DiffSharpEngine.Cpu, DiffSharpEngine.Reference and Engine.Cpu need no GPU.");
            }
            // The smallest tensor that needs the backend and libtorch behind it.
            _ = DSharp.zeros(1, device.Some(), Dtype.Float32.Some(), backend.Some());
            return Unit.Default;
        }
        // DiffSharp throws plain exceptions; its backends throw exceptions of loading.
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            return Error.New(Describe(backend, fault));
        }
    }

    /// <summary>Describes the innermost cause in a sentence, and says what to do.</summary>
    internal static string Describe(Backend backend, Exception fault)
    {
        while (fault.InnerException is { } inner) fault = inner;
        var cause = fault.Message.Split('\n')[0].Trim().TrimEnd('.');
        return $"DiffSharp's backend {backend.Name} can't be used: {cause}. {Bundles}";
    }
}
