using ModelDsl.Engines;

namespace ModelDsl.DiffSharp;

/// <summary>A part of a storage, with a shape. Instructions read it as a tensor and write a tensor to it.</summary>
internal sealed class DiffBuffer(DiffStorage storage, int offset, ElementType element, Shape shape) : TensorBuffer(element, shape)
{
    /// <summary>The tensor that was read or written last. It is one object, since threads may share a model.</summary>
    private Seen? seen;

    /// <summary>The memory.</summary>
    public DiffStorage Storage => storage;

    /// <summary>Index of its first number in the memory.</summary>
    public int Offset => offset;

    /// <summary>The numbers, at least one, in any shape.</summary>
    public DiffTensor Numbers
    {
        get
        {
            var last = storage.Used(seen);
            if (last is null || last.Version != storage.Version) seen = last = new Seen(storage.Read(offset, Count), storage.Version);
            return last.Numbers;
        }
        set
        {
            storage.Write(offset, value);
            seen = new Seen(value, storage.Version);
        }
    }

    /// <summary>The tensor in its own shape.</summary>
    public DiffTensor Whole => Numbers.view(Shape.Dimensions.ToArray());

    /// <summary>The numbers as a vector.</summary>
    public DiffTensor Flat => Numbers.As(Count);

    /// <summary>The numbers as a matrix of <see cref="TensorBuffer.Rows"/> and <see cref="TensorBuffer.Columns"/>.</summary>
    public DiffTensor Matrix => Numbers.As(Rows, Columns);

    private sealed record Seen(DiffTensor Numbers, int Version);
}
