using System.Runtime.CompilerServices;

namespace ModelDsl.Engines;

/// <summary>Functions in float32, accurate to a few units in the last place, by the operations that a processor has itself.</summary>
/// <typeparam name="TOperations">These operations.</typeparam>
/// <typeparam name="TNumber">One float32 number, or a vector of them.</typeparam>
public static class Float32Math<TOperations, TNumber>
    where TOperations : struct, IFloat32<TNumber>
{
    /// <summary>The smallest positive number with full precision: 2⁻¹²⁶.</summary>
    private const float SmallestNormal = 1.17549435e-38f;

    /// <summary>0.</summary>
    public static TNumber Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TOperations.Broadcast(0f);
    }

    /// <summary>1.</summary>
    public static TNumber One
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TOperations.Broadcast(1f);
    }

    /// <summary>
    /// Returns eˣ, accurate to two units in the last place; 0 below the smallest denormal number, ∞ above the largest number. x = n·ln 2 +
    /// r, and eʳ is a polynomial. It is written out here so that it is compiled into the loops that call it. Coefficients: Moshier, Cephes,
    /// expf.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TNumber Exp(TNumber x)
    {
        var (least, most) = (TOperations.Broadcast(-104f), TOperations.Broadcast(89f));
        x = TOperations.Less(x, least, least, TOperations.Less(most, x, most, x));
        // A sum with 1.5·2²³ has no bits for a fraction, so that it is rounded to a whole number.
        var rounder = TOperations.Broadcast(12582912f);
        var n = TOperations.Subtract(TOperations.MultiplyAdd(x, TOperations.Broadcast(1.44269504f), rounder), rounder);
        // ln 2 in two parts; the first has so few bits that n times it is exact.
        var r = TOperations.MultiplyAdd(n, TOperations.Broadcast(-0.693359375f), x);
        r = TOperations.MultiplyAdd(n, TOperations.Broadcast(2.12194440e-4f), r);
        var polynomial = TOperations.Broadcast(1.9875691500e-4f);
        polynomial = TOperations.MultiplyAdd(polynomial, r, TOperations.Broadcast(1.3981999507e-3f));
        polynomial = TOperations.MultiplyAdd(polynomial, r, TOperations.Broadcast(8.3334519073e-3f));
        polynomial = TOperations.MultiplyAdd(polynomial, r, TOperations.Broadcast(4.1665795894e-2f));
        polynomial = TOperations.MultiplyAdd(polynomial, r, TOperations.Broadcast(1.6666665459e-1f));
        polynomial = TOperations.MultiplyAdd(polynomial, r, TOperations.Broadcast(5.0000001201e-1f));
        polynomial = TOperations.MultiplyAdd(polynomial, TOperations.Multiply(r, r), TOperations.Add(r, One));
        return TOperations.TimesPowerOf2(polynomial, n);
    }

    /// <summary>Returns <c>1/(1 + e⁻ˣ)</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TNumber Sigmoid(TNumber x) => TOperations.Divide(One, TOperations.Add(One, Exp(TOperations.Subtract(Zero, x))));

    /// <summary>Returns e^−|x|, which is at most 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TNumber Decay(TNumber x) => Exp(TOperations.Subtract(Zero, TOperations.Abs(x)));

    /// <summary>Returns max(x, 0); NaN for NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TNumber Positive(TNumber x) => TOperations.Less(x, Zero, Zero, x);

    /// <summary>
    /// Returns 1/√x for positive numbers, accurate to two units in the last place; 0 for ∞. For denormal numbers and zero it is the value
    /// for the smallest normal number. It takes an estimate and one step of second or third order. A division and a root would be slower,
    /// because both wait for the same unit.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TNumber ReciprocalSqrt(TNumber x)
    {
        x = TOperations.Max(TOperations.Broadcast(SmallestNormal), x);
        var root = TOperations.EstimateReciprocalSqrt(x);
        // The reciprocal root of ∞ is 0, and ∞·0 is NaN.
        x = TOperations.Min(TOperations.Broadcast(float.MaxValue), x);
        // With e = x·root² − 1, 1/√x is root·(1 + e)^−½ ≈ root·(1 − ½·e + ⅜·e²).
        var error = TOperations.MultiplyAdd(TOperations.Multiply(x, root), root, TOperations.Broadcast(-1f));
        var slope = TOperations.EstimatesWell ? TOperations.Broadcast(-0.5f)
            : TOperations.MultiplyAdd(TOperations.Broadcast(0.375f), error, TOperations.Broadcast(-0.5f));
        return TOperations.Multiply(root, TOperations.MultiplyAdd(error, slope, One));
    }

    /// <summary>Returns the larger number; NaN if either is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TNumber Larger(TNumber max, TNumber x) => TOperations.Equal(max, max, TOperations.Less(x, max, max, x), max);

    /// <summary>
    /// Returns log(1 + x) for 0 ≤ x ≤ 1, without the rounding of 1 + x: twice the series of artanh t with t = x/(2 + x). t² is at most 1/9.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TNumber Log1Plus(TNumber x)
    {
        var t = TOperations.Divide(x, TOperations.Add(TOperations.Broadcast(2f), x));
        var square = TOperations.Multiply(t, t);
        var series = TOperations.Broadcast(1f / 15f);
        series = TOperations.MultiplyAdd(series, square, TOperations.Broadcast(1f / 13f));
        series = TOperations.MultiplyAdd(series, square, TOperations.Broadcast(1f / 11f));
        series = TOperations.MultiplyAdd(series, square, TOperations.Broadcast(1f / 9f));
        series = TOperations.MultiplyAdd(series, square, TOperations.Broadcast(1f / 7f));
        series = TOperations.MultiplyAdd(series, square, TOperations.Broadcast(1f / 5f));
        series = TOperations.MultiplyAdd(series, square, TOperations.Broadcast(1f / 3f));
        t = TOperations.Add(t, t);
        return TOperations.MultiplyAdd(TOperations.Multiply(series, square), t, t);
    }

    /// <summary>Returns tanh x, by a polynomial near 0, where 1 − 2/(e²ˣ + 1) would lose digits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TNumber Tanh(TNumber x)
    {
        var near = TOperations.MultiplyAdd(TanhCurvature(x), x, x);
        var doubled = TOperations.Add(One, Exp(TOperations.Add(x, x)));
        var far = TOperations.Subtract(One, TOperations.Divide(TOperations.Broadcast(2f), doubled));
        return TOperations.Less(TOperations.Abs(x), TOperations.Broadcast(0.625f), near, far);
    }

    /// <summary>Returns tanh(x)/x − 1 for |x| under 0.625. Coefficients: Moshier, Cephes, tanhf.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TNumber TanhCurvature(TNumber x)
    {
        var square = TOperations.Multiply(x, x);
        var polynomial = TOperations.Broadcast(-5.70498872745e-3f);
        polynomial = TOperations.MultiplyAdd(polynomial, square, TOperations.Broadcast(2.06390887954e-2f));
        polynomial = TOperations.MultiplyAdd(polynomial, square, TOperations.Broadcast(-5.37397155531e-2f));
        polynomial = TOperations.MultiplyAdd(polynomial, square, TOperations.Broadcast(1.33314422036e-1f));
        polynomial = TOperations.MultiplyAdd(polynomial, square, TOperations.Broadcast(-3.33332819422e-1f));
        return TOperations.Multiply(polynomial, square);
    }

    /// <summary>Returns eˣ − 1, by its series near 0, where the difference would lose digits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TNumber ExpMinus1(TNumber x)
    {
        var series = TOperations.Broadcast(1f / 3628800f);
        series = TOperations.MultiplyAdd(series, x, TOperations.Broadcast(1f / 362880f));
        series = TOperations.MultiplyAdd(series, x, TOperations.Broadcast(1f / 40320f));
        series = TOperations.MultiplyAdd(series, x, TOperations.Broadcast(1f / 5040f));
        series = TOperations.MultiplyAdd(series, x, TOperations.Broadcast(1f / 720f));
        series = TOperations.MultiplyAdd(series, x, TOperations.Broadcast(1f / 120f));
        series = TOperations.MultiplyAdd(series, x, TOperations.Broadcast(1f / 24f));
        series = TOperations.MultiplyAdd(series, x, TOperations.Broadcast(1f / 6f));
        series = TOperations.MultiplyAdd(series, x, TOperations.Broadcast(0.5f));
        var near = TOperations.MultiplyAdd(TOperations.Multiply(series, x), x, x);
        return TOperations.Less(TOperations.Abs(x), TOperations.Broadcast(0.7f), near, TOperations.Subtract(Exp(x), One));
    }

    /// <summary>Returns log(1 + eˣ), correct even where eˣ is infinite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TNumber Softplus(TNumber x) => TOperations.Add(Positive(x), Log1Plus(Decay(x)));

    /// <summary>
    /// Returns Φ, the cumulative normal distribution, from ½·erfc(|x|/√2): accurate to a few units in the last place near 0, and to a
    /// relative 1e-5 in the left tail. Chebyshev coefficients: Press et al., Numerical Recipes, erfcc.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TNumber Normal(TNumber x)
    {
        var z = TOperations.Multiply(TOperations.Abs(x), TOperations.Broadcast(0.70710678f));
        var t = TOperations.Divide(One, TOperations.MultiplyAdd(TOperations.Broadcast(0.5f), z, One));
        var polynomial = TOperations.Broadcast(0.17087277f);
        polynomial = TOperations.MultiplyAdd(polynomial, t, TOperations.Broadcast(-0.82215223f));
        polynomial = TOperations.MultiplyAdd(polynomial, t, TOperations.Broadcast(1.48851587f));
        polynomial = TOperations.MultiplyAdd(polynomial, t, TOperations.Broadcast(-1.13520398f));
        polynomial = TOperations.MultiplyAdd(polynomial, t, TOperations.Broadcast(0.27886807f));
        polynomial = TOperations.MultiplyAdd(polynomial, t, TOperations.Broadcast(-0.18628806f));
        polynomial = TOperations.MultiplyAdd(polynomial, t, TOperations.Broadcast(0.09678418f));
        polynomial = TOperations.MultiplyAdd(polynomial, t, TOperations.Broadcast(0.37409196f));
        polynomial = TOperations.MultiplyAdd(polynomial, t, TOperations.Broadcast(1.00002368f));
        polynomial = TOperations.MultiplyAdd(polynomial, t, TOperations.Broadcast(-1.26551223f));
        var erfc = TOperations.Multiply(t, Exp(TOperations.Subtract(polynomial, TOperations.Multiply(z, z))));
        var tail = TOperations.Multiply(TOperations.Broadcast(0.5f), erfc);
        return TOperations.Less(x, Zero, tail, TOperations.Subtract(One, tail));
    }
}
