using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ModelDsl.Engines;

namespace ModelDsl.Torch;

/// <summary>
/// Loads a changed copy of TorchSharp's native part on systems with an older libstdc++ (Debian 12). The original needs a symbol version
/// that the system lacks, although nothing in it uses that version. In the copy that need is weak. The package's own file is never changed.
/// </summary>
internal static class PatchedLibrary
{
    private const string Library = "libLibTorchSharp.so";
    private const string UnusedVersion = "GLIBCXX_3.4.32";

    /// <summary>
    /// Loads the native libraries beside the program; does nothing if TorchSharp will find them itself.
    /// </summary>
    /// <exception cref="DllNotFoundException">There are none; TorchSharp would print that to the program's output.</exception>
    public static void LoadWhereNeeded()
    {
        var folder = new[] { Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native"), AppContext.BaseDirectory }
            .FirstOrDefault(f => File.Exists(Path.Combine(f, "libtorch.so")) && File.Exists(Path.Combine(f, Library)));
        if (folder is null)
        {
            if (NativeLibrary.TryLoad("LibTorchSharp", typeof(torch).Assembly, null, out _)) return;
            throw new DllNotFoundException("there is no libtorch.so beside the program");
        }
        var original = Path.Combine(folder, Library);
        if (NativeLibrary.TryLoad(original, out _)) return;

        // The copy lies in another folder. Its dependencies are found by name among the loaded libraries. TorchSharp finds the copy in the
        // same way.
        NativeLibrary.Load(Path.Combine(folder, "libtorch.so"));
        var copy = CopyOf(original);
        NativeLibrary.Load(copy);
        Trace.TraceInformation(
            $"ModelDsl: this system lacks {UnusedVersion}, which {Library} names but does not use; the patched copy {copy} was loaded.");
    }

    private static string CopyOf(string original)
    {
        var image = File.ReadAllBytes(original);
        var folder = Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create),
            "ModelDsl", "native", Convert.ToHexStringLower(SHA256.HashData(image))[..16]);
        var copy = Path.Combine(folder, Library);
        if (File.Exists(copy)) return copy;

        // Loading the original gives an error that says why it can't be loaded.
        if (WeakVersionNeed.Mark(image, UnusedVersion) == 0) NativeLibrary.Load(original);
        Directory.CreateDirectory(folder);
        var part = Path.Combine(folder, $"{Library}.{Environment.ProcessId}.part");
        File.WriteAllBytes(part, image);
        File.Move(part, copy, overwrite: true);
        return copy;
    }
}
