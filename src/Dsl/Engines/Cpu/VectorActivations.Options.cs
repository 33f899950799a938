using System.Runtime.CompilerServices;

namespace ModelDsl.Engines;

/// <summary>An activation with numbers of its own, on vectors. What is not a number is left to the caller.</summary>
internal interface IActivationWith<TVector> where TVector : struct
{
    /// <summary>f(x)</summary>
    TVector Value(TVector x);

    /// <summary>f′(x)</summary>
    TVector Derivative(TVector x);
}

/// <summary>Activations with options, as <see cref="ITensorEngine.ActivateWith"/> writes them.</summary>
internal static partial class VectorActivations<TLanes, TVector>
{
    public readonly struct ReluWith(TVector slope, TVector most, TVector threshold) : IActivationWith<TVector>
    {
        public static ReluWith Of(ActivationOptions options) => new(Number(options.Alpha), Number(options.MaxValue), Number(options.Threshold));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Value(TVector x)
        {
            // Without a slope, minus infinity counts nothing.
            var below = TLanes.Equal(slope, Zero, Zero, TLanes.Multiply(slope, TLanes.Subtract(x, threshold)));
            return TLanes.Less(threshold, x, TLanes.Less(x, most, x, most), below);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Derivative(TVector x) => TLanes.Less(threshold, x, TLanes.Less(x, most, One, Zero), slope);
    }

    public readonly struct EluWith(TVector alpha) : IActivationWith<TVector>
    {
        public static EluWith Of(ActivationOptions options) => new(Number(options.Alpha));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Value(TVector x) => TLanes.Less(Zero, x, x, TLanes.Multiply(alpha, VectorMath<TLanes, TVector>.ExpMinus1(x)));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Derivative(TVector x) => TLanes.Less(Zero, x, One, TLanes.Multiply(alpha, VectorMath<TLanes, TVector>.Exp(x)));
    }

    public readonly struct CeluWith(TVector alpha) : IActivationWith<TVector>
    {
        public static CeluWith Of(ActivationOptions options) => new(Number(options.Alpha));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Value(TVector x) =>
            TLanes.Less(Zero, x, x, TLanes.Multiply(alpha, VectorMath<TLanes, TVector>.ExpMinus1(TLanes.Divide(x, alpha))));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Derivative(TVector x) => TLanes.Less(Zero, x, One, VectorMath<TLanes, TVector>.Exp(TLanes.Divide(x, alpha)));
    }

    public readonly struct SoftShrinkWith(TVector shrinkage) : IActivationWith<TVector>
    {
        public static SoftShrinkWith Of(ActivationOptions options) => new(Number(options.Threshold));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Value(TVector x) => TLanes.Less(
            shrinkage, TLanes.Abs(x), TLanes.Less(x, Zero, TLanes.Add(x, shrinkage), TLanes.Subtract(x, shrinkage)), Zero);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Derivative(TVector x) => TLanes.Less(shrinkage, TLanes.Abs(x), One, Zero);
    }

    public readonly struct HardShrinkWith(TVector shrinkage) : IActivationWith<TVector>
    {
        public static HardShrinkWith Of(ActivationOptions options) => new(Number(options.Threshold));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Value(TVector x) => TLanes.Less(shrinkage, TLanes.Abs(x), x, Zero);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Derivative(TVector x) => TLanes.Less(shrinkage, TLanes.Abs(x), One, Zero);
    }

    public readonly struct ThresholdWith(TVector otherwise, TVector threshold) : IActivationWith<TVector>
    {
        public static ThresholdWith Of(ActivationOptions options) => new(Number(options.Alpha), Number(options.Threshold));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Value(TVector x) => TLanes.Less(threshold, x, x, otherwise);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Derivative(TVector x) => TLanes.Less(threshold, x, One, Zero);
    }

    public readonly struct SquareplusWith(TVector root) : IActivationWith<TVector>
    {
        public static SquareplusWith Of(ActivationOptions options) => new(Number(Math.Sqrt(options.Alpha)));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Value(TVector x)
        {
            // Below 0 by the product of the two roots, b/4, since the sum would cancel.
            var half = TLanes.MultiplyAdd(Number(0.5), TLanes.Abs(x), TLanes.Multiply(Number(0.5), Hypotenuse(x)));
            var halfRoot = TLanes.Multiply(Number(0.5), root);
            return TLanes.Less(x, Zero, TLanes.Multiply(halfRoot, TLanes.Divide(halfRoot, half)), half);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Derivative(TVector x) => TLanes.Divide(Value(x), Hypotenuse(x));

        /// <summary>√(x² + b), over the larger of |x| and √b, so that no square overflows.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private TVector Hypotenuse(TVector x)
        {
            var size = TLanes.Abs(x);
            var larger = TLanes.Less(size, root, root, size);
            var a = TLanes.Less(size, root, TLanes.Divide(size, root), One);
            var b = TLanes.Less(size, root, One, TLanes.Divide(root, size));
            return TLanes.Multiply(larger, TLanes.Sqrt(TLanes.MultiplyAdd(a, a, TLanes.Multiply(b, b))));
        }
    }
}
