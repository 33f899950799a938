using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ModelDsl.Engines.Cpu;

/// <summary>Memory of the CPU engine: float32 numbers or class indices in an array, from an element on.</summary>
internal sealed class CpuBuffer : TensorBuffer
{
    /// <summary>Elements behind the last, so that a kernel may load a whole vector from any element on. Nothing is stored there.</summary>
    private const int Padding = 64;

    /// <summary>Elements of a cache line: a vector that lies across two lines takes twice as long.</summary>
    private const int Line = 16;

    /// <summary>From so many elements on, the memory begins at a cache line, for which the garbage collector must not move it.</summary>
    private const int WorthAligning = 256;

    private readonly float[] floats = [];
    private readonly int[] ints = [];
    private readonly int offset;

    /// <summary>New memory, all zero.</summary>
    /// <param name="element">What it holds.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="isAligned">Whether it begins at a cache line where it is large. To pin memory takes as long as some
    /// predictions.</param>
    public CpuBuffer(ElementType element, Shape shape, bool isAligned = true) : base(element, shape)
    {
        if (element == ElementType.Int32) ints = new int[Count];
        else (floats, offset) = isAligned ? AllocateFloats(Count) : (new float[checked(Count + Padding)], 0);
        State = new MemoryState();
    }

    private CpuBuffer(CpuBuffer storage, int offset, Shape shape) : base(storage.Element, shape) =>
        (floats, ints, this.offset, State) = (storage.floats, storage.ints, storage.offset + offset, storage.State);

    /// <summary>What is known of the memory; all views of it share that.</summary>
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

    /// <summary>The first number; a vector may be loaded from any number of the buffer on.</summary>
    public ref float First
    {
        get
        {
            State.Waiting?.Compute(this);
            return ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(floats), (nuint)(uint)offset);
        }
    }

    /// <summary>Where it begins in its memory, which other buffers may be views of, too.</summary>
    public int Offset => offset;

    /// <summary>Whether another buffer is all of the same numbers.</summary>
    public bool IsSameAs(CpuBuffer other) => Contains(other) && other.Count == Count;

    /// <summary>Whether another buffer's numbers are some of this one's.</summary>
    public bool Contains(CpuBuffer other) => other.State == State && other.offset >= offset && other.offset + other.Count <= offset + Count;

    /// <summary>Whether another view of the same memory has a number in common with this one.</summary>
    public bool Overlaps(CpuBuffer other) => other.offset < offset + Count && offset < other.offset + other.Count;

    public CpuBuffer View(int start, Shape shape) => new(this, start, shape);

    /// <summary>Zeros with room for vectors that are loaded over the end, and the element at which they begin.</summary>
    public static unsafe (float[] Floats, int Offset) AllocateFloats(int count)
    {
        if (count < WorthAligning) return (new float[count + Padding], 0);
        var floats = GC.AllocateArray<float>(checked(count + Line + Padding), pinned: true);
        var address = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(floats)) / sizeof(float);
        return (floats, (int)((Line - address % Line) % Line));
    }
}
