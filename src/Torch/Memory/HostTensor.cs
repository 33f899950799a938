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

    /// <param name="type">What libtorch keeps elements as.</param>
    /// <param name="count">How many.</param>
    /// <param name="isPinned">Whether a GPU is to fetch from it: memory that stays where it is, so that the driver needs no copy of its own.</param>
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

    /// <summary>Where a vector of the host begins. Its first number alone is asked, as a span of bytes ends at 2 GB.</summary>
    public static void* AddressOf(TorchTensor vector, int count)
    {
        if (count == 0) return null;
        using var first = vector.narrow(0, 0, 1);
        return Unsafe.AsPointer(ref MemoryMarshal.GetReference(first.bytes));
    }

    /// <summary>What libtorch keeps elements as. Class indices take 64 bits, since its functions take no others.</summary>
    public static torch.ScalarType TypeOf(ElementType element) => element == ElementType.Int32 ? torch.ScalarType.Int64 : torch.ScalarType.Float32;

    /// <summary>The tensor.</summary>
    public TorchTensor Vector { get; }

    /// <summary>Its numbers.</summary>
    public Span<T> Span<T>() where T : unmanaged => count == 0 ? default : new(address, count);

    public void Dispose() => Vector.Dispose();
}
