using System.Runtime.CompilerServices;

namespace ModelDsl.Engines;

/// <summary>The elements of one buffer where a condition is not 0, else those of another.</summary>
internal readonly record struct WhereWork<TLanes, TVector>(CpuBuffer Condition, CpuBuffer A, CpuBuffer B, CpuBuffer Destination) : IRangeWork
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    [MethodImpl(HotLoop.Options)]
    public void Run(nuint start, nuint end)
    {
        var (width, zero, i) = ((nuint)TLanes.Count, TLanes.Broadcast(0), start);
        for (; i + width <= end; i += width) TLanes.Store(Of(i, zero), ref Destination.First, i);
        if (i < end) Lane.StoreFirst(Of(i, zero), ref Destination.First, i, (int)(end - i));
    }

    /// <summary>What is not a number is not 0 either.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private TVector Of(nuint i, TVector zero) =>
        TLanes.Equal(TLanes.Load(ref Condition.First, i), zero, TLanes.Load(ref B.First, i), TLanes.Load(ref A.First, i));
}
