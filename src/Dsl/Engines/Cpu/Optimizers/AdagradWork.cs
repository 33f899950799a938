using System.Runtime.CompilerServices;

namespace ModelDsl.Engines;

/// <inheritdoc cref="ITensorEngine.Adagrad"/>
internal readonly record struct AdagradWork<TLanes, TVector>(
    CpuBuffer Parameters, CpuBuffer Gradient, CpuBuffer Accumulator, double LearningRate, double Epsilon, Formula Formula) : IRangeWork
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    /// <summary>Changes some parameters.</summary>
    [MethodImpl(HotLoop.Options)]
    public void Run(nuint start, nuint end)
    {
        ref var w = ref Parameters.First;
        ref var g = ref Gradient.First;
        ref var a = ref Accumulator.First;
        var width = (nuint)TLanes.Count;
        var keras = Formula == ModelDsl.Formula.Keras;
        var (rate, positive) = (TLanes.Broadcast((float)LearningRate), TLanes.Broadcast((float)Epsilon));
        for (var i = start; i < end; i += width)
        {
            var slope = TLanes.Load(ref g, i);
            var sum = TLanes.MultiplyAdd(slope, slope, TLanes.Load(ref a, i));
            CpuEngine<TLanes, TVector>.Store(sum, ref a, i, end);
            var root = keras ? TLanes.Sqrt(TLanes.Add(sum, positive)) : TLanes.Add(TLanes.Sqrt(sum), positive);
            OptimizerMath<TLanes, TVector>.Descend(TLanes.Multiply(rate, slope), root, ref w, i, end);
        }
    }
}
