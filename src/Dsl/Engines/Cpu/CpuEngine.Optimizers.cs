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

    public void RmsProp(
        TensorBuffer parameters, TensorBuffer gradient, TensorBuffer velocity, TensorBuffer? momentumBuffer, TensorBuffer? average,
        double learningRate, double rho, double momentum, double epsilon, Formula formula) =>
        Share(
            new RmsPropWork<TLanes, TVector>(
                (CpuBuffer)parameters, (CpuBuffer)gradient, (CpuBuffer)velocity, (CpuBuffer?)momentumBuffer, (CpuBuffer?)average, learningRate,
                rho, momentum, epsilon, formula),
            parameters);

    /// <summary>Below this a number can't be seen beside an epsilon.</summary>
    internal static TVector NegligibleBeside(double epsilon) => TLanes.Broadcast(Math.Min(Lane.Negligible, (float)(1e-9 * epsilon)));

    /// <summary>Below this a number's root can't be seen beside an epsilon.</summary>
    internal static TVector NegligibleSquareBeside(double epsilon) =>
        TLanes.Broadcast(Math.Min(Lane.Negligible, (float)(1e-16 * epsilon * epsilon)));
}
