using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace ModelDsl.Gpu;

/// <summary>A point in a stream's work that the host can wait for. On OpenCL the host waits for all work.</summary>
internal sealed class Fence : IDisposable
{
    private readonly AcceleratorStream stream;
    private readonly nint cudaEvent;
    private bool isSet;

    /// <summary>Makes a fence that nobody has to wait for.</summary>
    public Fence(AcceleratorStream stream)
    {
        this.stream = stream;
        if (stream is not CudaStream) return;
        stream.Accelerator.Bind();
        CudaException.ThrowIfFailed(CudaAPI.CurrentAPI.CreateEvent(out cudaEvent, CudaEventFlags.CU_EVENT_DISABLE_TIMING));
    }

    /// <summary>Puts the fence after what the stream was given so far.</summary>
    public void Set()
    {
        isSet = true;
        if (stream is CudaStream cuda) CudaException.ThrowIfFailed(CudaAPI.CurrentAPI.RecordEvent(cudaEvent, cuda.StreamPtr));
    }

    /// <summary>Waits until the stream has done what was before the fence.</summary>
    public void Wait()
    {
        if (!isSet) return;
        isSet = false;
        stream.Accelerator.Bind();
        if (stream is CudaStream) CudaException.ThrowIfFailed(CudaAPI.CurrentAPI.SynchronizeEvent(cudaEvent));
        else stream.Synchronize();
    }

    public void Dispose()
    {
        if (cudaEvent == 0) return;
        stream.Accelerator.Bind();
        CudaException.ThrowIfFailed(CudaAPI.CurrentAPI.DestroyEvent(cudaEvent));
    }
}
