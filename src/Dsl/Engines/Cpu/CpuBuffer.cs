using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ModelDsl.Engines;

/// <summary>Memory of the CPU engine: float32 numbers or class indices in an array, from an element on.</summary>
internal sealed class CpuBuffer : TensorBuffer
{
    /// <summary>Elements behind the last, so that a kernel may load a whole vector from any element on. Nothing is stored there.</summary>
    public const int Padding = 64;

    private readonly float[] floats = [];
    private readonly int[] ints = [];
    private readonly int offset;

    public CpuBuffer(ElementType element, Shape shape) : base(element, shape)
    {
        var length = checked(shape.Count + Padding);
        if (element == ElementType.Int32) ints = new int[length];
        else floats = new float[length];
    }

    private CpuBuffer(CpuBuffer storage, int offset, Shape shape) : base(storage.Element, shape) =>
        (floats, ints, this.offset) = (storage.floats, storage.ints, storage.offset + offset);

    public Span<float> Floats => floats.AsSpan(offset, Count);

    public Span<int> Ints => ints.AsSpan(offset, Count);

    /// <summary>The first number; a vector may be loaded from any number of the buffer on.</summary>
    public ref float First => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(floats), (nuint)(uint)offset);

    public CpuBuffer View(int start, Shape shape) => new(this, start, shape);
}
