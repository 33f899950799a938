using System.Runtime.CompilerServices;

namespace ModelDsl.Engines;

/// <summary><see cref="ITensorEngine.Sgd"/> with a velocity.</summary>
internal readonly record struct SgdWork<TLanes, TVector>(
    CpuBuffer Parameters, CpuBuffer Gradient, CpuBuffer Velocity, double LearningRate, double Momentum, bool Nesterov, Formula Formula) : IRangeWork
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    /// <summary>Changes some parameters.</summary>
    [MethodImpl(HotLoop.Options)]
    public void Run(nuint start, nuint end)
    {
        ref var w = ref Parameters.First;
        ref var g = ref Gradient.First;
        ref var v = ref Velocity.First;
        var width = (nuint)TLanes.Count;
        // Keras's velocity holds steps that the learning rate scaled, PyTorch's holds gradients that it is still to scale.
        var keras = Formula == ModelDsl.Formula.Keras;
        var (inner, outer) = keras ? (-(float)LearningRate, 1f) : (1f, -(float)LearningRate);
        var (descent, rate, friction) = (TLanes.Broadcast(inner), TLanes.Broadcast(outer), TLanes.Broadcast((float)Momentum));
        for (var i = start; i < end; i += width)
        {
            var (weight, slope) = (TLanes.Load(ref w, i), TLanes.Load(ref g, i));
            var step = TLanes.MultiplyAdd(friction, TLanes.Load(ref v, i), TLanes.Multiply(descent, slope));
            step = VectorMath<TLanes, TVector>.Significant(step);
            CpuEngine<TLanes, TVector>.Store(step, ref v, i, end);
            if (Nesterov) step = TLanes.MultiplyAdd(friction, step, TLanes.Multiply(descent, slope));
            CpuEngine<TLanes, TVector>.Store(TLanes.MultiplyAdd(rate, step, weight), ref w, i, end);
        }
    }
}
