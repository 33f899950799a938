using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Benchmarks.Peers;

/// <summary>
/// Loads libtorch and TorchSharp's native half before TorchSharp asks for them. On systems with an older libstdc++ (Debian 12) the
/// latter needs a symbol version that the system lacks and that nothing in it uses: a copy with that need made weak is loaded instead.
/// </summary>
public static class Libtorch
{
    private const string Library = "libLibTorchSharp.so";
    private const string UnusedVersion = "GLIBCXX_3.4.32";

    /// <summary>Loads the native libraries; does nothing on systems where TorchSharp finds its own.</summary>
    public static void Load()
    {
        if (!OperatingSystem.IsLinux()) return;
        var folder = new[] { Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native"), AppContext.BaseDirectory }
            .FirstOrDefault(f => File.Exists(Path.Combine(f, "libtorch.so")))
            ?? throw new FileNotFoundException("libtorch is not beside the program: build it with -p:WithLibtorch=true, as bench.sh does.");
        var original = Path.Combine(folder, Library);
        if (NativeLibrary.TryLoad(original, out _)) return;

        // The copy lies elsewhere, and finds what it depends on by name among what is loaded already. So does TorchSharp find the copy.
        NativeLibrary.Load(Path.Combine(folder, "libtorch.so"));
        NativeLibrary.Load(PatchedCopy(original));
    }

    private static string PatchedCopy(string original)
    {
        var image = File.ReadAllBytes(original);
        var folder = Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create),
            "ModelDsl", "native", Convert.ToHexStringLower(SHA256.HashData(image))[..16]);
        var copy = Path.Combine(folder, Library);
        if (File.Exists(copy)) return copy;

        if (WeakVersionNeed.Mark(image, UnusedVersion) == 0)
            throw new DllNotFoundException($"{original} does not load, and not for want of {UnusedVersion}.");
        Directory.CreateDirectory(folder);
        var part = Path.Combine(folder, $"{Library}.{Environment.ProcessId}.part");
        File.WriteAllBytes(part, image);
        File.Move(part, copy, overwrite: true);
        return copy;
    }
}
