using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace ModelDsl.Gpu;

/// <summary>
/// A graph of CUDA: a chain of kernels that the driver starts with one call. ILGPU launches each kernel once more while a stream is
/// captured, which starts nothing but gives the kernel's parameters. (CUDA driver API: graph management.)
/// </summary>
internal sealed class CudaGraph : ILaunchGraph
{
    private readonly GpuDevice device;
    private readonly IReadOnlyList<IRecordedLaunch> launches;
    private readonly CudaStream captured;
    private readonly nint[] nodes;
    private readonly nint graph;
    private readonly nint executable;

    public CudaGraph(GpuDevice device, IReadOnlyList<IRecordedLaunch> launches)
    {
        (this.device, this.launches, captured) = (device, launches, (CudaStream)device.Copies);
        nodes = new nint[launches.Count];
        device.Accelerator.Bind();
        Check(CudaGraphApi.Create(out graph, 0));
        for (var i = 0; i < nodes.Length; i++)
        {
            using var launch = new Captured(this, launches[i]);
            var parameters = launch.Parameters;
            Check(CudaGraphApi.AddKernelNode(out nodes[i], graph, i == 0 ? [] : [nodes[i - 1]], i == 0 ? 0u : 1u, in parameters));
        }
        Check(CudaGraphApi.Instantiate(out executable, graph, 0));
    }

    public void Set(int launch)
    {
        using var changed = new Captured(this, launches[launch]);
        var parameters = changed.Parameters;
        Check(CudaGraphApi.SetParameters(executable, nodes[launch], in parameters));
    }

    public void Start()
    {
        device.Accelerator.Bind();
        Check(CudaGraphApi.Launch(executable, ((CudaStream)device.Compute).StreamPtr));
    }

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        device.Accelerator.Bind();
        Check(CudaGraphApi.DestroyExecutable(executable));
        Check(CudaGraphApi.Destroy(graph));
    }

    /// <summary>Programs that were made outside any region are never disposed.</summary>
    ~CudaGraph()
    {
        device.Accelerator.Bind();
        _ = CudaGraphApi.DestroyExecutable(executable);
        _ = CudaGraphApi.Destroy(graph);
    }

    private static void Check(CudaError status) => CudaException.ThrowIfFailed(status);

    /// <summary>One launch as a graph of its own. Its parameters end with it.</summary>
    private readonly ref struct Captured
    {
        private readonly nint own;

        public Captured(CudaGraph owner, IRecordedLaunch launch)
        {
            owner.device.Accelerator.Bind();
            Check(CudaGraphApi.BeginCapture(owner.captured.StreamPtr, CudaGraphApi.ThreadLocal));
            try
            {
                launch.Start(owner.device, owner.captured);
            }
            finally
            {
                Check(CudaGraphApi.EndCapture(owner.captured.StreamPtr, out own));
            }
        }

        public CudaGraphApi.KernelParameters Parameters
        {
            get
            {
                Span<nint> node = stackalloc nint[1];
                nuint count = 1;
                Check(CudaGraphApi.GetNodes(own, node, ref count));
                Check(CudaGraphApi.GetParameters(node[0], out var parameters));
                return parameters;
            }
        }

        public void Dispose() => Check(CudaGraphApi.Destroy(own));
    }
}
