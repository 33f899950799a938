using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Engines;

namespace ModelDsl.Torch;

/// <summary>Loads libtorch and TorchSharp's native part, once per process and before TorchSharp asks for them.</summary>
internal static class Libtorch
{
    private static readonly Lazy<Fin<Unit>> Loaded = new(LoadOnce);

    /// <summary>Loads libtorch. An error names the cause and what to do.</summary>
    public static Fin<Unit> Load() => Loaded.Value;

    private static Fin<Unit> LoadOnce()
    {
        try
        {
            if (OperatingSystem.IsLinux()) PatchedLibrary.LoadWhereNeeded();
            // The smallest tensor that needs both libraries.
            using var probe = torch.zeros(1);
            return Unit.Default;
        }
        catch (Exception fault) when (IsOfLoading(fault))
        {
            return Error.New(Describe(fault));
        }
    }

    private static bool IsOfLoading(Exception fault) =>
        fault is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException or TypeInitializationException
            or NotSupportedException or IOException or UnauthorizedAccessException or InvalidDataException;

    /// <summary>Describes the innermost cause in a sentence, and says what to do.</summary>
    internal static string Describe(Exception fault)
    {
        while (fault is TypeInitializationException { InnerException: { } inner }) fault = inner;
        var cause = fault.Message.Split('\n')[0].Trim().TrimEnd('.');
        var advice = fault is EntryPointNotFoundException || fault.Message.Contains("undefined symbol", StringComparison.Ordinal)
            ? "TorchSharp 0.107.0 needs another version of libtorch: reference version 2.10.0 of its package."
            : "Reference the package for this platform and device beside ModelDsl.Torch, libtorch-cpu-linux-x64 2.10.0 for instance " +
              "(docs/engines.md lists them), or use Engine.Cpu, which needs none.";
        return $"libtorch can't be loaded: {cause}. {advice}";
    }
}
