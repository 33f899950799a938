using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir.Scalars;
using ModelDsl.Generators.Support;
using ModelDsl.Generators.Vocabulary;

namespace ModelDsl.Generators.Lowering.Layers;

/// <summary>A member of <c>ModelDsl.Interpolation</c>.</summary>
internal enum Interpolation
{
    Bilinear,
    Nearest,
}

/// <summary>A member of <c>ModelDsl.FillMode</c>.</summary>
internal enum FillMode
{
    Reflect,
    Constant,
    Nearest,
    Wrap,
}

/// <summary>A member of <c>ModelDsl.FlipMode</c>.</summary>
internal enum FlipMode
{
    HorizontalAndVertical,
    Horizontal,
    Vertical,
}

/// <summary>A range of numbers.</summary>
internal readonly record struct NumberRange(double Lower, double Upper)
{
    /// <summary>The distance from 0 of the end that is farther away.</summary>
    public double Strength => Math.Max(Math.Abs(Lower), Math.Abs(Upper));

    /// <summary>The range as an argument: <c>0.2</c> for ±0.2, otherwise <c>[-0.1, 0.3]</c>.</summary>
    public string Text => Lower == -Upper ? Literal.Of(Upper) : $"[{Literal.Of(Lower)}, {Literal.Of(Upper)}]";

    /// <summary>Writes the number of the range that a random number from [0, 1) chooses.</summary>
    public Scalar At(Scalar uniform) => Lower == Upper ? uniform.Of(Lower) : Lower + (Upper - Lower) * uniform;
}

/// <summary>Reads the options of layers that change images.</summary>
internal static class ImageOptions
{
    /// <summary>Returns a factor, which is a number or a pair; null, with a report, when it is wrong.</summary>
    /// <param name="name">The layer.</param>
    /// <param name="attribute">Its attribute.</param>
    /// <param name="argument">The argument.</param>
    /// <param name="above">Both ends must be above this number. A single number may be its negative.</param>
    public static NumberRange? Factor(string name, AttributeReader attribute, string argument, double? above = null)
    {
        if (!attribute.IsArray(argument))
        {
            if (attribute.Double(argument) is not { } number) return null;
            if (Fits(number)) return new NumberRange(-Math.Abs(number), Math.Abs(number));
            return Report(Literal.Of(number));
        }
        var pair = attribute.Doubles(argument);
        return pair is { Count: 2 } ends && Fits(ends[0]) && Fits(ends[1]) && ends[0] <= ends[1]
            ? new NumberRange(ends[0], ends[1])
            : Report(Text(pair));

        bool Fits(double factor) => factor is >= -1 and <= 1 && (above is not { } least || factor > least);

        NumberRange? Report(string text)
        {
            var range = above is null ? "in [-1, 1]" : "above -1 and at most 1";
            attribute.Report(Rules.RandomFactor, argument, name, text,
                $"a number {range}, or two of them, the lower one first: [-0.2, 0.3] for instance");
            return null;
        }
    }

    /// <summary>Returns how far a factor may be below and above 1; null, with a report, when it is wrong.</summary>
    public static NumberRange? Contrast(string name, AttributeReader attribute)
    {
        const string Argument = "factor";
        if (!attribute.IsArray(Argument))
        {
            if (attribute.Double(Argument) is not { } number) return null;
            return Fits(number) ? new NumberRange(-number, number) : Report(Literal.Of(number));
        }
        var pair = attribute.Doubles(Argument);
        return pair is { Count: 2 } ends && Fits(ends[0]) && Fits(ends[1]) ? new NumberRange(-ends[0], ends[1]) : Report(Text(pair));

        static bool Fits(double factor) => factor is >= 0 and <= 1;

        NumberRange? Report(string text)
        {
            attribute.Report(Rules.RandomFactor, Argument, name, text,
                "a number in [0, 1], or two of them, for below and above 1: [0.2, 0.3] for instance");
            return null;
        }
    }

    /// <summary>Returns the range of a pixel's numbers; null, with a report, when it is wrong.</summary>
    public static NumberRange? ValueRange(string name, AttributeReader attribute)
    {
        const string Argument = "ValueRange";
        if (!attribute.IsGiven(Argument)) return new NumberRange(0, 255);
        var pair = attribute.Doubles(Argument);
        if (pair is { Count: 2 } ends && Float32.FaultOf(ends[0]) is null && Float32.FaultOf(ends[1]) is null && ends[0] < ends[1]
            && !double.IsInfinity(ends[0]) && !double.IsInfinity(ends[1])) return new NumberRange(ends[0], ends[1]);
        attribute.Report(Rules.ValueRange, Argument, name, Text(pair));
        return null;
    }

    /// <summary>Returns a member of an enumeration; null, with a report, when it has no such member.</summary>
    public static T? Member<T>(string name, AttributeReader attribute, string argument, T otherwise) where T : struct, Enum
    {
        if (attribute.Member(argument) is not { } member) return otherwise;
        if (member.Name is not null && Enum.TryParse<T>(member.Name, out var known)) return known;
        attribute.Report(Rules.ImageOption, argument, name, Literal.Of(member.Value), typeof(T).Name, $"{typeof(T).Name}.{otherwise}");
        return null;
    }

    /// <summary>Returns the number that fills pixels, and reports one that no pixel gets; null when it is wrong.</summary>
    public static double? FillValue(string name, AttributeReader attribute, bool isUsed, string needed)
    {
        const string Argument = "FillValue";
        if (!attribute.IsGiven(Argument)) return 0;
        if (attribute.Double(Argument) is not { } value) return null;
        if (double.IsNaN(value) || double.IsInfinity(value))
            attribute.Report(Rules.ImageOptions, Argument, name, $"the fill value {Literal.Of(value)}", "it must be a finite number");
        else if (!isUsed)
            attribute.Report(Rules.ImageOptions, Argument, name, "a fill value", $"no pixel gets it: {needed}, or remove it");
        return value;
    }

    private static string Text(EquatableArray<double>? numbers) =>
        numbers is { } known ? $"[{string.Join(", ", known.Select(Literal.Of))}]" : "null";
}
