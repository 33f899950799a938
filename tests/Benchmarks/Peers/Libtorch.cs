using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Text;

namespace Benchmarks.Peers;

/// <summary>The native library behind TorchSharp.</summary>
public static class Libtorch
{
    private const string Library = "libtorch_cpu";

    /// <summary>The library that multiplies its matrices. Call it after libtorch has been loaded.</summary>
    public static string Blas => field ??= Describe();

    private static string Describe()
    {
        if (!NativeLibrary.TryLoad(Library, typeof(Libtorch).Assembly, null, out var library)
            || !NativeLibrary.TryGetExport(library, nameof(MKL_Get_Version_String), out _))
            return "a library that does not say its name";
        var text = new byte[256];
        MKL_Get_Version_String(text, text.Length);
        // Intel(R) oneAPI Math Kernel Library Version 2024.2-Product Build …
        var version = Encoding.UTF8.GetString(text).Split(' ').FirstOrDefault(word => word is [>= '0' and <= '9', ..])?.Split('-')[0];
        return $"MKL {version}{(IsAmd ? "; on AMD it uses AVX2 only, which is half of what Zen 5 can do" : "")}";
    }

    // On these processors, MKL uses its kernels for the first Zen: a profile shows mkl_blas_def_sgemm_kernel_0_zen.
    private static bool IsAmd => X86Base.IsSupported && X86Base.CpuId(0, 0) is { Ebx: 0x68747541, Edx: 0x69746E65, Ecx: 0x444D4163 };

    [DllImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void MKL_Get_Version_String(byte[] text, int length);
}
