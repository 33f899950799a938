using System.Runtime.CompilerServices;

namespace ModelDsl.Engines;

/// <summary>An activation on vectors.</summary>
internal interface IActivation<TVector> where TVector : struct
{
    /// <summary>f(x)</summary>
    static abstract TVector Value(TVector x);

    /// <summary>f′, from the output or the input as <see cref="Activations.DerivativeFromOutput"/> says.</summary>
    static abstract TVector Derivative(TVector saved);
}

/// <summary>The activations as <see cref="ActivationKind"/> writes them.</summary>
internal static partial class VectorActivations<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    private static TVector Zero => TLanes.Broadcast(0f);

    private static TVector One => TLanes.Broadcast(1f);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Number(double value) => TLanes.Broadcast((float)value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector UpTo6(TVector x) => TLanes.Less(Number(6.0), x, Number(6.0), x);

    public readonly struct Relu : IActivation<TVector>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Value(TVector x) => VectorMath<TLanes, TVector>.Positive(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Derivative(TVector saved) => TLanes.Less(Zero, saved, One, Zero);
    }

    public readonly struct Sigmoid : IActivation<TVector>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Value(TVector x) => VectorMath<TLanes, TVector>.Sigmoid(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Derivative(TVector saved) => TLanes.Multiply(saved, TLanes.Subtract(One, saved));
    }

    public readonly struct Tanh : IActivation<TVector>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Value(TVector x) => VectorMath<TLanes, TVector>.Tanh(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Derivative(TVector saved) => TLanes.Subtract(One, TLanes.Multiply(saved, saved));
    }

    public readonly struct LeakyRelu : IActivation<TVector>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Value(TVector x) => TLanes.Less(Zero, x, x, TLanes.Multiply(Number(Activations.LeakySlope), x));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Derivative(TVector saved) => TLanes.Less(Zero, saved, One, Number(Activations.LeakySlope));
    }

    public readonly struct Relu6 : IActivation<TVector>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Value(TVector x) => UpTo6(VectorMath<TLanes, TVector>.Positive(x));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Derivative(TVector saved) => TLanes.Less(Zero, saved, TLanes.Less(saved, Number(6.0), One, Zero), Zero);
    }

    public readonly struct Elu : IActivation<TVector>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Value(TVector x) => TLanes.Less(Zero, x, x, VectorMath<TLanes, TVector>.ExpMinus1(x));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Derivative(TVector saved) => TLanes.Less(Zero, saved, One, TLanes.Add(saved, One));
    }

    public readonly struct Celu : IActivation<TVector>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Value(TVector x) => Elu.Value(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Derivative(TVector saved) => Elu.Derivative(saved);
    }

    public readonly struct Selu : IActivation<TVector>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Value(TVector x) => TLanes.Less(
                Zero,
                x,
                TLanes.Multiply(Number(Activations.SeluScale), x),
                TLanes.Multiply(Number(Activations.SeluScale * Activations.SeluAlpha), VectorMath<TLanes, TVector>.ExpMinus1(x)));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Derivative(TVector saved) => TLanes.Less(
                Zero,
                saved,
                Number(Activations.SeluScale),
                TLanes.Add(saved, Number(Activations.SeluScale * Activations.SeluAlpha)));
    }

    public readonly struct Softplus : IActivation<TVector>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Value(TVector x) =>
            TLanes.Add(VectorMath<TLanes, TVector>.Positive(x), VectorMath<TLanes, TVector>.Log1Plus(VectorMath<TLanes, TVector>.Decay(x)));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Derivative(TVector saved) => VectorMath<TLanes, TVector>.Sigmoid(saved);
    }

    public readonly struct LogSigmoid : IActivation<TVector>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Value(TVector x) => TLanes.Subtract(Zero, Softplus.Value(TLanes.Subtract(Zero, x)));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Derivative(TVector saved) => VectorMath<TLanes, TVector>.Sigmoid(TLanes.Subtract(Zero, saved));
    }

    public readonly struct Squareplus : IActivation<TVector>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Value(TVector x)
        {
            // Over the larger of |x| and 2, so that no square overflows; below 0 by the product of the two roots, which is 1.
            var size = TLanes.Abs(x);
            var larger = TLanes.Less(size, Number(2.0), Number(2.0), size);
            var a = TLanes.Less(size, Number(2.0), TLanes.Multiply(Number(0.5), size), One);
            var b = TLanes.Less(size, Number(2.0), One, TLanes.Divide(Number(2.0), size));
            var squares = TLanes.MultiplyAdd(a, a, TLanes.Multiply(b, b));
            var root = TLanes.Multiply(larger, TLanes.Multiply(squares, VectorMath<TLanes, TVector>.ReciprocalSqrt(squares)));
            // Half of each, since the sum may overflow.
            var half = TLanes.MultiplyAdd(Number(0.5), size, TLanes.Multiply(Number(0.5), root));
            return TLanes.Less(x, Zero, TLanes.Divide(One, half), half);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Derivative(TVector saved)
        {
            var inverse = TLanes.Divide(One, saved);
            return TLanes.Divide(One, TLanes.MultiplyAdd(inverse, inverse, One));
        }
    }

    public readonly struct Softsign : IActivation<TVector>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Value(TVector x) => TLanes.Divide(x, TLanes.Add(One, TLanes.Abs(x)));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Derivative(TVector saved)
        {
            var sum = TLanes.Add(One, TLanes.Abs(saved));
            return TLanes.Divide(One, TLanes.Multiply(sum, sum));
        }
    }

    public readonly struct Exponential : IActivation<TVector>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Value(TVector x) => VectorMath<TLanes, TVector>.Exp(x);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Derivative(TVector saved) => saved;
    }

    public readonly struct Silu : IActivation<TVector>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Value(TVector x) => TLanes.Multiply(x, VectorMath<TLanes, TVector>.Sigmoid(x));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Derivative(TVector saved)
        {
            var sigmoid = VectorMath<TLanes, TVector>.Sigmoid(saved);
            return TLanes.Multiply(sigmoid, TLanes.MultiplyAdd(saved, TLanes.Subtract(One, sigmoid), One));
        }
    }

    public readonly struct HardSigmoid : IActivation<TVector>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Value(TVector x) =>
            TLanes.Divide(UpTo6(VectorMath<TLanes, TVector>.Positive(TLanes.Add(x, Number(3.0)))), Number(6.0));

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Derivative(TVector saved) =>
            TLanes.Less(TLanes.Abs(saved), Number(3.0), Number(1.0 / 6.0), Zero);
    }
}
