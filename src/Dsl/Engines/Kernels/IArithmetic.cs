namespace ModelDsl.Engines;

/// <summary>
/// The operations that kernels are written with. The engine decides the type of a number: one double, a vector of float32, or a tensor. NaN
/// stays NaN, and a NaN in a branch that is not chosen has no effect.
/// </summary>
/// <remarks>
/// To add an operation: a row in the generator's table of scalar operations, a method here, and one in every engine's arithmetic. A test
/// enumerates both sides. <see cref="MultiplyAdd"/> and <see cref="ReciprocalSqrt"/> are for kernels that are written by hand.
/// </remarks>
/// <typeparam name="TNumber">The type of the numbers.</typeparam>
public interface IArithmetic<TNumber>
{
    /// <summary>Returns a constant.</summary>
    static abstract TNumber Number(double value);

    /// <summary>Returns <c>a + b</c>.</summary>
    static abstract TNumber Add(TNumber a, TNumber b);

    /// <summary>Returns <c>a − b</c>.</summary>
    static abstract TNumber Subtract(TNumber a, TNumber b);

    /// <summary>Returns <c>a·b</c>.</summary>
    static abstract TNumber Multiply(TNumber a, TNumber b);

    /// <summary>Returns <c>a/b</c>.</summary>
    static abstract TNumber Divide(TNumber a, TNumber b);

    /// <summary>Returns <c>a·b + c</c>, rounded once or twice.</summary>
    static abstract TNumber MultiplyAdd(TNumber a, TNumber b, TNumber c);

    /// <summary>Returns <c>−x</c>.</summary>
    static abstract TNumber Negate(TNumber x);

    /// <summary>Returns <c>|x|</c>.</summary>
    static abstract TNumber Abs(TNumber x);

    /// <summary>Returns <c>√x</c>.</summary>
    static abstract TNumber Sqrt(TNumber x);

    /// <summary>Returns <c>1/√x</c> for positive x, finite however small x is; 0 for ∞.</summary>
    static abstract TNumber ReciprocalSqrt(TNumber x);

    /// <summary>Returns <c>eˣ</c>.</summary>
    static abstract TNumber Exp(TNumber x);

    /// <summary>Returns <c>eˣ − 1</c>, without loss of digits near 0.</summary>
    static abstract TNumber ExpMinus1(TNumber x);

    /// <summary>Returns the natural logarithm.</summary>
    static abstract TNumber Log(TNumber x);

    /// <summary>Returns the sine of an angle in radians.</summary>
    static abstract TNumber Sin(TNumber x);

    /// <summary>Returns the cosine of an angle in radians.</summary>
    static abstract TNumber Cos(TNumber x);

    /// <summary>Returns the hyperbolic tangent.</summary>
    static abstract TNumber Tanh(TNumber x);

    /// <summary>Returns <c>1/(1 + e⁻ˣ)</c>.</summary>
    static abstract TNumber Sigmoid(TNumber x);

    /// <summary>Returns <c>log(1 + eˣ)</c>, correct even where eˣ is infinite.</summary>
    static abstract TNumber Softplus(TNumber x);

    /// <summary>Returns Φ, the cumulative normal distribution.</summary>
    static abstract TNumber Normal(TNumber x);

    /// <summary>Returns the largest whole number that is not above x.</summary>
    static abstract TNumber Floor(TNumber x);

    /// <summary>Returns <c>xʸ</c>; a negative x allows only whole y. 1 where y is 0.</summary>
    static abstract TNumber Power(TNumber x, TNumber y);

    /// <summary>Returns <c>a &lt; b ? yes : no</c>; no if either is NaN.</summary>
    static abstract TNumber Less(TNumber a, TNumber b, TNumber yes, TNumber no);

    /// <summary>Returns <c>a = b ? yes : no</c>; no if either is NaN.</summary>
    static abstract TNumber Equal(TNumber a, TNumber b, TNumber yes, TNumber no);
}
