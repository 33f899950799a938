using System.Runtime.InteropServices;

namespace ModelDsl.Engines;

/// <summary>Memory of a thread for the time of one instruction. It grows to the largest that was asked for, and stays.</summary>
internal static class Scratch
{
    [ThreadStatic]
    private static float[]? memory;

    /// <summary>Room for some numbers, and for vectors that run over the end when they are loaded.</summary>
    public static ref float Take(int count)
    {
        if (memory is null || memory.Length < count + CpuBuffer.Padding) memory = new float[count + CpuBuffer.Padding];
        return ref MemoryMarshal.GetArrayDataReference(memory);
    }
}
