using System.Runtime.CompilerServices;

namespace ModelDsl.Engines.Cpu;

/// <summary>Activations, as functions of vectors.</summary>
internal static class VectorFunctions<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    /// <summary>The value of an activation.</summary>
    public readonly struct Activated<TActivation> : IFunction<TVector> where TActivation : struct, IActivation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Of(TVector x) => typeof(TActivation) == typeof(Activations.Relu)
            ? Float32Math<TLanes, TVector>.Positive(x)
            : TActivation.Value<TVector, Float32Arithmetic<TLanes, TVector>>(x);
    }

    /// <summary>A gradient times an activation's derivative. NaN stays NaN, even if the derivative is piecewise constant.</summary>
    public readonly struct ActivatedGradient<TActivation> : IBinaryFunction<TVector> where TActivation : struct, IActivation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Of(TVector saved, TVector gradient) =>
            Activations.GradientOf<TActivation, TVector, Float32Arithmetic<TLanes, TVector>>(saved, gradient);
    }
}
