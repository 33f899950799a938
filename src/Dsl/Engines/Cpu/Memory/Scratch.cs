using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ModelDsl.Engines.Cpu;

/// <summary>Memory of a thread for the time of one instruction. It grows to the largest size that was requested, and is kept.</summary>
internal sealed class Scratch
{
    [ThreadStatic]
    private static Scratch? panel;

    [ThreadStatic]
    private static Scratch? steps;

    [ThreadStatic]
    private static Scratch? sums;

    private float[] memory = [];
    private int offset;
    private int size = -1;

    /// <summary>Returns room for some numbers of a matrix product, and for vectors that are loaded past the end.</summary>
    public static ref float Take(int count) => ref (panel ??= new Scratch()).Room(count);

    /// <summary>Returns room for an instruction that also computes matrix products; it is not the room that products use.</summary>
    public static Span<float> TakeAround(int count) => MemoryMarshal.CreateSpan(ref (steps ??= new Scratch()).Room(count), count);

    /// <summary>Returns room for sums in double precision, which take two numbers each.</summary>
    public static ref float TakeSums(int count) => ref (sums ??= new Scratch()).Room(count);

    private ref float Room(int count)
    {
        if (size < count)
        {
            (memory, offset) = CpuBuffer.AllocateFloats(count);
            size = count;
        }
        return ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(memory), offset);
    }
}
