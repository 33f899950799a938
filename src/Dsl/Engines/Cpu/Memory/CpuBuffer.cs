using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ModelDsl.Engines.Cpu;

/// <summary>Memory of the CPU engine: float32 numbers or class indices in an array, from an element on.</summary>
internal sealed class CpuBuffer : TensorBuffer
{
    /// <summary>Elements after the last, so that a kernel may load a whole vector from any element on. Nothing is stored there.</summary>
    private const int Padding = 64;

    /// <summary>Elements of a cache line: a vector that lies across two lines takes twice as long.</summary>
    private const int Line = 16;

    /// <summary>From this many elements on, the memory begins at a cache line. Then the garbage collector must not move it.</summary>
    private const int AlignmentThreshold = 256;

    private readonly float[] floats = [];
    private readonly int[] ints = [];
    private readonly int offset;

    /// <summary>Allocates new memory, all zero.</summary>
    /// <param name="element">Type of the elements.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="isAligned">True if it begins at a cache line when it is large. Pinning memory takes as long as several
    /// predictions.</param>
    public CpuBuffer(ElementType element, Shape shape, bool isAligned = true) : base(element, shape)
    {
        if (element == ElementType.Int32) ints = new int[Count];
        else (floats, offset) = isAligned ? AllocateFloats(Count) : (new float[checked(Count + Padding)], 0);
        State = new MemoryState();
    }

    private CpuBuffer(CpuBuffer storage, int offset, Shape shape) : base(storage.Element, shape) =>
        (floats, ints, this.offset, State) = (storage.floats, storage.ints, storage.offset + offset, storage.State);

    /// <summary>The known facts about the memory, which all views of it share.</summary>
    public MemoryState State { get; }

    public Span<float> Floats
    {
        get
        {
            State.Waiting?.Compute(this);
            return floats.AsSpan(offset, Count);
        }
    }

    public Span<int> Ints => ints.AsSpan(offset, Count);

    /// <summary>The first number. A vector may be loaded from any number of the buffer on.</summary>
    public ref float First
    {
        get
        {
            State.Waiting?.Compute(this);
            return ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(floats), (nuint)(uint)offset);
        }
    }

    /// <summary>Index of its first number in the memory. Other buffers may be views of the same memory.</summary>
    public int Offset => offset;

    /// <summary>Returns true if another buffer consists of the same numbers.</summary>
    public bool IsSameAs(CpuBuffer other) => Contains(other) && other.Count == Count;

    /// <summary>Returns true if another buffer's numbers are some of this buffer's.</summary>
    public bool Contains(CpuBuffer other) => other.State == State && other.offset >= offset && other.offset + other.Count <= offset + Count;

    /// <summary>Returns true if another view of the same memory shares a number with this one.</summary>
    public bool Overlaps(CpuBuffer other) => other.offset < offset + Count && offset < other.offset + other.Count;

    public CpuBuffer View(int start, Shape shape) => new(this, start, shape);

    /// <summary>
    /// Allocates zeros with room for vectors that are loaded past the end. Returns the array, and the index of the first element.
    /// </summary>
    public static unsafe (float[] Floats, int Offset) AllocateFloats(int count)
    {
        if (count < AlignmentThreshold) return (new float[count + Padding], 0);
        var floats = GC.AllocateArray<float>(checked(count + Line + Padding), pinned: true);
        var address = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(floats)) / sizeof(float);
        return (floats, (int)((Line - address % Line) % Line));
    }
}
