using System.Runtime.CompilerServices;

namespace ModelDsl.Engines;

/// <summary>Activations in pieces: clipped, or shrunk towards 0.</summary>
internal static partial class VectorActivations<TLanes, TVector>
{
    public readonly struct HardTanh : IActivation<TVector>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Value(TVector x) => TLanes.Less(x, Number(-1.0), Number(-1.0), TLanes.Less(One, x, One, x));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Derivative(TVector saved) => TLanes.Less(TLanes.Abs(saved), One, One, Zero);
    }

    public readonly struct TanhShrink : IActivation<TVector>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Value(TVector x) => VectorMath<TLanes, TVector>.TanhShrink(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Derivative(TVector saved)
        {
            var tanh = VectorMath<TLanes, TVector>.Tanh(saved);
            return TLanes.Multiply(tanh, tanh);
        }
    }

    public readonly struct SoftShrink : IActivation<TVector>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Value(TVector x)
        {
            var shrinkage = Number(Activations.Shrinkage);
            var shrunk = TLanes.Less(x, Zero, TLanes.Add(x, shrinkage), TLanes.Subtract(x, shrinkage));
            return TLanes.Less(TLanes.Abs(x), shrinkage, Zero, shrunk);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Derivative(TVector saved) => TLanes.Equal(saved, Zero, Zero, One);
    }

    public readonly struct HardShrink : IActivation<TVector>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Value(TVector x)
        {
            var (size, shrinkage) = (TLanes.Abs(x), Number(Activations.Shrinkage));
            return TLanes.Less(size, shrinkage, Zero, TLanes.Equal(size, shrinkage, Zero, x));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Derivative(TVector saved) => TLanes.Equal(saved, Zero, Zero, One);
    }

    public readonly struct SparsePlus : IActivation<TVector>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Value(TVector x)
        {
            var sum = TLanes.Add(x, One);
            var between = TLanes.Multiply(TLanes.Multiply(sum, sum), Number(0.25));
            return TLanes.Less(x, Number(-1.0), Zero, TLanes.Less(x, One, between, x));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Derivative(TVector saved) => SparseSigmoid.Value(saved);
    }

    public readonly struct SparseSigmoid : IActivation<TVector>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Value(TVector x) => TLanes.Less(x, Number(-1.0), Zero, TLanes.Less(One, x, One, TLanes.MultiplyAdd(x, Number(0.5), Number(0.5))));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Derivative(TVector saved) => TLanes.Less(Zero, saved, TLanes.Less(saved, One, Number(0.5), Zero), Zero);
    }
}
