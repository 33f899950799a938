using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ModelDsl.Engines;

namespace ModelDsl.Torch;

/// <summary>
/// On systems with an older libstdc++ (Debian 12), TorchSharp's native half needs a symbol version that the system lacks and that nothing in it
/// uses: there a copy with that need made weak is loaded instead. What the package manager brought is never changed.
/// </summary>
internal static class PatchedLibrary
{
    private const string Library = "libLibTorchSharp.so";
    private const string UnusedVersion = "GLIBCXX_3.4.32";

    /// <summary>
    /// Loads the natives that lie beside the program; does nothing where TorchSharp will find them itself.
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

        // The copy lies elsewhere, and finds what it depends on by name among what is loaded already. So does TorchSharp find the copy.
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

        // Loading the original says why it can't be loaded.
        if (WeakVersionNeed.Mark(image, UnusedVersion) == 0) NativeLibrary.Load(original);
        Directory.CreateDirectory(folder);
        var part = Path.Combine(folder, $"{Library}.{Environment.ProcessId}.part");
        File.WriteAllBytes(part, image);
        File.Move(part, copy, overwrite: true);
        return copy;
    }
}
