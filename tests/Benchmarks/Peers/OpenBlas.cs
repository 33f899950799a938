using System.Runtime.InteropServices;
using ModelDsl.Engines;

namespace Benchmarks.Peers;

/// <summary>Matrix products by OpenBLAS, called directly, on one thread.</summary>
public sealed unsafe class OpenBlas
{
    /// <summary>Its name.</summary>
    public const string Name = "OpenBLAS";

    /// <summary>The file that the system's package libopenblas0-pthread installs.</summary>
    public const string Library = "libopenblas.so.0";

    // CBLAS constants: row-major order, a matrix as it lies in memory, and its transpose.
    private const int RowMajor = 101;
    private const int Plain = 111;
    private const int Transposed = 112;
    private readonly delegate* unmanaged<int, int, int, int, int, int, float, float*, int, float*, int, float, float*, int, void> multiply;

    private OpenBlas(nint library)
    {
        multiply = (delegate* unmanaged<int, int, int, int, int, int, float, float*, int, float*, int, float, float*, int, void>)
            NativeLibrary.GetExport(library, "cblas_sgemm");
        ((delegate* unmanaged<int, void>)NativeLibrary.GetExport(library, "openblas_set_num_threads"))(1);
        // OpenBLAS 0.3.21 NO_LAPACKE DYNAMIC_ARCH …
        var version = string.Join(' ', Text("openblas_get_config").Split(' ').Take(2));
        Kernels = $"{version}, kernels for {Text("openblas_get_corename")}";

        string Text(string function) => Marshal.PtrToStringUTF8(((delegate* unmanaged<nint>)NativeLibrary.GetExport(library, function))())!;
    }

    /// <summary>The version of OpenBLAS, and the processor that its kernels were written for.</summary>
    public string Kernels { get; }

    /// <summary>Loads OpenBLAS; returns null if this machine does not have it.</summary>
    public static OpenBlas? Load() => NativeLibrary.TryLoad(Library, out var library) ? new OpenBlas(library) : null;

    /// <summary>Writes the product of a and b to c.</summary>
    public void Multiply(MatrixProduct product, float[] a, float[] b, float[] c)
    {
        fixed (float* left = a, right = b, result = c)
        {
            multiply(
                RowMajor, Order(product, Transpose.Left), Order(product, Transpose.Right), product.M, product.N, product.K,
                1, left, product.ShapeOfA[1], right, product.ShapeOfB[1], 0, result, product.N);
        }
    }

    private static int Order(MatrixProduct product, Transpose operand) => product.Transpose == operand ? Transposed : Plain;
}
