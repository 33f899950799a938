using System.Runtime.CompilerServices;

namespace ModelDsl.Engines;

internal sealed partial class CpuEngine<TLanes, TVector>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Adagrad(
        TensorBuffer parameters, TensorBuffer gradient, TensorBuffer accumulator, double learningRate, double epsilon, Formula formula)
    {
        ref var w = ref First(parameters);
        ref var g = ref First(gradient);
        ref var a = ref First(accumulator);
        var (count, width) = ((nuint)parameters.Count, (nuint)TLanes.Count);
        var keras = formula == Formula.Keras;
        var (rate, positive) = (TLanes.Broadcast((float)learningRate), TLanes.Broadcast((float)epsilon));
        for (nuint i = 0; i < count; i += width)
        {
            var slope = TLanes.Load(ref g, i);
            var sum = TLanes.MultiplyAdd(slope, slope, TLanes.Load(ref a, i));
            Store(sum, ref a, i, count);
            var root = keras ? TLanes.Sqrt(TLanes.Add(sum, positive)) : TLanes.Add(TLanes.Sqrt(sum), positive);
            Descend(TLanes.Multiply(rate, slope), root, ref w, i, count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Adadelta(
        TensorBuffer parameters, TensorBuffer gradient, TensorBuffer accumulatedGradient, TensorBuffer accumulatedStep, double learningRate,
        double rho, double epsilon)
    {
        ref var w = ref First(parameters);
        ref var g = ref First(gradient);
        ref var a = ref First(accumulatedGradient);
        ref var s = ref First(accumulatedStep);
        var (count, width) = ((nuint)parameters.Count, (nuint)TLanes.Count);
        var (decay, fresh) = (TLanes.Broadcast((float)rho), TLanes.Broadcast((float)(1.0 - rho)));
        var (descent, positive) = (TLanes.Broadcast(-(float)learningRate), TLanes.Broadcast((float)epsilon));
        var negligible = NegligibleBeside(epsilon);
        for (nuint i = 0; i < count; i += width)
        {
            var (slope, steps) = (TLanes.Load(ref g, i), TLanes.Load(ref s, i));
            var slopes = Average(TLanes.Load(ref a, i), TLanes.Multiply(slope, slope), decay, fresh);
            slopes = VectorMath<TLanes, TVector>.Significant(slopes, negligible);
            Store(slopes, ref a, i, count);
            var numerator = TLanes.Multiply(slope, TLanes.Sqrt(TLanes.Add(steps, positive)));
            var step = VectorMath<TLanes, TVector>.Quotient(numerator, TLanes.Sqrt(TLanes.Add(slopes, positive)));
            steps = Average(steps, TLanes.Multiply(step, step), decay, fresh);
            Store(VectorMath<TLanes, TVector>.Significant(steps, negligible), ref s, i, count);
            Store(TLanes.MultiplyAdd(descent, step, TLanes.Load(ref w, i)), ref w, i, count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Adam(
        TensorBuffer parameters, TensorBuffer gradient, TensorBuffer momentum, TensorBuffer velocity, TensorBuffer? maximum,
        double momentRate, double gradientRate, double beta1, double beta2, double epsilon)
    {
        ref var w = ref First(parameters);
        ref var g = ref First(gradient);
        ref var m = ref First(momentum);
        ref var v = ref First(velocity);
        ref var x = ref First(maximum ?? velocity);
        var (count, width) = ((nuint)parameters.Count, (nuint)TLanes.Count);
        var (decay1, fresh1) = (TLanes.Broadcast((float)beta1), TLanes.Broadcast((float)(1.0 - beta1)));
        var (decay2, fresh2) = (TLanes.Broadcast((float)beta2), TLanes.Broadcast((float)(1.0 - beta2)));
        var (meanRate, slopeRate) = (TLanes.Broadcast((float)momentRate), TLanes.Broadcast((float)gradientRate));
        var (positive, negligible) = (TLanes.Broadcast((float)epsilon), NegligibleSquareBeside(epsilon));
        for (nuint i = 0; i < count; i += width)
        {
            var slope = TLanes.Load(ref g, i);
            var mean = Average(TLanes.Load(ref m, i), slope, decay1, fresh1);
            mean = VectorMath<TLanes, TVector>.Significant(mean);
            Store(mean, ref m, i, count);
            var variance = Average(TLanes.Load(ref v, i), TLanes.Multiply(slope, slope), decay2, fresh2);
            variance = VectorMath<TLanes, TVector>.Significant(variance, negligible);
            Store(variance, ref v, i, count);
            if (maximum is not null)
            {
                variance = TLanes.Max(TLanes.Load(ref x, i), variance);
                Store(variance, ref x, i, count);
            }
            var step = TLanes.MultiplyAdd(meanRate, mean, TLanes.Multiply(slopeRate, slope));
            Descend(step, TLanes.Add(TLanes.Sqrt(variance), positive), ref w, i, count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Adamax(
        TensorBuffer parameters, TensorBuffer gradient, TensorBuffer momentum, TensorBuffer norm, double rate, double beta1, double beta2,
        double epsilon, Formula formula)
    {
        ref var w = ref First(parameters);
        ref var g = ref First(gradient);
        ref var m = ref First(momentum);
        ref var u = ref First(norm);
        var (count, width) = ((nuint)parameters.Count, (nuint)TLanes.Count);
        var (decay1, fresh1) = (TLanes.Broadcast((float)beta1), TLanes.Broadcast((float)(1.0 - beta1)));
        var (decay2, rates) = (TLanes.Broadcast((float)beta2), TLanes.Broadcast((float)rate));
        var (before, after) = formula == Formula.Keras ? (0f, (float)epsilon) : ((float)epsilon, 0f);
        var (floor, positive, negligible) = (TLanes.Broadcast(before), TLanes.Broadcast(after), NegligibleBeside(epsilon));
        for (nuint i = 0; i < count; i += width)
        {
            var slope = TLanes.Load(ref g, i);
            var mean = Average(TLanes.Load(ref m, i), slope, decay1, fresh1);
            mean = VectorMath<TLanes, TVector>.Significant(mean);
            Store(mean, ref m, i, count);
            var largest = TLanes.Max(TLanes.Multiply(decay2, TLanes.Load(ref u, i)), TLanes.Add(TLanes.Abs(slope), floor));
            largest = VectorMath<TLanes, TVector>.Significant(largest, negligible);
            Store(largest, ref u, i, count);
            Descend(TLanes.Multiply(rates, mean), TLanes.Add(largest, positive), ref w, i, count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Lion(TensorBuffer parameters, TensorBuffer gradient, TensorBuffer momentum, double learningRate, double beta1, double beta2)
    {
        ref var w = ref First(parameters);
        ref var g = ref First(gradient);
        ref var m = ref First(momentum);
        var (count, width) = ((nuint)parameters.Count, (nuint)TLanes.Count);
        var (decay1, fresh1) = (TLanes.Broadcast((float)beta1), TLanes.Broadcast((float)(1.0 - beta1)));
        var (decay2, fresh2) = (TLanes.Broadcast((float)beta2), TLanes.Broadcast((float)(1.0 - beta2)));
        var (down, up, zero) = (TLanes.Broadcast(-(float)learningRate), TLanes.Broadcast((float)learningRate), TLanes.Broadcast(0f));
        for (nuint i = 0; i < count; i += width)
        {
            var (slope, mean) = (TLanes.Load(ref g, i), TLanes.Load(ref m, i));
            var direction = Average(mean, slope, decay1, fresh1);
            // Zero, and what is not a number, stand for themselves.
            var step = TLanes.Less(zero, direction, down, TLanes.Less(direction, zero, up, direction));
            Store(TLanes.Add(TLanes.Load(ref w, i), step), ref w, i, count);
            mean = VectorMath<TLanes, TVector>.Significant(Average(mean, slope, decay2, fresh2));
            Store(mean, ref m, i, count);
        }
    }

    /// <summary>A moving average that a fresh value entered.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Average(TVector old, TVector value, TVector decay, TVector fresh) =>
        TLanes.MultiplyAdd(decay, old, TLanes.Multiply(fresh, value));

    /// <summary>Takes a quotient off the weights.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Descend(TVector numerator, TVector denominator, ref float w, nuint i, nuint count)
    {
        var step = VectorMath<TLanes, TVector>.Quotient(numerator, denominator);
        Store(TLanes.Subtract(TLanes.Load(ref w, i), step), ref w, i, count);
    }
}
