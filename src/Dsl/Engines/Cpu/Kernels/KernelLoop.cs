using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ModelDsl.Engines.Cpu;

/// <summary>A pass over memory; it is compiled together with a kernel.</summary>
internal static class KernelLoop<TLanes, TVector, TKernel>
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
    where TKernel : struct, IKernel
{
    /// <summary>
    /// Computes the elements of a range, in memory with room for a vector after the end. Nothing is written past the end.
    /// </summary>
    public static void RunPadded(ref readonly KernelMemory memory, ref readonly KernelNumbers numbers, nuint start, nuint end)
    {
        var rest = (end - start) % (nuint)TLanes.Count;
        if (end - rest > start) RunWhole(in memory, in numbers, start, end - rest);
        if (rest > 0) RunFirst(in memory, in numbers, end - rest, (int)rest);
    }

    /// <summary>Computes the elements of a range. Nothing is read or written past the end.</summary>
    /// <param name="memory">The buffers.</param>
    /// <param name="buffers">Number of buffers. Two buffers are the same or do not overlap.</param>
    /// <param name="numbers">The kernel's numbers.</param>
    /// <param name="start">The first element.</param>
    /// <param name="end">The element after the last.</param>
    public static void Run(ref readonly KernelMemory memory, int buffers, ref readonly KernelNumbers numbers, nuint start, nuint end)
    {
        var rest = (end - start) % (nuint)TLanes.Count;
        if (end - rest > start) RunWhole(in memory, in numbers, start, end - rest);
        if (rest > 0) RunLast(in memory, buffers, in numbers, end - rest, (int)rest);
    }

    [MethodImpl(HotLoop.Options)]
    private static void RunWhole(ref readonly KernelMemory memory, ref readonly KernelNumbers numbers, nuint start, nuint end)
    {
        var at = new LaneElements<TLanes, TVector, WholeVector>(in memory, in numbers, TLanes.Count);
        for (var i = start; i < end; i += (nuint)TLanes.Count)
        {
            at.Index = i;
            TKernel.Run<TVector, Float32Arithmetic<TLanes, TVector>, LaneElements<TLanes, TVector, WholeVector>>(ref at);
        }
    }

    /// <summary>Computes one vector, and stores its first elements.</summary>
    [MethodImpl(HotLoop.Options)]
    private static void RunFirst(ref readonly KernelMemory memory, ref readonly KernelNumbers numbers, nuint start, int length)
    {
        var at = new LaneElements<TLanes, TVector, FirstLanes>(in memory, in numbers, length) { Index = start };
        TKernel.Run<TVector, Float32Arithmetic<TLanes, TVector>, LaneElements<TLanes, TVector, FirstLanes>>(ref at);
    }

    /// <summary>
    /// Computes the last numbers, fewer than a vector has: copies them into whole vectors, computes, and copies them back. Buffers that are
    /// the same have one copy.
    /// </summary>
    [SkipLocalsInit]
    private static void RunLast(ref readonly KernelMemory memory, int buffers, ref readonly KernelNumbers numbers, nuint start, int length)
    {
        Span<float> copies = stackalloc float[KernelLimits.Buffers * TLanes.Count];
        KernelMemory last = default;
        for (var i = 0; i < buffers; i++)
        {
            var first = 0;
            while (!Unsafe.AreSame(ref memory.Of(first), ref memory.Of(i))) first++;
            last.Place(i, ref copies[first * TLanes.Count]);
            if (first == i) Span(in memory, i, start, length).CopyTo(Span(in last, i, 0, length));
        }
        RunWhole(in last, in numbers, 0, (nuint)TLanes.Count);
        for (var i = 0; i < buffers; i++) Span(in last, i, 0, length).CopyTo(Span(in memory, i, start, length));
    }

    private static Span<float> Span(ref readonly KernelMemory memory, int buffer, nuint start, int length) =>
        MemoryMarshal.CreateSpan(ref Unsafe.Add(ref memory.Of(buffer), start), length);
}
