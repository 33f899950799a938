using System.Runtime.CompilerServices;

namespace ModelDsl.Engines;

/// <summary>The operations of kernels in float32.</summary>
/// <typeparam name="TOperations">The operations that a processor has itself.</typeparam>
/// <typeparam name="TNumber">One float32 number, or a vector of them.</typeparam>
public readonly struct Float32Arithmetic<TOperations, TNumber> : IArithmetic<TNumber>
    where TOperations : struct, IFloat32<TNumber>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TNumber Number(double value) => TOperations.Broadcast((float)value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TNumber Add(TNumber a, TNumber b) => TOperations.Add(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TNumber Subtract(TNumber a, TNumber b) => TOperations.Subtract(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TNumber Multiply(TNumber a, TNumber b) => TOperations.Multiply(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TNumber Divide(TNumber a, TNumber b) => TOperations.Divide(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TNumber MultiplyAdd(TNumber a, TNumber b, TNumber c) => TOperations.MultiplyAdd(a, b, c);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TNumber Negate(TNumber x) => TOperations.Multiply(TOperations.Broadcast(-1f), x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TNumber Abs(TNumber x) => TOperations.Abs(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TNumber Sqrt(TNumber x) => TOperations.Sqrt(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TNumber ReciprocalSqrt(TNumber x) => Float32Math<TOperations, TNumber>.ReciprocalSqrt(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TNumber Exp(TNumber x) => Float32Math<TOperations, TNumber>.Exp(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TNumber ExpMinus1(TNumber x) => Float32Math<TOperations, TNumber>.ExpMinus1(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TNumber Log(TNumber x) => TOperations.Log(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TNumber Sin(TNumber x) => TOperations.Sin(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TNumber Cos(TNumber x) => TOperations.Cos(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TNumber Tanh(TNumber x) => Float32Math<TOperations, TNumber>.Tanh(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TNumber Sigmoid(TNumber x) => Float32Math<TOperations, TNumber>.Sigmoid(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TNumber Softplus(TNumber x) => Float32Math<TOperations, TNumber>.Softplus(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TNumber Normal(TNumber x) => Float32Math<TOperations, TNumber>.Normal(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TNumber Floor(TNumber x) => TOperations.Floor(x);

    /// <summary>
    /// Returns e^(y·log |x|); negative if x is negative and y is odd. The larger y·log |x| is, the larger is the effect of its rounding
    /// error.
    /// </summary>
    public static TNumber Power(TNumber x, TNumber y)
    {
        var (zero, one) = (Float32Math<TOperations, TNumber>.Zero, Float32Math<TOperations, TNumber>.One);
        var size = Float32Math<TOperations, TNumber>.Exp(TOperations.Multiply(y, TOperations.Log(TOperations.Abs(x))));
        var half = TOperations.Multiply(y, TOperations.Broadcast(0.5f));
        var even = TOperations.Equal(TOperations.Floor(half), half, size, Negate(size));
        var whole = TOperations.Equal(TOperations.Floor(y), y, even, TOperations.Broadcast(float.NaN));
        return TOperations.Equal(y, zero, one, TOperations.Less(x, zero, whole, size));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TNumber Less(TNumber a, TNumber b, TNumber yes, TNumber no) => TOperations.Less(a, b, yes, no);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TNumber Equal(TNumber a, TNumber b, TNumber yes, TNumber no) => TOperations.Equal(a, b, yes, no);
}
