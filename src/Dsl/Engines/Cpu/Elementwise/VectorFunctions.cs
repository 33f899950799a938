using System.Runtime.CompilerServices;

namespace ModelDsl.Engines;

/// <summary>The functions that instructions apply to each element.</summary>
internal static class VectorFunctions<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    public readonly struct Sum : IBinaryFunction<TVector>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Of(TVector a, TVector b) => TLanes.Add(a, b);
    }

    public readonly struct Difference : IBinaryFunction<TVector>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Of(TVector a, TVector b) => TLanes.Subtract(a, b);
    }

    public readonly struct Product : IBinaryFunction<TVector>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Of(TVector a, TVector b) => TLanes.Multiply(a, b);
    }

    public readonly struct Quotient : IBinaryFunction<TVector>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Of(TVector a, TVector b) => TLanes.Divide(a, b);
    }

    /// <summary><c>a + factor·b</c></summary>
    public readonly struct ScaledSum(double factor) : IBinaryFunction<TVector>
    {
        private readonly TVector factors = TLanes.Broadcast((float)factor);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Of(TVector a, TVector b) => TLanes.MultiplyAdd(factors, b, a);
    }

    public readonly struct Multiple(double factor) : IFunction<TVector>
    {
        private readonly TVector factors = TLanes.Broadcast((float)factor);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Of(TVector x) => TLanes.Multiply(factors, x);
    }

    /// <summary>1 where a is less, or equal if that counts; else 0.</summary>
    public readonly struct IsLess(bool orEqual) : IBinaryFunction<TVector>
    {
        private readonly TVector one = TLanes.Broadcast(1);
        private readonly TVector equal = TLanes.Broadcast(orEqual ? 1 : 0);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Of(TVector a, TVector b) => TLanes.Less(a, b, one, TLanes.Equal(a, b, equal, TLanes.Broadcast(0)));
    }

    public readonly struct Size : IFunction<TVector>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Of(TVector x) => TLanes.Abs(x);
    }

    public readonly struct Logarithm : IFunction<TVector>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Of(TVector x) => TLanes.Log(x);
    }

    public readonly struct Root : IFunction<TVector>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Of(TVector x) => TLanes.Sqrt(x);
    }

    /// <summary><c>1/√(x + shift)</c></summary>
    public readonly struct ReciprocalRoot(double shift) : IFunction<TVector>
    {
        private readonly TVector shifts = TLanes.Broadcast((float)shift);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Of(TVector x) => TLanes.Divide(VectorMath<TLanes, TVector>.One, TLanes.Sqrt(TLanes.Add(x, shifts)));
    }

    /// <summary>−1, 0 or 1; not a number where x is none.</summary>
    public readonly struct Sign : IFunction<TVector>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Of(TVector x)
        {
            var below = TLanes.Less(x, VectorMath<TLanes, TVector>.Zero, TLanes.Broadcast(-1f), x);
            return TLanes.Less(VectorMath<TLanes, TVector>.Zero, x, VectorMath<TLanes, TVector>.One, below);
        }
    }

    /// <summary>x, but no less and no more than two bounds.</summary>
    public readonly struct Clamped(double least, double most) : IFunction<TVector>
    {
        private readonly TVector low = TLanes.Broadcast((float)least);
        private readonly TVector high = TLanes.Broadcast((float)most);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Of(TVector x) => TLanes.Less(x, low, low, TLanes.Less(high, x, high, x));
    }

    /// <summary>The gradient where x lies within two bounds, else 0; not a number where x is none.</summary>
    public readonly struct ClampedGradient(double least, double most) : IBinaryFunction<TVector>
    {
        private readonly TVector low = TLanes.Broadcast((float)least);
        private readonly TVector high = TLanes.Broadcast((float)most);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Of(TVector x, TVector gradient)
        {
            var zero = VectorMath<TLanes, TVector>.Zero;
            var within = TLanes.Less(x, low, zero, TLanes.Less(high, x, zero, gradient));
            return TLanes.Equal(x, x, within, x);
        }
    }

    /// <summary>An activation's value.</summary>
    public readonly struct Activated<TActivation> : IFunction<TVector> where TActivation : struct, IActivation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Of(TVector x) => typeof(TActivation) == typeof(Activations.Relu)
            ? VectorMath<TLanes, TVector>.Positive(x)
            : TActivation.Value<TVector, LaneArithmetic<TLanes, TVector>>(x);
    }

    /// <summary>A gradient times an activation's derivative. What is not a number stays so, even where the derivative is piecewise constant.</summary>
    public readonly struct ActivatedGradient<TActivation> : IBinaryFunction<TVector> where TActivation : struct, IActivation
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Of(TVector saved, TVector gradient) =>
            Activations.GradientOf<TActivation, TVector, LaneArithmetic<TLanes, TVector>>(saved, gradient);
    }
}
