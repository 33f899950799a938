using System.Runtime.CompilerServices;

namespace ModelDsl.Engines;

internal sealed partial class CpuEngine<TLanes, TVector>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Sgd(
        TensorBuffer parameters, TensorBuffer gradient, TensorBuffer? velocity, double learningRate, double momentum, bool nesterov,
        Formula formula)
    {
        ref var w = ref First(parameters);
        ref var g = ref First(gradient);
        var (count, width) = ((nuint)parameters.Count, (nuint)TLanes.Count);
        if (velocity is null)
        {
            AddScaled(ref w, ref g, -(float)learningRate, ref w, count);
            return;
        }
        ref var v = ref First(velocity);
        // Keras's velocity holds steps that the learning rate scaled, PyTorch's holds gradients that it is still to scale.
        var keras = formula == Formula.Keras;
        var (inner, outer) = keras ? (-(float)learningRate, 1f) : (1f, -(float)learningRate);
        var (descent, rate, friction) = (TLanes.Broadcast(inner), TLanes.Broadcast(outer), TLanes.Broadcast((float)momentum));
        for (nuint i = 0; i < count; i += width)
        {
            var (weight, slope) = (TLanes.Load(ref w, i), TLanes.Load(ref g, i));
            var step = TLanes.MultiplyAdd(friction, TLanes.Load(ref v, i), TLanes.Multiply(descent, slope));
            step = VectorMath<TLanes, TVector>.Significant(step);
            Store(step, ref v, i, count);
            if (nesterov) step = TLanes.MultiplyAdd(friction, step, TLanes.Multiply(descent, slope));
            Store(TLanes.MultiplyAdd(rate, step, weight), ref w, i, count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void RmsProp(
        TensorBuffer parameters, TensorBuffer gradient, TensorBuffer velocity, TensorBuffer? momentumBuffer, TensorBuffer? average,
        double learningRate, double rho, double momentum, double epsilon, Formula formula)
    {
        ref var w = ref First(parameters);
        ref var g = ref First(gradient);
        ref var v = ref First(velocity);
        ref var a = ref First(average ?? velocity);
        ref var m = ref First(momentumBuffer ?? velocity);
        var (count, width) = ((nuint)parameters.Count, (nuint)TLanes.Count);
        var (decay, fresh) = (TLanes.Broadcast((float)rho), TLanes.Broadcast((float)(1.0 - rho)));
        var keras = formula == Formula.Keras;
        var (inner, outer) = keras ? ((float)learningRate, 1f) : (1f, (float)learningRate);
        var (rate, late, friction) = (TLanes.Broadcast(inner), TLanes.Broadcast(outer), TLanes.Broadcast((float)momentum));
        var positive = TLanes.Broadcast((float)epsilon);
        // Beside an epsilon that is far larger a variance does not count; beside none it does.
        var negligible = keras ? NegligibleBeside(epsilon) : NegligibleSquareBeside(epsilon);
        for (nuint i = 0; i < count; i += width)
        {
            var slope = TLanes.Load(ref g, i);
            var freshSlope = TLanes.Multiply(fresh, slope);
            var variance = TLanes.MultiplyAdd(decay, TLanes.Load(ref v, i), TLanes.Multiply(freshSlope, slope));
            variance = VectorMath<TLanes, TVector>.Significant(variance, negligible);
            Store(variance, ref v, i, count);
            if (average is not null)
            {
                var mean = TLanes.MultiplyAdd(decay, TLanes.Load(ref a, i), freshSlope);
                mean = VectorMath<TLanes, TVector>.Significant(mean);
                Store(mean, ref a, i, count);
                // A variance is not negative; rounding could make it so, and its root not a number.
                variance = VectorMath<TLanes, TVector>.Positive(TLanes.Subtract(variance, TLanes.Multiply(mean, mean)));
            }
            var step = keras
                ? TLanes.Multiply(TLanes.Multiply(rate, slope), VectorMath<TLanes, TVector>.ReciprocalSqrt(TLanes.Add(variance, positive)))
                : VectorMath<TLanes, TVector>.Quotient(slope, TLanes.Add(TLanes.Sqrt(variance), positive));
            if (momentumBuffer is not null)
            {
                step = TLanes.MultiplyAdd(friction, TLanes.Load(ref m, i), step);
                step = VectorMath<TLanes, TVector>.Significant(step);
                Store(step, ref m, i, count);
            }
            step = keras ? step : TLanes.Multiply(late, step);
            Store(TLanes.Subtract(TLanes.Load(ref w, i), step), ref w, i, count);
        }
    }

    /// <summary>Below this a number can't be seen beside an epsilon.</summary>
    private static TVector NegligibleBeside(double epsilon) => TLanes.Broadcast(Math.Min(Lane.Negligible, (float)(1e-9 * epsilon)));

    /// <summary>Below this a number's root can't be seen beside an epsilon.</summary>
    private static TVector NegligibleSquareBeside(double epsilon) =>
        TLanes.Broadcast(Math.Min(Lane.Negligible, (float)(1e-16 * epsilon * epsilon)));
}
