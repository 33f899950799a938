using ILGPU.Runtime;

namespace ModelDsl.Gpu;

/// <summary>
/// Host memory that small uploads pass through, one after the other: labels, indices, weights. The device reads it when their turn comes,
/// so that the host need not wait. One thread at a time may call it.
/// </summary>
/// <param name="stream">The stream that the uploads take their turn in.</param>
internal sealed class UploadRing(AcceleratorStream stream)
{
    private const int Size = 4 << 20;

    private const int Alignment = 64;

    private readonly PageLockedArray1D<byte> memory = stream.Accelerator.AllocatePageLocked1D<byte>(Size);
    private int next;

    /// <summary>The most bytes of an upload.</summary>
    public const int Most = Size / 4;

    /// <summary>Uploads bytes, which may change as soon as this returns.</summary>
    /// <param name="source">The bytes.</param>
    /// <param name="device">The driver's name for memory on the device.</param>
    /// <param name="at">Position in that memory, in bytes.</param>
    public void Send(ReadOnlySpan<byte> source, nint device, long at)
    {
        if (next + source.Length > Size)
        {
            // What was sent before lies further on. It must have been read before it is overwritten.
            stream.Synchronize();
            next = 0;
        }
        var place = memory.Span.Slice(next, source.Length);
        source.CopyTo(place);
        Transfers.Send(stream, ref place[0], device, at, source.Length);
        next += (source.Length + Alignment - 1) / Alignment * Alignment;
    }
}
