using System.Runtime.CompilerServices;

namespace ModelDsl.Engines;

/// <inheritdoc cref="ITensorEngine.Adam"/>
internal readonly record struct AdamWork<TLanes, TVector>(
    CpuBuffer Parameters, CpuBuffer Gradient, CpuBuffer Momentum, CpuBuffer Velocity, CpuBuffer? Maximum, double MomentRate,
    double GradientRate, double Beta1, double Beta2, double Epsilon) : IRangeWork
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
        ref var v = ref Velocity.First;
        ref var x = ref (Maximum ?? Velocity).First;
        var width = (nuint)TLanes.Count;
        var (decay1, fresh1) = (TLanes.Broadcast((float)Beta1), TLanes.Broadcast((float)(1.0 - Beta1)));
        var (decay2, fresh2) = (TLanes.Broadcast((float)Beta2), TLanes.Broadcast((float)(1.0 - Beta2)));
        var (meanRate, slopeRate) = (TLanes.Broadcast((float)MomentRate), TLanes.Broadcast((float)GradientRate));
        var (positive, negligible) = (TLanes.Broadcast((float)Epsilon), OptimizerMath<TLanes, TVector>.NegligibleSquareBeside(Epsilon));
        for (var i = start; i < end; i += width)
        {
            var slope = TLanes.Load(ref g, i);
            var mean = OptimizerMath<TLanes, TVector>.Average(TLanes.Load(ref m, i), slope, decay1, fresh1);
            mean = VectorMath<TLanes, TVector>.Significant(mean);
            CpuEngine<TLanes, TVector>.Store(mean, ref m, i, end);
            var variance = OptimizerMath<TLanes, TVector>.Average(TLanes.Load(ref v, i), TLanes.Multiply(slope, slope), decay2, fresh2);
            variance = VectorMath<TLanes, TVector>.Significant(variance, negligible);
            CpuEngine<TLanes, TVector>.Store(variance, ref v, i, end);
            if (Maximum is not null)
            {
                variance = TLanes.Max(TLanes.Load(ref x, i), variance);
                CpuEngine<TLanes, TVector>.Store(variance, ref x, i, end);
            }
            var step = TLanes.MultiplyAdd(meanRate, mean, TLanes.Multiply(slopeRate, slope));
            OptimizerMath<TLanes, TVector>.Descend(step, TLanes.Add(TLanes.Sqrt(variance), positive), ref w, i, end);
        }
    }
}
