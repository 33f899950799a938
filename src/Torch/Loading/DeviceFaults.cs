using System.Runtime.InteropServices;
using ModelDsl.Engines;

namespace ModelDsl.Torch;

/// <summary>The meaning of libtorch's exceptions. It throws one kind for everything, so that only the text tells them apart.</summary>
internal static class DeviceFaults
{
    private static readonly string[] OfMemory = ["out of memory", "can't allocate memory", "not enough memory"];
    private static readonly string[] OfDevice =
        ["CUDA error", "CUDA driver", "cuDNN error", "cuBLAS error", "CUBLAS_STATUS", "CUDNN_STATUS", "device-side"];

    /// <summary>Returns true if there was not enough memory.</summary>
    public static bool IsOfMemory(Exception thrown) => thrown is ExternalException && OfMemory.Any(text => Names(thrown, text));

    /// <summary>Returns a sentence or two on a fault of the device; null for any other exception.</summary>
    public static string? Explain(string engine, Exception thrown)
    {
        if (thrown is DeviceException) return thrown.Message;
        if (thrown is not ExternalException) return null;
        var cause = thrown.Message.Split('\n')[0].Trim().TrimEnd('.');
        if (IsOfMemory(thrown))
            return $"The engine {engine} is out of memory ({cause}). Use a smaller BatchSize, a smaller model, or Engine.Cpu.";
        return OfDevice.Any(text => Names(thrown, text))
            ? $"The device of the engine {engine} failed ({cause}). Its data is lost; a new process may find the device again, and Engine.Cpu " +
              "needs none."
            : null;
    }

    private static bool Names(Exception thrown, string text) => thrown.Message.Contains(text, StringComparison.OrdinalIgnoreCase);
}
