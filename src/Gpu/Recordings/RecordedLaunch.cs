using ILGPU;
using ILGPU.Runtime;

namespace ModelDsl.Gpu;

/// <summary>A launch, whatever its arguments.</summary>
internal interface IRecordedLaunch
{
    /// <summary>Starts the kernel in a stream.</summary>
    void Start(GpuDevice device, AcceleratorStream stream);
}

/// <summary>A launch with its latest arguments.</summary>
/// <param name="kernel">The kernel.</param>
/// <param name="threads">The groups, and the threads of each.</param>
/// <param name="arguments">The arguments.</param>
internal sealed class RecordedLaunch<TArguments>(GpuKernel<TArguments> kernel, KernelConfig threads, TArguments arguments) : IRecordedLaunch
    where TArguments : struct
{
    private TArguments arguments = arguments;

    /// <summary>The kernel.</summary>
    public GpuKernel<TArguments> Kernel => kernel;

    /// <summary>Returns whether a launch has these threads.</summary>
    public bool Takes(KernelConfig other) =>
        other.GridDim.X == threads.GridDim.X && other.GridDim.Y == threads.GridDim.Y && other.GridDim.Z == threads.GridDim.Z
        && other.GroupDim.X == threads.GroupDim.X && other.GroupDim.Y == threads.GroupDim.Y && other.GroupDim.Z == threads.GroupDim.Z;

    /// <summary>Takes the arguments of a later launch. Returns whether they differ.</summary>
    public bool Changes(in TArguments later)
    {
        if (Arguments<TArguments>.AreSame(arguments, later)) return false;
        arguments = later;
        return true;
    }

    public void Start(GpuDevice device, AcceleratorStream stream) => device.Start(kernel, threads, arguments, stream);
}
