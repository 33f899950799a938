using System.Runtime.CompilerServices;

namespace ModelDsl.Engines.Cpu;

/// <summary>
/// The starts of a kernel's buffers. A kernel names its buffers by constants, so that each choice is made at compile time.
/// </summary>
internal ref struct KernelMemory
{
    private ref float b0, b1, b2, b3, b4, b5, b6, b7;

    /// <summary>Returns the first number of a buffer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly ref float Of(int buffer)
    {
        switch (buffer)
        {
            case 0: return ref b0;
            case 1: return ref b1;
            case 2: return ref b2;
            case 3: return ref b3;
            case 4: return ref b4;
            case 5: return ref b5;
            case 6: return ref b6;
            default: return ref b7;
        }
    }

    /// <summary>Sets the start of a buffer. The buffer must live at least as long as this.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Place(int buffer, ref float first)
    {
        ref var place = ref Unsafe.AsRef(in first);
        switch (buffer)
        {
            case 0: b0 = ref place; break;
            case 1: b1 = ref place; break;
            case 2: b2 = ref place; break;
            case 3: b3 = ref place; break;
            case 4: b4 = ref place; break;
            case 5: b5 = ref place; break;
            case 6: b6 = ref place; break;
            default: b7 = ref place; break;
        }
    }
}
