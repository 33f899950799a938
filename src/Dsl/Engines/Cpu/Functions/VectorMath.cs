using System.Runtime.CompilerServices;

namespace ModelDsl.Engines.Cpu;

/// <summary>Functions of vectors that .NET lacks, accurate to a few units in the last place.</summary>
internal static class VectorMath<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    public static TVector Zero
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TLanes.Broadcast(0f);
    }

    public static TVector One
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TLanes.Broadcast(1f);
    }

    /// <summary>
    /// Returns eˣ, accurate to two units in the last place; 0 below the smallest denormal number, ∞ above the largest number. x = n·ln 2 +
    /// r, and eʳ is a polynomial. It is written out here so that it is compiled into the loops that call it. Coefficients: Moshier, Cephes,
    /// expf.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Exp(TVector x)
    {
        var (least, most) = (TLanes.Broadcast(-104f), TLanes.Broadcast(89f));
        x = TLanes.Less(x, least, least, TLanes.Less(most, x, most, x));
        // A sum with 1.5·2²³ has no bits for a fraction, so that it is rounded to a whole number.
        var rounder = TLanes.Broadcast(12582912f);
        var n = TLanes.Subtract(TLanes.MultiplyAdd(x, TLanes.Broadcast(1.44269504f), rounder), rounder);
        // ln 2 in two parts; the first has so few bits that n times it is exact.
        var r = TLanes.MultiplyAdd(n, TLanes.Broadcast(-0.693359375f), x);
        r = TLanes.MultiplyAdd(n, TLanes.Broadcast(2.12194440e-4f), r);
        var polynomial = TLanes.Broadcast(1.9875691500e-4f);
        polynomial = TLanes.MultiplyAdd(polynomial, r, TLanes.Broadcast(1.3981999507e-3f));
        polynomial = TLanes.MultiplyAdd(polynomial, r, TLanes.Broadcast(8.3334519073e-3f));
        polynomial = TLanes.MultiplyAdd(polynomial, r, TLanes.Broadcast(4.1665795894e-2f));
        polynomial = TLanes.MultiplyAdd(polynomial, r, TLanes.Broadcast(1.6666665459e-1f));
        polynomial = TLanes.MultiplyAdd(polynomial, r, TLanes.Broadcast(5.0000001201e-1f));
        polynomial = TLanes.MultiplyAdd(polynomial, TLanes.Multiply(r, r), TLanes.Add(r, One));
        return TLanes.TimesPowerOf2(polynomial, n);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Sigmoid(TVector x) => TLanes.Divide(One, TLanes.Add(One, Exp(TLanes.Subtract(Zero, x))));

    /// <summary>Returns e^−|x|, which is at most 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Decay(TVector x) => Exp(TLanes.Subtract(Zero, TLanes.Abs(x)));

    /// <summary>Returns max(x, 0); NaN for NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Positive(TVector x) => TLanes.Less(x, Zero, Zero, x);

    /// <summary>
    /// Replaces numbers closer to zero than <see cref="Lane.Negligible"/> by zero. Fading gradients and decaying averages would become
    /// denormal numbers, and each of these takes a hundred times as long as another number: ten of them make a step three times as slow.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Significant(TVector x) => Significant(x, TLanes.Broadcast(Lane.Negligible));

    /// <inheritdoc cref="Significant(TVector)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Significant(TVector x, TVector negligible) => TLanes.Less(TLanes.Abs(x), negligible, Zero, x);

    /// <summary>
    /// Returns 1/√x for positive numbers, accurate to two units in the last place; 0 for ∞. For denormal numbers and zero it is the value
    /// for the smallest normal number. It takes an estimate and one step of second or third order. A division and a root would be slower,
    /// because both wait for the same unit.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector ReciprocalSqrt(TVector x)
    {
        x = TLanes.Max(TLanes.Broadcast(Lane.SmallestNormal), x);
        var root = TLanes.EstimateReciprocalSqrt(x);
        // The reciprocal root of ∞ is 0, and ∞·0 is NaN.
        x = TLanes.Min(TLanes.Broadcast(float.MaxValue), x);
        // With e = x·root² − 1, 1/√x is root·(1 + e)^−½ ≈ root·(1 − ½·e + ⅜·e²).
        var error = TLanes.MultiplyAdd(TLanes.Multiply(x, root), root, TLanes.Broadcast(-1f));
        var slope = TLanes.EstimatesWell ? TLanes.Broadcast(-0.5f)
            : TLanes.MultiplyAdd(TLanes.Broadcast(0.375f), error, TLanes.Broadcast(-0.5f));
        return TLanes.Multiply(root, TLanes.MultiplyAdd(error, slope, One));
    }

    /// <summary>Returns the larger of each pair; NaN if either is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Larger(TVector max, TVector x) => TLanes.Equal(max, max, TLanes.Less(x, max, max, x), max);

    /// <summary>
    /// Returns log(1 + x) for 0 ≤ x ≤ 1, without the rounding of 1 + x: twice the series of artanh t with t = x/(2 + x). t² is at most 1/9.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Log1Plus(TVector x)
    {
        var t = TLanes.Divide(x, TLanes.Add(TLanes.Broadcast(2f), x));
        var square = TLanes.Multiply(t, t);
        var series = TLanes.Broadcast(1f / 15f);
        series = TLanes.MultiplyAdd(series, square, TLanes.Broadcast(1f / 13f));
        series = TLanes.MultiplyAdd(series, square, TLanes.Broadcast(1f / 11f));
        series = TLanes.MultiplyAdd(series, square, TLanes.Broadcast(1f / 9f));
        series = TLanes.MultiplyAdd(series, square, TLanes.Broadcast(1f / 7f));
        series = TLanes.MultiplyAdd(series, square, TLanes.Broadcast(1f / 5f));
        series = TLanes.MultiplyAdd(series, square, TLanes.Broadcast(1f / 3f));
        t = TLanes.Add(t, t);
        return TLanes.MultiplyAdd(TLanes.Multiply(series, square), t, t);
    }

    /// <summary>Returns tanh x, by a polynomial near 0, where 1 − 2/(e²ˣ + 1) would lose digits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Tanh(TVector x)
    {
        var near = TLanes.MultiplyAdd(TanhCurvature(x), x, x);
        var far = TLanes.Subtract(One, TLanes.Divide(TLanes.Broadcast(2f), TLanes.Add(One, Exp(TLanes.Add(x, x)))));
        return TLanes.Less(TLanes.Abs(x), TLanes.Broadcast(0.625f), near, far);
    }

    /// <summary>Returns tanh(x)/x − 1 for |x| under 0.625. Coefficients: Moshier, Cephes, tanhf.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector TanhCurvature(TVector x)
    {
        var square = TLanes.Multiply(x, x);
        var polynomial = TLanes.Broadcast(-5.70498872745e-3f);
        polynomial = TLanes.MultiplyAdd(polynomial, square, TLanes.Broadcast(2.06390887954e-2f));
        polynomial = TLanes.MultiplyAdd(polynomial, square, TLanes.Broadcast(-5.37397155531e-2f));
        polynomial = TLanes.MultiplyAdd(polynomial, square, TLanes.Broadcast(1.33314422036e-1f));
        polynomial = TLanes.MultiplyAdd(polynomial, square, TLanes.Broadcast(-3.33332819422e-1f));
        return TLanes.Multiply(polynomial, square);
    }

    /// <summary>Returns eˣ − 1, by its series near 0, where the difference would lose digits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector ExpMinus1(TVector x)
    {
        var series = TLanes.Broadcast(1f / 3628800f);
        series = TLanes.MultiplyAdd(series, x, TLanes.Broadcast(1f / 362880f));
        series = TLanes.MultiplyAdd(series, x, TLanes.Broadcast(1f / 40320f));
        series = TLanes.MultiplyAdd(series, x, TLanes.Broadcast(1f / 5040f));
        series = TLanes.MultiplyAdd(series, x, TLanes.Broadcast(1f / 720f));
        series = TLanes.MultiplyAdd(series, x, TLanes.Broadcast(1f / 120f));
        series = TLanes.MultiplyAdd(series, x, TLanes.Broadcast(1f / 24f));
        series = TLanes.MultiplyAdd(series, x, TLanes.Broadcast(1f / 6f));
        series = TLanes.MultiplyAdd(series, x, TLanes.Broadcast(0.5f));
        var near = TLanes.MultiplyAdd(TLanes.Multiply(series, x), x, x);
        return TLanes.Less(TLanes.Abs(x), TLanes.Broadcast(0.7f), near, TLanes.Subtract(Exp(x), One));
    }

    /// <summary>Returns log(1 + eˣ), correct even where eˣ is infinite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Softplus(TVector x) => TLanes.Add(Positive(x), Log1Plus(Decay(x)));

    /// <summary>
    /// Returns Φ, the cumulative normal distribution, from ½·erfc(|x|/√2): accurate to a few units in the last place near 0, and to a
    /// relative 1e-5 in the left tail. Chebyshev coefficients: Press et al., Numerical Recipes, erfcc.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Normal(TVector x)
    {
        var z = TLanes.Multiply(TLanes.Abs(x), TLanes.Broadcast(0.70710678f));
        var t = TLanes.Divide(One, TLanes.MultiplyAdd(TLanes.Broadcast(0.5f), z, One));
        var polynomial = TLanes.Broadcast(0.17087277f);
        polynomial = TLanes.MultiplyAdd(polynomial, t, TLanes.Broadcast(-0.82215223f));
        polynomial = TLanes.MultiplyAdd(polynomial, t, TLanes.Broadcast(1.48851587f));
        polynomial = TLanes.MultiplyAdd(polynomial, t, TLanes.Broadcast(-1.13520398f));
        polynomial = TLanes.MultiplyAdd(polynomial, t, TLanes.Broadcast(0.27886807f));
        polynomial = TLanes.MultiplyAdd(polynomial, t, TLanes.Broadcast(-0.18628806f));
        polynomial = TLanes.MultiplyAdd(polynomial, t, TLanes.Broadcast(0.09678418f));
        polynomial = TLanes.MultiplyAdd(polynomial, t, TLanes.Broadcast(0.37409196f));
        polynomial = TLanes.MultiplyAdd(polynomial, t, TLanes.Broadcast(1.00002368f));
        polynomial = TLanes.MultiplyAdd(polynomial, t, TLanes.Broadcast(-1.26551223f));
        var erfc = TLanes.Multiply(t, Exp(TLanes.Subtract(polynomial, TLanes.Multiply(z, z))));
        var tail = TLanes.Multiply(TLanes.Broadcast(0.5f), erfc);
        return TLanes.Less(x, Zero, tail, TLanes.Subtract(One, tail));
    }
}
