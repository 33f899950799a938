using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ModelDsl.Engines.Cpu;

/// <summary>
/// Sums in double precision, one for each element of a destination, in the thread's scratch memory. They are for terms that come in any
/// order, or in so many blocks that the sum of the blocks would also be long.
/// </summary>
internal readonly ref struct WideTable<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    private readonly ref float first;
    private readonly int count;

    /// <summary>Sets all sums to zero.</summary>
    /// <param name="count">Number of sums.</param>
    /// <param name="room">The count of numbers that must fit at <see cref="Room"/>.</param>
    public WideTable(int count, int room = 0)
    {
        this.count = count;
        // A vector may run past the end.
        var length = 2 * (count + TLanes.Count);
        first = ref Scratch.TakeSums(length + room);
        MemoryMarshal.CreateSpan(ref first, length).Clear();
    }

    /// <summary>Memory for float32 numbers, which are not initialized.</summary>
    public ref float Room => ref Unsafe.Add(ref first, 2 * (count + TLanes.Count));

    /// <summary>Adds a vector to the sums of neighbours. Lanes past the end must be zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(nuint index, TVector terms)
    {
        var at = 2 * index;
        var (low, high) = TLanes.AddWide(TLanes.Load(ref first, at), TLanes.Load(ref first, at + (nuint)TLanes.Count), terms);
        TLanes.Store(low, ref first, at);
        TLanes.Store(high, ref first, at + (nuint)TLanes.Count);
    }

    /// <summary>Adds a number to a sum.</summary>
    public void Add(nuint index, double term) => Unsafe.Add(ref Unsafe.As<float, double>(ref first), index) += term;

    /// <summary>Adds the sums of a few terms, and sets them to zero.</summary>
    [MethodImpl(HotLoop.Options)]
    public void Take(ref float terms)
    {
        var (end, width, zero) = ((nuint)count, (nuint)TLanes.Count, TLanes.Broadcast(0f));
        for (nuint i = 0; i < end; i += width)
        {
            Add(i, CpuEngine<TLanes, TVector>.Within(TLanes.Load(ref terms, i), i, end, zero));
            CpuEngine<TLanes, TVector>.Store(zero, ref terms, i, end);
        }
    }

    /// <summary>Adds numbers to the sums of neighbours.</summary>
    [MethodImpl(HotLoop.Options)]
    public void AddLine(int index, Span<float> terms)
    {
        var (end, width, zero) = ((nuint)terms.Length, (nuint)TLanes.Count, TLanes.Broadcast(0f));
        ref var from = ref MemoryMarshal.GetReference(terms);
        for (nuint i = 0; i < end; i += width)
            Add((nuint)index + i, CpuEngine<TLanes, TVector>.Within(TLanes.Load(ref from, i), i, end, zero));
    }

    /// <summary>Writes the sums of some neighbours, rounded to float32.</summary>
    [MethodImpl(HotLoop.Options)]
    public void StoreLine(int index, Span<float> to)
    {
        var (end, width) = ((nuint)to.Length, (nuint)TLanes.Count);
        ref var first = ref MemoryMarshal.GetReference(to);
        for (nuint i = 0; i < end; i += width) CpuEngine<TLanes, TVector>.Store(Rounded((nuint)index + i), ref first, i, end);
    }

    /// <summary>Returns the sums of some neighbours, rounded to float32. Lanes past the last sum may hold anything.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Rounded(nuint index) =>
        TLanes.Narrow(TLanes.Load(ref first, 2 * index), TLanes.Load(ref first, 2 * index + (nuint)TLanes.Count));

    /// <summary>Writes all sums, rounded to float32.</summary>
    public void Store(ref float to) => StoreLine(0, MemoryMarshal.CreateSpan(ref to, count));
}
