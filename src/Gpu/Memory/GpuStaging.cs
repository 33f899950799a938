using System.Runtime.InteropServices;
using ILGPU;
using ILGPU.Runtime;
using ModelDsl.Engines;
using MemoryBlock = ILGPU.Runtime.MemoryBuffer1D<float, ILGPU.Stride1D.Dense>;

namespace ModelDsl.Gpu;

/// <summary>
/// Batches that the host gathers. A batch is copied to the device on a second stream, while the device computes the batch before; a copy
/// within the device then brings it to its place. Two places take turns, so that a batch does not overwrite one that is still read.
/// </summary>
internal sealed class GpuStaging : DeviceMemory, IStaging
{
    private readonly GpuDevice device;
    private readonly GpuBuffer destination;
    private readonly PageLockedArray1D<float> host;
    private readonly MemoryBlock[] places;
    private readonly Fence[] fences;
    private int turn;

    public GpuStaging(GpuDevice device, GpuBuffer destination)
    {
        (this.device, this.destination) = (device, destination);
        host = device.Accelerator.AllocatePageLocked1D<float>(Math.Max(destination.Count, 1));
        places = [device.Take(destination.Count), device.Take(destination.Count)];
        fences = [new Fence(device.Compute), new Fence(device.Compute)];
        // A block of the pool may still be written by kernels of its last taker. The stream of copies does not wait for them, so the host
        // does.
        lock (device.Gate) device.Compute.Synchronize();
    }

    public Span<float> Numbers
    {
        get
        {
            Use();
            return host.Span[..destination.Count];
        }
    }

    public void Send()
    {
        Use();
        if (destination.Count == 0) return;
        var (place, fence) = (places[turn], fences[turn]);
        turn = 1 - turn;
        lock (device.Gate)
        {
            fence.Wait();
            Transfers.Send(device.Copies, ref MemoryMarshal.AsBytes(host.Span)[0], place.NativePtr, 0,
                (long)destination.Count * sizeof(float));
        }
        // It waits for the copy alone: kernels on the other stream go on.
        device.Copies.Synchronize();
        lock (device.Gate)
        {
            device.Copy(place.View.BaseView.SubView(0, destination.Count), destination.Numbers);
            fence.Set();
        }
    }

    protected override void Free()
    {
        foreach (var place in places) device.Give(place);
        foreach (var fence in fences) fence.Dispose();
        host.Dispose();
    }
}
