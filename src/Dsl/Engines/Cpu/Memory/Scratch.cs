using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ModelDsl.Engines.Cpu;

/// <summary>Memory of a thread for the time of one instruction. It grows to the largest that was asked for, and stays.</summary>
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

    /// <summary>Room for some numbers of a matrix product, and for vectors that run over the end when they are loaded.</summary>
    public static ref float Take(int count) => ref (panel ??= new Scratch()).Room(count);

    /// <summary>Room like that for an instruction that computes matrix products on the way.</summary>
    public static Span<float> TakeAround(int count) => MemoryMarshal.CreateSpan(ref (steps ??= new Scratch()).Room(count), count);

    /// <summary>Room like that for sums in double precision, which take two numbers each.</summary>
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
