using System.Runtime.CompilerServices;

namespace ModelDsl.Engines;

/// <inheritdoc cref="ITensorEngine.RmsProp"/>
internal readonly record struct RmsPropWork<TLanes, TVector>(
    CpuBuffer Parameters, CpuBuffer Gradient, CpuBuffer Velocity, CpuBuffer? MomentumBuffer, CpuBuffer? Average, double LearningRate, double Rho,
    double Momentum, double Epsilon, Formula Formula) : IRangeWork
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    /// <summary>Whether it is Keras's formula without anything that may be left out: what nearly everybody takes.</summary>
    private bool IsPlain => this is { Formula: Formula.Keras, MomentumBuffer: null, Average: null };

    /// <summary>Changes some parameters.</summary>
    public void Run(nuint start, nuint end)
    {
        var whole = IsPlain ? (end - start) / (nuint)TLanes.Count * (nuint)TLanes.Count : 0;
        if (whole > 0) RunPlain(start, whole);
        if (start + whole < end) RunAny(start + whole, end);
    }

    /// <summary>The plain formula on whole vectors: a loop without a branch.</summary>
    [MethodImpl(HotLoop.Options)]
    private void RunPlain(nuint start, nuint count)
    {
        ref var w = ref Unsafe.Add(ref Parameters.First, start);
        ref var g = ref Unsafe.Add(ref Gradient.First, start);
        ref var v = ref Unsafe.Add(ref Velocity.First, start);
        var (decay, fresh, rate) = (TLanes.Broadcast((float)Rho), TLanes.Broadcast((float)(1.0 - Rho)), TLanes.Broadcast((float)LearningRate));
        var (positive, negligible) = (TLanes.Broadcast((float)Epsilon), OptimizerMath<TLanes, TVector>.NegligibleBeside(Epsilon));
        for (nuint i = 0; i < count; i += (nuint)TLanes.Count)
        {
            var slope = TLanes.Load(ref g, i);
            var variance = Entered(TLanes.Load(ref v, i), slope, TLanes.Multiply(fresh, slope), decay, negligible);
            TLanes.Store(variance, ref v, i);
            TLanes.Store(TLanes.Subtract(TLanes.Load(ref w, i), Step(TLanes.Multiply(rate, slope), variance, positive)), ref w, i);
        }
    }

    /// <summary>The average square after a slope entered it. It is not negative.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Entered(TVector variance, TVector slope, TVector freshSlope, TVector decay, TVector negligible)
    {
        variance = TLanes.MultiplyAdd(decay, variance, TLanes.Multiply(freshSlope, slope));
        return TLanes.Less(variance, negligible, VectorMath<TLanes, TVector>.Zero, variance);
    }

    /// <summary>Keras's step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Step(TVector scaledSlope, TVector variance, TVector positive)
    {
        var (root, correction) = VectorMath<TLanes, TVector>.ReciprocalSqrtInTwo(TLanes.Add(variance, positive));
        return TLanes.Multiply(TLanes.Multiply(scaledSlope, root), correction);
    }

    /// <summary>Any formula, any number of parameters.</summary>
    [MethodImpl(HotLoop.Options)]
    private void RunAny(nuint start, nuint end)
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
            var variance = Entered(TLanes.Load(ref v, i), slope, freshSlope, decay, negligible);
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
                ? Step(TLanes.Multiply(rate, slope), variance, positive)
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
