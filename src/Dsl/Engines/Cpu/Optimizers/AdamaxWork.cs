using System.Runtime.CompilerServices;

namespace ModelDsl.Engines;

/// <inheritdoc cref="ITensorEngine.Adamax"/>
internal readonly record struct AdamaxWork<TLanes, TVector>(
    CpuBuffer Parameters, CpuBuffer Gradient, CpuBuffer Momentum, CpuBuffer Norm, double Rate, double Beta1, double Beta2,
    double Epsilon, Formula Formula) : IRangeWork
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
        ref var u = ref Norm.First;
        var width = (nuint)TLanes.Count;
        var (decay1, fresh1) = (TLanes.Broadcast((float)Beta1), TLanes.Broadcast((float)(1.0 - Beta1)));
        var (decay2, rates) = (TLanes.Broadcast((float)Beta2), TLanes.Broadcast((float)Rate));
        var (before, after) = Formula == ModelDsl.Formula.Keras ? (0f, (float)Epsilon) : ((float)Epsilon, 0f);
        var (floor, positive, negligible) = (TLanes.Broadcast(before), TLanes.Broadcast(after), OptimizerMath<TLanes, TVector>.NegligibleBeside(Epsilon));
        for (var i = start; i < end; i += width)
        {
            var slope = TLanes.Load(ref g, i);
            var mean = OptimizerMath<TLanes, TVector>.Average(TLanes.Load(ref m, i), slope, decay1, fresh1);
            mean = VectorMath<TLanes, TVector>.Significant(mean);
            CpuEngine<TLanes, TVector>.Store(mean, ref m, i, end);
            var largest = TLanes.Max(TLanes.Multiply(decay2, TLanes.Load(ref u, i)), TLanes.Add(TLanes.Abs(slope), floor));
            largest = VectorMath<TLanes, TVector>.Significant(largest, negligible);
            CpuEngine<TLanes, TVector>.Store(largest, ref u, i, end);
            OptimizerMath<TLanes, TVector>.Descend(TLanes.Multiply(rates, mean), TLanes.Add(largest, positive), ref w, i, end);
        }
    }
}
