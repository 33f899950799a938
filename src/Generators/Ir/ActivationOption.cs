using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Ir;

/// <summary>A number in an activation's formula.</summary>
/// <param name="Name">Its name on attributes.</param>
/// <param name="Usual">Its default value.</param>
/// <param name="Range">The allowed values, in words for messages.</param>
/// <param name="Legal">Returns true for a value that it may have.</param>
internal sealed record ActivationOption(string Name, double Usual, string Range, Func<double, bool> Legal)
{
    /// <summary>The names of all options.</summary>
    public static readonly IReadOnlyList<string> Names = ["NegativeSlope", "MaxValue", "Threshold", "Alpha", "B", "DefaultValue"];

    public static readonly ActivationOption MaxValue = new("MaxValue", double.PositiveInfinity, "0 or more", static value => value >= 0);

    public static readonly ActivationOption Alpha = new("Alpha", 1, "a finite number", IsFinite);

    public static readonly ActivationOption PositiveAlpha = new("Alpha", 1, "a finite number above 0", static value => value > 0 && IsFinite(value));

    public static readonly ActivationOption B = new("B", 4, "a finite number above 0", static value => value > 0 && IsFinite(value));

    public static readonly ActivationOption AnyThreshold = new("Threshold", 0, "a finite number", IsFinite);

    public static readonly ActivationOption DefaultValue = new("DefaultValue", 0, "a finite number", IsFinite);

    public static ActivationOption NegativeSlope(double usual) => new("NegativeSlope", usual, "a finite number, 0 or more", IsFactor);

    public static ActivationOption Threshold(double usual) => new("Threshold", usual, "a finite number, 0 or more", IsFactor);

    private static bool IsFactor(double value) => value >= 0 && IsFinite(value);

    private static bool IsFinite(double value) => !double.IsNaN(value) && !double.IsInfinity(value);
}

/// <summary>The numbers of an activation.</summary>
internal sealed record ActivationNumbers(double Alpha, double MaxValue, double Threshold)
{
    /// <param name="number">Returns the value of an option, and null when the activation has no option of this name.</param>
    public static ActivationNumbers Of(Func<string, double?> number) => new(
        number("NegativeSlope") ?? number("Alpha") ?? number("B") ?? number("DefaultValue") ?? 0,
        number("MaxValue") ?? double.PositiveInfinity, number("Threshold") ?? 0);

    public override string ToString() => $"α {Literal.Of(Alpha)}, at most {Literal.Of(MaxValue)}, threshold {Literal.Of(Threshold)}";
}
