using System.Runtime.CompilerServices;

namespace ModelDsl.Engines;

/// <inheritdoc cref="ITensorEngine.Lion"/>
internal readonly record struct LionWork<TLanes, TVector>(
    CpuBuffer Parameters, CpuBuffer Gradient, CpuBuffer Momentum, double LearningRate, double Beta1, double Beta2) : IRangeWork
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    /// <summary>Changes some parameters.</summary>
    [MethodImpl(HotLoop.Options)]
    public void Run(nuint start, nuint end)
    {
        ref var w = ref Parameters.First;
        ref var g = ref Gradient.First;
        ref var m = ref Momentum.First;
        var width = (nuint)TLanes.Count;
        var (decay1, fresh1) = (TLanes.Broadcast((float)Beta1), TLanes.Broadcast((float)(1.0 - Beta1)));
        var (decay2, fresh2) = (TLanes.Broadcast((float)Beta2), TLanes.Broadcast((float)(1.0 - Beta2)));
        var (down, up, zero) = (TLanes.Broadcast(-(float)LearningRate), TLanes.Broadcast((float)LearningRate), TLanes.Broadcast(0f));
        for (var i = start; i < end; i += width)
        {
            var (slope, mean) = (TLanes.Load(ref g, i), TLanes.Load(ref m, i));
            var direction = OptimizerMath<TLanes, TVector>.Average(mean, slope, decay1, fresh1);
            // Zero, and what is not a number, stand for themselves.
            var step = TLanes.Less(zero, direction, down, TLanes.Less(direction, zero, up, direction));
            CpuEngine<TLanes, TVector>.Store(TLanes.Add(TLanes.Load(ref w, i), step), ref w, i, end);
            mean = VectorMath<TLanes, TVector>.Significant(OptimizerMath<TLanes, TVector>.Average(mean, slope, decay2, fresh2));
            CpuEngine<TLanes, TVector>.Store(mean, ref m, i, end);
        }
    }
}
