using System.Runtime.CompilerServices;

namespace ModelDsl.Engines;

/// <inheritdoc cref="ITensorEngine.Adadelta"/>
internal readonly record struct AdadeltaWork<TLanes, TVector>(
    CpuBuffer Parameters, CpuBuffer Gradient, CpuBuffer AccumulatedGradient, CpuBuffer AccumulatedStep, double LearningRate, double Rho,
    double Epsilon) : IRangeWork
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    /// <summary>Changes some parameters.</summary>
    [MethodImpl(HotLoop.Options)]
    public void Run(nuint start, nuint end)
    {
        ref var w = ref Parameters.First;
        ref var g = ref Gradient.First;
        ref var a = ref AccumulatedGradient.First;
        ref var s = ref AccumulatedStep.First;
        var width = (nuint)TLanes.Count;
        var (decay, fresh) = (TLanes.Broadcast((float)Rho), TLanes.Broadcast((float)(1.0 - Rho)));
        var (descent, positive) = (TLanes.Broadcast(-(float)LearningRate), TLanes.Broadcast((float)Epsilon));
        var negligible = OptimizerMath<TLanes, TVector>.NegligibleBeside(Epsilon);
        for (var i = start; i < end; i += width)
        {
            var (slope, steps) = (TLanes.Load(ref g, i), TLanes.Load(ref s, i));
            var slopes = OptimizerMath<TLanes, TVector>.Average(TLanes.Load(ref a, i), TLanes.Multiply(slope, slope), decay, fresh);
            slopes = VectorMath<TLanes, TVector>.Significant(slopes, negligible);
            CpuEngine<TLanes, TVector>.Store(slopes, ref a, i, end);
            var numerator = TLanes.Multiply(slope, TLanes.Sqrt(TLanes.Add(steps, positive)));
            var step = VectorMath<TLanes, TVector>.Quotient(numerator, TLanes.Sqrt(TLanes.Add(slopes, positive)));
            steps = OptimizerMath<TLanes, TVector>.Average(steps, TLanes.Multiply(step, step), decay, fresh);
            CpuEngine<TLanes, TVector>.Store(VectorMath<TLanes, TVector>.Significant(steps, negligible), ref s, i, end);
            CpuEngine<TLanes, TVector>.Store(TLanes.MultiplyAdd(descent, step, TLanes.Load(ref w, i)), ref w, i, end);
        }
    }
}
