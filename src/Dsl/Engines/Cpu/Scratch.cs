using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ModelDsl.Engines;

/// <summary>Memory of a thread for the time of one instruction. It grows to the largest that was asked for, and stays.</summary>
internal static class Scratch
{
    [ThreadStatic]
    private static float[]? memory;

    [ThreadStatic]
    private static int offset;

    [ThreadStatic]
    private static int size;

    /// <summary>Room for some numbers, and for vectors that run over the end when they are loaded.</summary>
    public static ref float Take(int count)
    {
        if (memory is null || size < count)
        {
            (memory, offset) = CpuBuffer.AllocateFloats(count);
            size = count;
        }
        return ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(memory), offset);
    }
}
