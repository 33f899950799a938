using System.Runtime.CompilerServices;

namespace ModelDsl.Engines;

/// <summary><see cref="ITensorEngine.StandardizeGradient"/> on pieces, as <see cref="StandardizePiecesWork{TLanes, TVector}"/>.</summary>
internal readonly record struct StandardizePiecesGradientWork<TLanes, TVector>(
    CpuBuffer Standardized, CpuBuffer Variance, CpuBuffer Gradient, double Epsilon, CpuBuffer Destination) : IRangeWork
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(nuint start, nuint end)
    {
        var (length, width) = ((nuint)(Standardized.Count / Variance.Count), (nuint)TLanes.Count);
        var whole = length - length % (2 * width);
        var zero = TLanes.Broadcast(0f);
        for (var piece = start; piece < end; piece++)
        {
            ref var x = ref Unsafe.Add(ref Standardized.First, piece * length);
            ref var g = ref Unsafe.Add(ref Gradient.First, piece * length);
            ref var to = ref Unsafe.Add(ref Destination.First, piece * length);
            var (s0, s1, p0, p1) = (zero, zero, zero, zero);
            nuint i = 0;
            for (; i < whole; i += 2 * width)
            {
                var (g0, g1) = (TLanes.Load(ref g, i), TLanes.Load(ref g, i + width));
                (s0, s1) = (TLanes.Add(s0, g0), TLanes.Add(s1, g1));
                (p0, p1) = (TLanes.MultiplyAdd(g0, TLanes.Load(ref x, i), p0), TLanes.MultiplyAdd(g1, TLanes.Load(ref x, i + width), p1));
            }
            for (; i < length; i += width)
            {
                var slope = TLanes.Load(ref g, i);
                s0 = TLanes.Add(s0, CpuEngine<TLanes, TVector>.Within(slope, i, length, zero));
                p0 = TLanes.Add(p0, CpuEngine<TLanes, TVector>.Within(TLanes.Multiply(slope, TLanes.Load(ref x, i)), i, length, zero));
            }
            var factor = 1 / Math.Sqrt(Unsafe.Add(ref Variance.First, piece) + Epsilon);
            var mean = TLanes.Sum(TLanes.Add(s0, s1)) / (double)length;
            var product = TLanes.Sum(TLanes.Add(p0, p1)) / (double)length;

            var (factors, offset) = (TLanes.Broadcast((float)factor), TLanes.Broadcast((float)(-mean * factor)));
            var slopes = TLanes.Broadcast((float)(-product * factor));
            for (i = 0; i < length; i += width)
            {
                var direct = TLanes.MultiplyAdd(TLanes.Load(ref g, i), factors, offset);
                CpuEngine<TLanes, TVector>.Store(TLanes.MultiplyAdd(TLanes.Load(ref x, i), slopes, direct), ref to, i, length);
            }
        }
    }
}
