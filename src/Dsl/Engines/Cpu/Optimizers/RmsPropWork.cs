using System.Runtime.CompilerServices;

namespace ModelDsl.Engines;

/// <inheritdoc cref="ITensorEngine.RmsProp"/>
internal readonly record struct RmsPropWork<TLanes, TVector>(
    CpuBuffer Parameters, CpuBuffer Gradient, CpuBuffer Velocity, CpuBuffer? MomentumBuffer, CpuBuffer? Average, double LearningRate, double Rho,
    double Momentum, double Epsilon, Formula Formula) : IRangeWork
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    /// <summary>Changes some parameters.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(nuint start, nuint end)
    {
        ref var w = ref Parameters.First;
        ref var g = ref Gradient.First;
        ref var v = ref Velocity.First;
        ref var a = ref (Average ?? Velocity).First;
        ref var m = ref (MomentumBuffer ?? Velocity).First;
        var width = (nuint)TLanes.Count;
        var (decay, fresh) = (TLanes.Broadcast((float)Rho), TLanes.Broadcast((float)(1.0 - Rho)));
        var keras = Formula == ModelDsl.Formula.Keras;
        var (inner, outer) = keras ? ((float)LearningRate, 1f) : (1f, (float)LearningRate);
        var (rate, late, friction) = (TLanes.Broadcast(inner), TLanes.Broadcast(outer), TLanes.Broadcast((float)Momentum));
        var positive = TLanes.Broadcast((float)Epsilon);
        // Beside an epsilon that is far larger a variance does not count; beside none it does.
        var negligible = keras ? OptimizerMath<TLanes, TVector>.NegligibleBeside(Epsilon) : OptimizerMath<TLanes, TVector>.NegligibleSquareBeside(Epsilon);
        for (var i = start; i < end; i += width)
        {
            var slope = TLanes.Load(ref g, i);
            var freshSlope = TLanes.Multiply(fresh, slope);
            var variance = TLanes.MultiplyAdd(decay, TLanes.Load(ref v, i), TLanes.Multiply(freshSlope, slope));
            variance = VectorMath<TLanes, TVector>.Significant(variance, negligible);
            CpuEngine<TLanes, TVector>.Store(variance, ref v, i, end);
            if (Average is not null)
            {
                var mean = TLanes.MultiplyAdd(decay, TLanes.Load(ref a, i), freshSlope);
                mean = VectorMath<TLanes, TVector>.Significant(mean);
                CpuEngine<TLanes, TVector>.Store(mean, ref a, i, end);
                // A variance is not negative; rounding could make it so, and its root not a number.
                variance = VectorMath<TLanes, TVector>.Positive(TLanes.Subtract(variance, TLanes.Multiply(mean, mean)));
            }
            var step = keras
                ? TLanes.Multiply(TLanes.Multiply(rate, slope), VectorMath<TLanes, TVector>.ReciprocalSqrt(TLanes.Add(variance, positive)))
                : VectorMath<TLanes, TVector>.Quotient(slope, TLanes.Add(TLanes.Sqrt(variance), positive));
            if (MomentumBuffer is not null)
            {
                step = TLanes.MultiplyAdd(friction, TLanes.Load(ref m, i), step);
                step = VectorMath<TLanes, TVector>.Significant(step);
                CpuEngine<TLanes, TVector>.Store(step, ref m, i, end);
            }
            step = keras ? step : TLanes.Multiply(late, step);
            CpuEngine<TLanes, TVector>.Store(TLanes.Subtract(TLanes.Load(ref w, i), step), ref w, i, end);
        }
    }
}
