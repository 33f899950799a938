namespace ModelDsl.Generators.Support;

/// <summary>The numbers that engines compute with. Constants are written in double precision, whose range is larger.</summary>
internal static class Float32
{
    private const double LeastNormal = 1.17549435e-38;

    /// <summary>
    /// Returns the consequence, as a part of a sentence, when float32 cannot hold a number with all its digits; null when float32 holds it.
    /// float32 holds 0, infinity and NaN.
    /// </summary>
    public static string? FaultOf(double value) => value switch
    {
        0 => null,
        _ when double.IsNaN(value) || double.IsInfinity(value) => null,
        _ when float.IsInfinity((float)value) => value > 0 ? "it would be infinity" : "it would be -infinity",
        _ when (float)value == 0 => "it would be 0",
        > -LeastNormal and < LeastNormal => "it would keep only a few of its digits, and some engines treat it as 0",
        _ => null,
    };

    /// <summary>Returns true when float32 holds a number with all its digits. Infinity and NaN give false.</summary>
    public static bool Holds(double value) => value == 0 || (FaultOf(value) is null && !double.IsNaN(value) && !double.IsInfinity(value));
}
