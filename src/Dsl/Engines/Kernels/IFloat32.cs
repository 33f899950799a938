namespace ModelDsl.Engines;

/// <summary>
/// The float32 operations that a processor has itself, on one number or on several at once. <see cref="Float32Math{TOperations, TNumber}"/>
/// computes the other functions with them, so that every engine in float32 computes these by the same formulas.
/// </summary>
/// <typeparam name="TNumber">One float32 number, or a vector of them.</typeparam>
public interface IFloat32<TNumber>
{
    /// <summary>Returns a constant.</summary>
    static abstract TNumber Broadcast(float value);

    /// <summary>Returns <c>a + b</c>.</summary>
    static abstract TNumber Add(TNumber a, TNumber b);

    /// <summary>Returns <c>a − b</c>.</summary>
    static abstract TNumber Subtract(TNumber a, TNumber b);

    /// <summary>Returns <c>a·b</c>.</summary>
    static abstract TNumber Multiply(TNumber a, TNumber b);

    /// <summary>Returns <c>a/b</c>.</summary>
    static abstract TNumber Divide(TNumber a, TNumber b);

    /// <summary>Returns <c>a·b + c</c>, rounded once if the machine has an instruction for it, otherwise twice.</summary>
    static abstract TNumber MultiplyAdd(TNumber a, TNumber b, TNumber c);

    /// <summary>True if <see cref="EstimateReciprocalSqrt"/> has a relative error of at most 2⁻¹⁴.</summary>
    static abstract bool EstimatesWell { get; }

    /// <summary>
    /// Returns 1/√value with a relative error of at most 2⁻¹¹, for normal positive numbers, by the machine's own instruction. The bits
    /// differ between machines.
    /// </summary>
    static abstract TNumber EstimateReciprocalSqrt(TNumber value);

    /// <summary>Returns <c>√value</c>.</summary>
    static abstract TNumber Sqrt(TNumber value);

    /// <summary>Returns <c>|value|</c>.</summary>
    static abstract TNumber Abs(TNumber value);

    /// <summary>Returns <c>value·2ⁿ</c> for whole n from −252 to 252, rounded like the product. NaN stays NaN.</summary>
    static abstract TNumber TimesPowerOf2(TNumber value, TNumber n);

    /// <summary>Returns the natural logarithm.</summary>
    static abstract TNumber Log(TNumber value);

    /// <summary>Returns the sine of an angle in radians.</summary>
    static abstract TNumber Sin(TNumber value);

    /// <summary>Returns the cosine of an angle in radians.</summary>
    static abstract TNumber Cos(TNumber value);

    /// <summary>Returns the largest whole number that is not above the value.</summary>
    static abstract TNumber Floor(TNumber value);

    /// <summary>Returns the larger number; b if b is NaN. If only a is NaN, the result may be either.</summary>
    static abstract TNumber Max(TNumber a, TNumber b);

    /// <summary>Returns the smaller number; b if b is NaN. If only a is NaN, the result may be either.</summary>
    static abstract TNumber Min(TNumber a, TNumber b);

    /// <summary>Returns <c>a &lt; b ? yes : no</c>; no if either is NaN.</summary>
    static abstract TNumber Less(TNumber a, TNumber b, TNumber yes, TNumber no);

    /// <summary>Returns <c>a = b ? yes : no</c>; no if either is NaN.</summary>
    static abstract TNumber Equal(TNumber a, TNumber b, TNumber yes, TNumber no);
}
