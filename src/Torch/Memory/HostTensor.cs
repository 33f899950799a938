using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ModelDsl.Engines;

/// <summary>A vector in the host's memory that lives for one copy to or from a device.</summary>
internal readonly unsafe struct HostTensor : IDisposable
{
    private readonly void* address;
    private readonly int count;

    public HostTensor(ElementType element, int count)
    {
        this.count = count;
        Vector = torch.empty(count, element == ElementType.Int32 ? torch.ScalarType.Int32 : torch.ScalarType.Float32, torch.CPU);
        address = count == 0 ? null : Unsafe.AsPointer(ref MemoryMarshal.GetReference(Vector.bytes));
    }

    /// <summary>The tensor.</summary>
    public TorchTensor Vector { get; }

    /// <summary>Its numbers.</summary>
    public Span<T> Span<T>() where T : unmanaged => count == 0 ? default : new(address, count);

    public void Dispose() => Vector.Dispose();
}
