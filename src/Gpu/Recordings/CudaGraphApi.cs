using System.Runtime.InteropServices;
using ILGPU.Runtime.Cuda;

namespace ModelDsl.Gpu;

/// <summary>The functions of CUDA's driver for graphs, which ILGPU does not declare. Names and types are those of cuda.h.</summary>
internal static partial class CudaGraphApi
{
    /// <summary>CU_STREAM_CAPTURE_MODE_THREAD_LOCAL: other threads may go on.</summary>
    public const int ThreadLocal = 1;

    /// <summary>CUDA_KERNEL_NODE_PARAMS_v1.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct KernelParameters
    {
        public nint Function;
        public uint GridX, GridY, GridZ, BlockX, BlockY, BlockZ, SharedBytes;
        public nint Parameters, Extra;
    }

    private const string Driver = "cuda";

    static CudaGraphApi() => NativeLibrary.SetDllImportResolver(typeof(CudaGraphApi).Assembly, static (name, _, _) =>
        name == Driver ? NativeLibrary.Load(OperatingSystem.IsWindows() ? "nvcuda" : "libcuda.so.1") : 0);

    [LibraryImport(Driver, EntryPoint = "cuStreamBeginCapture_v2")]
    public static partial CudaError BeginCapture(nint stream, int mode);

    [LibraryImport(Driver, EntryPoint = "cuStreamEndCapture")]
    public static partial CudaError EndCapture(nint stream, out nint graph);

    [LibraryImport(Driver, EntryPoint = "cuGraphCreate")]
    public static partial CudaError Create(out nint graph, uint flags);

    [LibraryImport(Driver, EntryPoint = "cuGraphGetNodes")]
    public static partial CudaError GetNodes(nint graph, Span<nint> nodes, ref nuint count);

    [LibraryImport(Driver, EntryPoint = "cuGraphKernelNodeGetParams")]
    public static partial CudaError GetParameters(nint node, out KernelParameters parameters);

    [LibraryImport(Driver, EntryPoint = "cuGraphAddKernelNode")]
    public static partial CudaError AddKernelNode(
        out nint node, nint graph, ReadOnlySpan<nint> before, nuint countBefore, in KernelParameters parameters);

    [LibraryImport(Driver, EntryPoint = "cuGraphInstantiateWithFlags")]
    public static partial CudaError Instantiate(out nint executable, nint graph, ulong flags);

    [LibraryImport(Driver, EntryPoint = "cuGraphExecKernelNodeSetParams")]
    public static partial CudaError SetParameters(nint executable, nint node, in KernelParameters parameters);

    [LibraryImport(Driver, EntryPoint = "cuGraphLaunch")]
    public static partial CudaError Launch(nint executable, nint stream);

    [LibraryImport(Driver, EntryPoint = "cuGraphExecDestroy")]
    public static partial CudaError DestroyExecutable(nint executable);

    [LibraryImport(Driver, EntryPoint = "cuGraphDestroy")]
    public static partial CudaError Destroy(nint graph);
}
