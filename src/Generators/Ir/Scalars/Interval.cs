namespace ModelDsl.Generators.Ir.Scalars;

/// <summary>
/// The numbers between two bounds, which may be infinite. Arithmetic gives an interval that holds every result, and perhaps more.
/// </summary>
internal readonly record struct Interval(double Least, double Most)
{
    public static readonly Interval Any = new(double.NegativeInfinity, double.PositiveInfinity);

    public static readonly Interval NotNegative = new(0, double.PositiveInfinity);

    public static readonly Interval NotPositive = new(double.NegativeInfinity, 0);

    /// <summary>The interval from 0 to 1.</summary>
    public static readonly Interval Unit = new(0, 1);

    /// <summary>The interval from −1 to 1.</summary>
    public static readonly Interval Signed = new(-1, 1);

    /// <summary>Returns the interval of one number, and <see cref="Any"/> for NaN.</summary>
    public static Interval Of(double number) => double.IsNaN(number) ? Any : new(number, number);

    /// <summary>True when the interval is one finite number.</summary>
    public bool IsPoint => Least == Most && !double.IsInfinity(Least);

    public double Length => Most - Least;

    public bool IsEmpty => !(Least <= Most);

    public bool IsNotNegative => Least >= 0;

    public bool IsNotPositive => Most <= 0;

    public bool Contains(double number) => Least <= number && number <= Most;

    public bool IsWithin(Interval other) => Least >= other.Least && Most <= other.Most;

    /// <summary>Returns the numbers that lie in both intervals.</summary>
    public Interval And(Interval other) => new(Math.Max(Least, other.Least), Math.Min(Most, other.Most));

    /// <summary>Returns the smallest interval that holds both.</summary>
    public Interval Or(Interval other) => new(Math.Min(Least, other.Least), Math.Max(Most, other.Most));

    /// <summary>Returns the interval of the results of a function that never falls.</summary>
    public Interval Rising(Func<double, double> function) => new(function(Least), function(Most));

    public Interval Square() => Abs() * Abs();

    public Interval Abs() => IsNotNegative ? this : IsNotPositive ? -this : new(0, Math.Max(-Least, Most));

    public Interval Sign() => Rising(static x => Math.Sign(x));

    public Interval Sqrt() => Rising(static x => Math.Sqrt(Math.Max(x, 0)));

    public Interval Log() => Rising(static x => Math.Log(Math.Max(x, 0)));

    public static Interval operator -(Interval x) => new(-x.Most, -x.Least);

    public static Interval operator +(Interval a, Interval b) =>
        new(Sum(a.Least, b.Least, double.NegativeInfinity), Sum(a.Most, b.Most, double.PositiveInfinity));

    public static Interval operator -(Interval a, Interval b) => a + -b;

    public static Interval operator *(Interval a, Interval b)
    {
        var (p, q, r, s) = (Times(a.Least, b.Least), Times(a.Least, b.Most), Times(a.Most, b.Least), Times(a.Most, b.Most));
        return new(Math.Min(Math.Min(p, q), Math.Min(r, s)), Math.Max(Math.Max(p, q), Math.Max(r, s)));
    }

    public static Interval operator /(Interval a, Interval b) => b switch
    {
        { Least: 0, Most: > 0 } => a * new Interval(1 / b.Most, double.PositiveInfinity),
        { Least: < 0, Most: 0 } => a * new Interval(double.NegativeInfinity, 1 / b.Least),
        _ when b.Contains(0) => Any,
        _ => a * new Interval(1 / b.Most, 1 / b.Least),
    };

    private static double Sum(double a, double b, double otherwise) => double.IsNaN(a + b) ? otherwise : a + b;

    /// <summary>
    /// Returns a product of bounds. A bound of ∞ means that there is no bound, not that a number is infinite: 0 times it is 0.
    /// </summary>
    private static double Times(double a, double b) => a == 0 || b == 0 ? 0 : a * b;
}
