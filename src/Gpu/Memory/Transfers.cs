using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace ModelDsl.Gpu;

/// <summary>
/// Copies between the host and a device. They take their turn in a stream and return at once, so the host's memory must stay where it is
/// until then. They allocate nothing, which ILGPU's own do.
/// </summary>
internal static class Transfers
{
    /// <summary>Copies to the device.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="host">The first byte on the host. It does not move.</param>
    /// <param name="device">The driver's name for memory on the device.</param>
    /// <param name="at">Position in that memory, in bytes.</param>
    /// <param name="bytes">Count of bytes.</param>
    public static void Send(AcceleratorStream stream, ref readonly byte host, nint device, long at, long bytes)
    {
        stream.Accelerator.Bind();
        if (stream is CudaStream)
            CudaException.ThrowIfFailed(CudaAPI.CurrentAPI.MemcpyAsync(device + (nint)at, Address(in host), (nint)bytes, stream));
        else
            CLException.ThrowIfFailed(CLAPI.CurrentAPI.WriteBuffer(stream, device, false, (nint)at, (nint)bytes, Address(in host)));
    }

    /// <summary>Copies from the device.</summary>
    /// <inheritdoc cref="Send"/>
    public static void Fetch(AcceleratorStream stream, ref byte host, nint device, long at, long bytes)
    {
        stream.Accelerator.Bind();
        if (stream is CudaStream)
            CudaException.ThrowIfFailed(CudaAPI.CurrentAPI.MemcpyAsync(Address(in host), device + (nint)at, (nint)bytes, stream));
        else
            CLException.ThrowIfFailed(CLAPI.CurrentAPI.ReadBuffer(stream, device, false, (nint)at, (nint)bytes, Address(in host)));
    }

    private static unsafe nint Address(ref readonly byte host) => (nint)Unsafe.AsPointer(ref Unsafe.AsRef(in host));
}
