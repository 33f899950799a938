using System.Runtime.CompilerServices;

namespace ModelDsl.Engines;

/// <summary>
/// <c>kernel += factor·(column·row + decay·kernel)</c> in one pass: what <see cref="ITensorEngine.MatMulAdd"/> does to an element, then
/// <see cref="ITensorEngine.Sgd"/>.
/// </summary>
internal readonly record struct OuterDescentWork<TLanes, TVector>(
    CpuBuffer Kernel, CpuBuffer Column, CpuBuffer Row, float Factor, bool Decays, float Decay) : IRangeWork
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    /// <summary>Changes some rows.</summary>
    public void Run(nuint start, nuint end)
    {
        var columns = (nuint)Kernel.Columns;
        ref var w = ref Unsafe.Add(ref Kernel.First, start * columns);
        ref var column = ref Unsafe.Add(ref Column.First, start);
        if (Decays) DescendDecayed(ref w, ref column, ref Row.First, Factor, Decay, end - start, columns);
        else Descend(ref w, ref column, ref Row.First, Factor, end - start, columns);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void DescendDecayed(ref float w, ref float column, ref float row, float factor, float decay, nuint rows, nuint columns)
    {
        var (width, factors, decays) = ((nuint)TLanes.Count, TLanes.Broadcast(factor), TLanes.Broadcast(decay));
        for (; rows > 0; rows--)
        {
            var a = TLanes.Broadcast(column);
            nuint i = 0;
            for (; i + width <= columns; i += width)
            {
                var weight = TLanes.Load(ref w, i);
                var slope = TLanes.MultiplyAdd(decays, weight, TLanes.Multiply(a, TLanes.Load(ref row, i)));
                TLanes.Store(TLanes.MultiplyAdd(factors, slope, weight), ref w, i);
            }
            if (i < columns)
            {
                var weight = TLanes.Load(ref w, i);
                var slope = TLanes.MultiplyAdd(decays, weight, TLanes.Multiply(a, TLanes.Load(ref row, i)));
                Lane.StoreFirst(TLanes.MultiplyAdd(factors, slope, weight), ref w, i, (int)(columns - i));
            }
            w = ref Unsafe.Add(ref w, columns);
            column = ref Unsafe.Add(ref column, 1);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Descend(ref float w, ref float column, ref float row, float factor, nuint rows, nuint columns)
    {
        var (width, factors) = ((nuint)TLanes.Count, TLanes.Broadcast(factor));
        for (; rows > 0; rows--)
        {
            var a = TLanes.Broadcast(column);
            nuint i = 0;
            for (; i + width <= columns; i += width)
            {
                var slope = TLanes.Multiply(a, TLanes.Load(ref row, i));
                TLanes.Store(TLanes.MultiplyAdd(factors, slope, TLanes.Load(ref w, i)), ref w, i);
            }
            if (i < columns)
            {
                var slope = TLanes.Multiply(a, TLanes.Load(ref row, i));
                Lane.StoreFirst(TLanes.MultiplyAdd(factors, slope, TLanes.Load(ref w, i)), ref w, i, (int)(columns - i));
            }
            w = ref Unsafe.Add(ref w, columns);
            column = ref Unsafe.Add(ref column, 1);
        }
    }
}
