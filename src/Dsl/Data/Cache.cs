using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace ModelDsl.Data;

/// <summary>What the processor can be asked to bring near.</summary>
internal static class Cache
{
    private const int Line = 64;

    /// <summary>Asks for numbers that will be read soon. They may be read or not, and nothing waits for them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static unsafe void Fetch<T>(ReadOnlySpan<T> numbers) where T : unmanaged
    {
        if (!Sse.IsSupported) return;
        // Into the second cache: the first has a few dozen lines on their way at most, and all others would wait.
        fixed (T* start = numbers)
        {
            for (byte* line = (byte*)start, end = (byte*)(start + numbers.Length); line < end; line += Line) Sse.Prefetch1(line);
        }
    }
}
