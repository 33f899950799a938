using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;
using MemoryBlock = ILGPU.Runtime.MemoryBuffer1D<float, ILGPU.Stride1D.Dense>;

namespace ModelDsl.Gpu;

/// <summary>
/// A device that was opened: its streams and its memory. A stream does its work in the order of the calls, while the host goes on.
/// </summary>
/// <param name="accelerator">The device.</param>
internal sealed class GpuDevice(Accelerator accelerator)
{
    /// <summary>OpenCL drivers may begin only when they are asked to: after so many launches.</summary>
    private const int LaunchesOfFlush = 64;

    /// <summary>OpenCL drivers keep everything that was not done yet. The host waits after so many launches.</summary>
    private const int LaunchesOfWait = 8192;

    private static int count;

    private readonly int number = Interlocked.Increment(ref count) - 1;
    private readonly BlockPool pool = new(accelerator);
    private readonly UploadRing ring = new(accelerator.DefaultStream);

    /// <summary>The device.</summary>
    public Accelerator Accelerator => accelerator;

    /// <summary>Taken by each thread that gives the device work: one at a time.</summary>
    public Lock Gate { get; } = new();

    /// <summary>The stream of all kernels, and of the copies that wait for them.</summary>
    public AcceleratorStream Compute => accelerator.DefaultStream;

    /// <summary>The stream of copies that do not wait for kernels.</summary>
    public AcceleratorStream Copies { get; } = accelerator.CreateStream();

    /// <summary>Number of launches so far.</summary>
    public long Launches { get; private set; }

    /// <summary>Count of the numbers in use now, and of those kept for later.</summary>
    public (long Taken, long Kept) Memory
    {
        get
        {
            lock (Gate) return (pool.Taken, pool.Kept);
        }
    }

    /// <inheritdoc cref="BlockPool.Take"/>
    public MemoryBlock Take(int numbers)
    {
        lock (Gate) return pool.Take(numbers);
    }

    /// <inheritdoc cref="BlockPool.Give"/>
    public void Give(MemoryBlock block)
    {
        lock (Gate) pool.Give(block);
    }

    /// <summary>
    /// Makes the graph of a program's launches; null if they are not recorded. By default they are recorded on CUDA, and only if the
    /// environment variable <c>MODELDSL_GPU_GRAPHS</c> is 1, because graphs have not run on a GPU yet.
    /// </summary>
    public Func<GpuDevice, IReadOnlyList<IRecordedLaunch>, ILaunchGraph>? Graphs { get; set; } =
        accelerator is CudaAccelerator && Environment.GetEnvironmentVariable("MODELDSL_GPU_GRAPHS") == "1"
            ? static (device, launches) => new CudaGraph(device, launches)
            : null;

    /// <summary>The recording whose program runs now; null if there is none.</summary>
    public Recording? Current { get; set; }

    /// <summary>Launches a kernel.</summary>
    public void Launch<TArguments>(GpuKernel<TArguments> kernel, KernelConfig threads, TArguments arguments) where TArguments : struct
    {
        lock (Gate)
        {
            if (Current is null) Start(kernel, threads, arguments, Compute);
            else Current.Launch(kernel, threads, arguments);
        }
    }

    /// <summary>Starts a kernel in a stream, recorded or not. The caller has the gate.</summary>
    public void Start<TArguments>(GpuKernel<TArguments> kernel, KernelConfig threads, TArguments arguments, AcceleratorStream stream)
        where TArguments : struct
    {
        kernel.Launch(accelerator, number, stream, threads, arguments);
        Launches++;
        if (stream is not CLStream queue) return;
        if (Launches % LaunchesOfWait == 0) queue.Synchronize();
        else if (Launches % LaunchesOfFlush == 0) CLException.ThrowIfFailed(CLAPI.CurrentAPI.FlushCommandQueue(queue.CommandQueue));
    }

    /// <summary>Copies numbers within the device.</summary>
    public void Copy(ArrayView<float> from, ArrayView<float> to)
    {
        lock (Gate)
        {
            Current?.Abandon();
            from.CopyTo(Compute, to);
        }
    }

    /// <summary>Copies bytes to the device. They may change as soon as this returns.</summary>
    /// <param name="source">The bytes.</param>
    /// <param name="device">The driver's name for memory on the device.</param>
    /// <param name="at">Position in that memory, in bytes.</param>
    public unsafe void Upload(ReadOnlySpan<byte> source, nint device, long at)
    {
        if (source.IsEmpty) return;
        lock (Gate)
        {
            Current?.GiveUp();
            if (source.Length <= UploadRing.Most)
            {
                ring.Send(source, device, at);
                return;
            }
            fixed (byte* host = source)
            {
                Transfers.Send(Compute, ref *host, device, at, source.Length);
                Compute.Synchronize();
            }
        }
    }

    /// <summary>Copies bytes from the device, when all work before is done.</summary>
    /// <inheritdoc cref="Upload"/>
    public unsafe void Download(Span<byte> destination, nint device, long at)
    {
        if (destination.IsEmpty) return;
        lock (Gate)
        {
            Current?.GiveUp();
            fixed (byte* host = destination)
            {
                Transfers.Fetch(Compute, ref *host, device, at, destination.Length);
                Compute.Synchronize();
            }
        }
    }
}
