using ModelDsl.Engines;

namespace ModelDsl.Torch;

/// <summary>Memory of libtorch, and all views of it: native tensors that are disposed together.</summary>
internal sealed unsafe class TorchStorage : DeviceMemory
{
    private readonly List<TorchTensor> views = [];
    private readonly void* address;

    /// <summary>Allocates new memory on a device, all zero.</summary>
    public TorchStorage(ElementType element, int count, torch.Device device, bool isOnHost)
    {
        IsOnHost = isOnHost;
        Vector = Keep(torch.zeros(count, HostTensor.TypeOf(element), device));
        if (IsOnHost) address = HostTensor.AddressOf(Vector, count);
    }

    /// <summary>The whole memory as one vector.</summary>
    public TorchTensor Vector { get; }

    /// <summary>True if the host may access it.</summary>
    public bool IsOnHost { get; }

    /// <summary>Returns a part of it as a span, for the host. The span does not keep the memory alive: the caller must.</summary>
    public Span<T> Span<T>(int offset, int count) where T : unmanaged
    {
        Use();
        return count == 0 ? default : new((T*)address + offset, count);
    }

    /// <summary>
    /// Returns the address of the float32 number at an offset, for the host. The address, too, does not keep the memory alive.
    /// </summary>
    public nint Address(int offset)
    {
        Use();
        return (nint)((float*)address + offset);
    }

    /// <summary>Returns a part of it as a tensor that lives as long as the storage.</summary>
    public TorchTensor See(int offset, ReadOnlySpan<int> sizes)
    {
        var (shape, strides) = (new long[sizes.Length], new long[sizes.Length]);
        var stride = 1L;
        for (var k = sizes.Length - 1; k >= 0; k--)
        {
            (shape[k], strides[k]) = (sizes[k], stride);
            stride *= sizes[k];
        }
        return Keep(Vector.as_strided(shape, strides, offset));
    }

    /// <summary>Returns blocks of it as the rows of a matrix. Unlike the other forms, this tensor is not kept.</summary>
    public TorchTensor Blocks(int first, int stride, int length, int count)
    {
        Use();
        return Vector.as_strided([count, length], [stride, 1], first);
    }

    /// <summary>Returns a row of ones that lives as long as the storage.</summary>
    public TorchTensor Ones(int count) => Keep(torch.ones(1, count, torch.ScalarType.Float32, Vector.device));

    /// <summary>Returns a column of −1 that lives as long as the storage.</summary>
    public TorchTensor MinusOnes(int count) => Keep(torch.empty(count, 1, torch.ScalarType.Float32, Vector.device)).Fill_(-1.0);

    /// <summary>Makes a tensor live as long as the storage, outside any dispose scope of an instruction or of the user.</summary>
    public TorchTensor Keep(TorchTensor view)
    {
        // Threads that share a model may each be the first to use a form of the tensor.
        lock (views) views.Add(view.DetachFromDisposeScope());
        return view;
    }

    protected override void Free()
    {
        for (var i = views.Count - 1; i >= 0; i--) views[i].Dispose();
        views.Clear();
    }
}
