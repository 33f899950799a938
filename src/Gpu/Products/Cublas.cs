using System.Runtime.InteropServices;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using ModelDsl.Engines;

namespace ModelDsl.Gpu;

/// <summary>
/// NVIDIA's products, where its library is installed and <c>MODELDSL_CUBLAS=on</c>; it has not run on a GPU yet. It computes in float32,
/// without TF32: that is its default. With one stream for each handle, the manual promises the same bits in every run on the same GPU with
/// the same version of the library. It chooses its kernels by size, so the rounding of a row may depend on its batch.
/// </summary>
internal sealed class Cublas : IColumnMajorProducts<nint>
{
    /// <summary>The environment variable that turns it on.</summary>
    public const string Switch = "MODELDSL_CUBLAS";

    private readonly Accelerator device;
    private readonly nint handle;
    private readonly Gemm gemm;
    private readonly GemmBatched batched;

    private Cublas(Accelerator device, nint handle, Gemm gemm, GemmBatched batched) =>
        (this.device, this.handle, this.gemm, this.batched) = (device, handle, gemm, batched);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int Create(out nint handle);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int Destroy(nint handle);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int SetStream(nint handle, nint stream);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int Gemm(
        nint handle, int leftTransposed, int rightTransposed, int rows, int columns, int steps, in float alpha, nint left, int leftLeading,
        nint right, int rightLeading, in float beta, nint destination, int destinationLeading);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int GemmBatched(
        nint handle, int leftTransposed, int rightTransposed, int rows, int columns, int steps, in float alpha, nint left, int leftLeading,
        long leftNext, nint right, int rightLeading, long rightNext, in float beta, nint destination, int destinationLeading,
        long destinationNext, int count);

    /// <summary>The names of the library, the newest first.</summary>
    public static IReadOnlyList<string> Names { get; } = OperatingSystem.IsWindows()
        ? ["cublas64_13.dll", "cublas64_12.dll", "cublas64_11.dll"]
        : ["libcublas.so.13", "libcublas.so.12", "libcublas.so.11"];

    /// <summary>Returns the library for a device; null if it is not turned on, not installed, or does not take the device.</summary>
    public static Cublas? Find(Accelerator device)
    {
        if (device is not CudaAccelerator || !IsOn(Environment.GetEnvironmentVariable(Switch))) return null;
        foreach (var name in Names)
            if (NativeLibrary.TryLoad(name, out var library)) return Open(device, library);
        return null;
    }

    /// <summary>Returns true if a value of the environment variable turns the library on.</summary>
    public static bool IsOn(string? value) => value?.Trim().ToUpperInvariant() is "ON" or "1" or "TRUE";

    /// <summary>Returns the name of a status, as the manual has it.</summary>
    public static string StatusName(int status) => status switch
    {
        1 => "CUBLAS_STATUS_NOT_INITIALIZED",
        3 => "CUBLAS_STATUS_ALLOC_FAILED",
        7 => "CUBLAS_STATUS_INVALID_VALUE",
        8 => "CUBLAS_STATUS_ARCH_MISMATCH",
        11 => "CUBLAS_STATUS_MAPPING_ERROR",
        13 => "CUBLAS_STATUS_EXECUTION_FAILED",
        14 => "CUBLAS_STATUS_INTERNAL_ERROR",
        15 => "CUBLAS_STATUS_NOT_SUPPORTED",
        16 => "CUBLAS_STATUS_LICENSE_ERROR",
        _ => FormattableString.Invariant($"status {status}"),
    };

    /// <inheritdoc/>
    public void Multiply(in ColumnMajorProduct p, nint ourLeft, nint ourRight, nint destination)
    {
        device.Bind();
        var (leftTransposed, rightTransposed) = (p.LeftTransposed ? 1 : 0, p.RightTransposed ? 1 : 0);
        var status = p.Count == 1
            ? gemm(
                handle, leftTransposed, rightTransposed, p.Rows, p.Columns, p.Steps, 1f, ourRight, p.Left, ourLeft, p.Right, 0f,
                destination, p.Destination)
            : batched(
                handle, leftTransposed, rightTransposed, p.Rows, p.Columns, p.Steps, 1f, ourRight, p.Left, p.LeftNext, ourLeft, p.Right,
                p.RightNext, 0f, destination, p.Destination, p.DestinationNext, p.Count);
        if (status != 0)
            throw new DeviceException(
                $"cuBLAS could not multiply ({StatusName(status)}). Remove the environment variable {Switch}: then our own kernels do.");
    }

    private static Cublas? Open(Accelerator device, nint library)
    {
        var (create, destroy) = (Function<Create>(library, "cublasCreate_v2"), Function<Destroy>(library, "cublasDestroy_v2"));
        var stream = Function<SetStream>(library, "cublasSetStream_v2");
        var (gemm, batched) = (Function<Gemm>(library, "cublasSgemm_v2"), Function<GemmBatched>(library, "cublasSgemmStridedBatched"));
        if (create is null || destroy is null || stream is null || gemm is null || batched is null) return null;
        device.Bind();
        if (create(out var handle) != 0) return null;
        if (stream(handle, ((CudaStream)device.DefaultStream).StreamPtr) == 0) return new(device, handle, gemm, batched);
        _ = destroy(handle);
        return null;
    }

    private static TDelegate? Function<TDelegate>(nint library, string name) where TDelegate : Delegate =>
        NativeLibrary.TryGetExport(library, name, out var address) ? Marshal.GetDelegateForFunctionPointer<TDelegate>(address) : null;
}
