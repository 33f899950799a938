using System.Runtime.CompilerServices;

namespace ModelDsl.Engines.Cpu;

/// <summary><see cref="ITensorEngine.StandardizeGradient"/> on pieces, like <see cref="StandardizePiecesWork{TLanes, TVector}"/>.</summary>
internal readonly record struct StandardizePiecesGradientWork<TLanes, TVector>(
    CpuBuffer Standardized, CpuBuffer Variance, CpuBuffer Gradient, double Epsilon, CpuBuffer Destination) : IRangeWork
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    [MethodImpl(HotLoop.Options)]
    public void Run(nuint start, nuint end)
    {
        var (length, width) = ((nuint)(Standardized.Count / Variance.Count), (nuint)TLanes.Count);
        for (var piece = start; piece < end; piece++)
        {
            ref var x = ref Unsafe.Add(ref Standardized.First, piece * length);
            ref var g = ref Unsafe.Add(ref Gradient.First, piece * length);
            ref var to = ref Unsafe.Add(ref Destination.First, piece * length);
            var factor = 1 / Math.Sqrt(Unsafe.Add(ref Variance.First, piece) + Epsilon);
            var mean = LineSums<TLanes, TVector>.Of(ref g, length) / length;
            var product = LineSums<TLanes, TVector>.OfProducts(ref x, ref g, length) / length;

            var (factors, offset) = (TLanes.Broadcast((float)factor), TLanes.Broadcast((float)(-mean * factor)));
            var slopes = TLanes.Broadcast((float)(-product * factor));
            for (nuint i = 0; i < length; i += width)
            {
                var direct = TLanes.MultiplyAdd(TLanes.Load(ref g, i), factors, offset);
                CpuEngine<TLanes, TVector>.Store(TLanes.MultiplyAdd(TLanes.Load(ref x, i), slopes, direct), ref to, i, length);
            }
        }
    }
}
