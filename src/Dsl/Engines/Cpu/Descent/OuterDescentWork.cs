using System.Runtime.CompilerServices;

namespace ModelDsl.Engines.Cpu;

/// <summary>
/// <c>kernel += factor·(column·row + decay·kernel)</c> in one pass. It equals <see cref="ITensorEngine.MatMulAdd"/>, then
/// <see cref="ITensorEngine.AddScaled"/>. Without decay, the first of the two is <see cref="ITensorEngine.MatMul"/>.
/// </summary>
internal readonly record struct OuterDescentWork<TLanes, TVector>(
    CpuBuffer Kernel, CpuBuffer Column, CpuBuffer Row, float Factor, bool Decays, float Decay) : IRangeWork
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    /// <summary>Updates some rows.</summary>
    public void Run(nuint start, nuint end)
    {
        var columns = (nuint)Kernel.Columns;
        ref var w = ref Unsafe.Add(ref Kernel.First, start * columns);
        ref var column = ref Unsafe.Add(ref Column.First, start);
        if (Decays) Descend<Decayed>(ref w, ref column, ref Row.First, Factor, Decay, end - start, columns);
        else Descend<Plain>(ref w, ref column, ref Row.First, Factor, Decay, end - start, columns);
    }

    // A method of its own: within the calls for the references, constants would be read from the stack in every round, which takes 1.5
    // times as long.
    [MethodImpl(HotLoop.Options)]
    private static void Descend<TSlope>(ref float w, ref float column, ref float row, float factor, float decay, nuint rows, nuint columns)
        where TSlope : struct, ISlope
    {
        var (width, factors, decays) = ((nuint)TLanes.Count, TLanes.Broadcast(factor), TLanes.Broadcast(decay));
        for (; rows > 0; rows--)
        {
            var a = TLanes.Broadcast(column);
            nuint i = 0;
            for (; i + width <= columns; i += width)
            {
                var weight = TLanes.Load(ref w, i);
                var slope = TSlope.Of(TLanes.Multiply(a, TLanes.Load(ref row, i)), decays, weight);
                TLanes.Store(TLanes.MultiplyAdd(factors, slope, weight), ref w, i);
            }
            if (i < columns)
            {
                var weight = TLanes.Load(ref w, i);
                var slope = TSlope.Of(TLanes.Multiply(a, TLanes.Load(ref row, i)), decays, weight);
                Lane.StoreFirst(TLanes.MultiplyAdd(factors, slope, weight), ref w, i, (int)(columns - i));
            }
            w = ref Unsafe.Add(ref w, columns);
            column = ref Unsafe.Add(ref column, 1);
        }
    }

    /// <summary>Computes the gradient from the product.</summary>
    private interface ISlope
    {
        static abstract TVector Of(TVector product, TVector decay, TVector weight);
    }

    private readonly struct Plain : ISlope
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Of(TVector product, TVector decay, TVector weight) => product;
    }

    private readonly struct Decayed : ISlope
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Of(TVector product, TVector decay, TVector weight) => TLanes.MultiplyAdd(decay, weight, product);
    }
}
