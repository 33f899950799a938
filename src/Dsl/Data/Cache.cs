using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace ModelDsl.Data;

/// <summary>Asks the processor to load memory into its cache.</summary>
internal static class Cache
{
    private const int Line = 64;

    /// <summary>Asks for numbers that will be read soon. They may be read or not, and nothing waits for them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static unsafe void Fetch<T>(ReadOnlySpan<T> numbers) where T : unmanaged
    {
        if (!Sse.IsSupported) return;
        // Into the second-level cache: the first level can have only a few dozen lines on their way, and all others would wait.
        fixed (T* start = numbers)
        {
            for (byte* line = (byte*)start, end = (byte*)(start + numbers.Length); line < end; line += Line) Sse.Prefetch1(line);
        }
    }
}
