namespace ModelDsl.Generators.Ir.Scalars;

/// <summary>A step of a function of numbers, with C#'s operators, so that formulas look like mathematics.</summary>
internal readonly record struct Scalar(ScalarBuilder Build, int Step)
{
    public static Scalar operator +(Scalar a, Scalar b) => a.Append(ScalarOperations.Add, b);

    public static Scalar operator +(Scalar a, double b) => a + a.Of(b);

    public static Scalar operator +(double a, Scalar b) => b.Of(a) + b;

    public static Scalar operator -(Scalar a, Scalar b) => a.Append(ScalarOperations.Subtract, b);

    public static Scalar operator -(Scalar a, double b) => a + -b;

    public static Scalar operator -(double a, Scalar b) => b.Of(a) - b;

    public static Scalar operator -(Scalar x) => x.Append(ScalarOperations.Negate);

    public static Scalar operator *(Scalar a, Scalar b) => a.Append(ScalarOperations.Multiply, b);

    public static Scalar operator *(double a, Scalar b) => b.Of(a) * b;

    public static Scalar operator /(Scalar a, Scalar b) => a.Append(ScalarOperations.Divide, b);

    public static Scalar operator /(Scalar a, double b) => a / a.Of(b);

    public static Scalar operator /(double a, Scalar b) => b.Of(a) / b;

    /// <summary>Returns a constant.</summary>
    public Scalar Of(double number) => new(Build, Build.Number(number));

    /// <summary>Returns a constant, or NaN when this is NaN.</summary>
    public Scalar ConstantUnlessNaN(double number) => Append(ScalarOperations.Equal, this, Of(number), this);

    /// <summary>Returns <c>this &lt; bound ? yes : no</c>.</summary>
    public Scalar Below(double bound, Scalar yes, Scalar no) => Append(ScalarOperations.Less, Of(bound), yes, no);

    /// <summary>Returns <c>this &gt; bound ? yes : no</c>.</summary>
    public Scalar Above(double bound, Scalar yes, Scalar no) => Of(bound).Append(ScalarOperations.Less, this, yes, no);

    /// <summary>Returns <c>this &gt; bound ? yes : no</c>.</summary>
    public Scalar Above(double bound, double yes, double no) => Above(bound, Of(yes), Of(no));

    /// <summary>Returns this limited to two bounds. The derivative at a bound is 0.</summary>
    public Scalar Between(double least, double most) => Above(least, Below(most, this, Of(most)), ConstantUnlessNaN(least));

    /// <summary>Returns a value when this is strictly between two bounds, and 0 otherwise.</summary>
    public Scalar Inside(double least, double most, double value) => Above(least, Below(most, Of(value), Of(0)), Of(0));

    public Scalar Abs() => Append(ScalarOperations.Abs);

    public Scalar Sqrt() => Append(ScalarOperations.Sqrt);

    public Scalar Exp() => Append(ScalarOperations.Exp);

    public Scalar ExpMinus1() => Append(ScalarOperations.ExpMinus1);

    public Scalar Tanh() => Append(ScalarOperations.Tanh);

    public Scalar Sigmoid() => Append(ScalarOperations.Sigmoid);

    public Scalar Softplus() => Append(ScalarOperations.Softplus);

    /// <summary>Returns Φ, the distribution function of the normal distribution.</summary>
    public Scalar Normal() => Append(ScalarOperations.Normal);

    public Scalar Append(ScalarOperation operation, params Scalar[] others) =>
        new(Build, Build.Append(operation, [Step, .. others.Select(other => other.Step)]));
}
