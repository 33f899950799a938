using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ModelDsl.Engines;

namespace ModelDsl.Torch;

/// <summary>A vector in the host's memory, for copies to and from a device.</summary>
internal readonly unsafe struct HostTensor : IDisposable
{
    private readonly void* address;
    private readonly int count;

    public HostTensor(ElementType element, int count) : this(TypeOf(element), count, isPinned: false)
    {
    }

    /// <param name="type">libtorch's type of the elements.</param>
    /// <param name="count">Number of elements.</param>
    /// <param name="isPinned">True if a GPU will copy from it. Such memory does not move, so that the driver needs no copy of its
    /// own.</param>
    public HostTensor(torch.ScalarType type, int count, bool isPinned)
    {
        this.count = count;
        Vector = torch.empty(count, type, torch.CPU);
        if (isPinned)
        {
            using var pageable = Vector;
            Vector = pageable.pin_memory();
        }
        address = AddressOf(Vector, count);
    }

    /// <summary>Returns the address of a host vector. It asks for the first number only, since a span of bytes ends at 2 GB.</summary>
    public static void* AddressOf(TorchTensor vector, int count)
    {
        if (count == 0) return null;
        using var first = vector.narrow(0, 0, 1);
        return Unsafe.AsPointer(ref MemoryMarshal.GetReference(first.bytes));
    }

    /// <summary>
    /// Returns libtorch's type of the elements. Class indices take 64 bits, since libtorch's functions accept no other type.
    /// </summary>
    public static torch.ScalarType TypeOf(ElementType element) =>
        element == ElementType.Int32 ? torch.ScalarType.Int64 : torch.ScalarType.Float32;

    /// <summary>The tensor.</summary>
    public TorchTensor Vector { get; }

    /// <summary>Its numbers.</summary>
    public Span<T> Span<T>() where T : unmanaged => count == 0 ? default : new(address, count);

    public void Dispose() => Vector.Dispose();
}
