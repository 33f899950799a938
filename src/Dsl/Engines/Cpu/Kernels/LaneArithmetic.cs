using System.Runtime.CompilerServices;

namespace ModelDsl.Engines.Cpu;

/// <summary>The operations of kernels on vectors.</summary>
internal readonly struct LaneArithmetic<TLanes, TVector> : IArithmetic<TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Number(double value) => TLanes.Broadcast((float)value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Add(TVector a, TVector b) => TLanes.Add(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Subtract(TVector a, TVector b) => TLanes.Subtract(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Multiply(TVector a, TVector b) => TLanes.Multiply(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Divide(TVector a, TVector b) => TLanes.Divide(a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector MultiplyAdd(TVector a, TVector b, TVector c) => TLanes.MultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Negate(TVector x) => TLanes.Multiply(TLanes.Broadcast(-1f), x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Abs(TVector x) => TLanes.Abs(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Sqrt(TVector x) => TLanes.Sqrt(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector ReciprocalSqrt(TVector x) => VectorMath<TLanes, TVector>.ReciprocalSqrt(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Exp(TVector x) => VectorMath<TLanes, TVector>.Exp(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector ExpMinus1(TVector x) => VectorMath<TLanes, TVector>.ExpMinus1(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Log(TVector x) => TLanes.Log(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Sin(TVector x) => TLanes.Sin(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Cos(TVector x) => TLanes.Cos(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Tanh(TVector x) => VectorMath<TLanes, TVector>.Tanh(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Sigmoid(TVector x) => VectorMath<TLanes, TVector>.Sigmoid(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Softplus(TVector x) => VectorMath<TLanes, TVector>.Softplus(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Normal(TVector x) => VectorMath<TLanes, TVector>.Normal(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Floor(TVector x) => TLanes.Floor(x);

    /// <summary>
    /// Returns e^(y·log |x|); negative if x is negative and y is odd. The larger y·log |x| is, the larger is the effect of its rounding
    /// error.
    /// </summary>
    public static TVector Power(TVector x, TVector y)
    {
        var (zero, one) = (VectorMath<TLanes, TVector>.Zero, VectorMath<TLanes, TVector>.One);
        var size = VectorMath<TLanes, TVector>.Exp(TLanes.Multiply(y, TLanes.Log(TLanes.Abs(x))));
        var half = TLanes.Multiply(y, TLanes.Broadcast(0.5f));
        var even = TLanes.Equal(TLanes.Floor(half), half, size, Negate(size));
        var whole = TLanes.Equal(TLanes.Floor(y), y, even, TLanes.Broadcast(float.NaN));
        return TLanes.Equal(y, zero, one, TLanes.Less(x, zero, whole, size));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Less(TVector a, TVector b, TVector yes, TVector no) => TLanes.Less(a, b, yes, no);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Equal(TVector a, TVector b, TVector yes, TVector no) => TLanes.Equal(a, b, yes, no);
}
