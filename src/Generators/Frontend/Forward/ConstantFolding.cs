using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ModelDsl.Generators.Frontend.Forward;

/// <summary>C#'s arithmetic of numbers and truth values, as .NET does it, which a method is run with while it is compiled.</summary>
internal static class ConstantFolding
{
    /// <summary>Numbers of other types are rare in methods, and their arithmetic is another.</summary>
    public static bool IsNumber(object value) => value is int or long or float or double;

    public static double Number(object value) => System.Convert.ToDouble(value, CultureInfo.InvariantCulture);

    /// <summary>A number as another type; null for a type of numbers that is not computed with, or where C# would throw.</summary>
    public static object? Convert(object value, SpecialType type, bool isChecked = false) => type switch
    {
        _ when !IsNumber(value) => type == SpecialType.None || value is bool or string ? value : null,
        SpecialType.System_Double => Number(value),
        SpecialType.System_Single => value is long whole ? (float)whole : (float)Number(value),
        SpecialType.System_Int32 => value is int or long ? Narrowed(Whole(value), isLong: false, isChecked) : FromReal(Number(value), isLong: false, isChecked),
        SpecialType.System_Int64 => value is int or long ? Whole(value) : FromReal(Number(value), isLong: true, isChecked),
        SpecialType.None or SpecialType.System_Object => value,
        _ => null,
    };

    /// <summary>Null where there is no such operator, or no result.</summary>
    public static object? Unary(UnaryOperatorKind kind, object value, bool isChecked) => (kind, value) switch
    {
        (UnaryOperatorKind.Not, bool truth) => !truth,
        (UnaryOperatorKind.Plus, _) when IsNumber(value) => value,
        (UnaryOperatorKind.Minus, float number) => -number,
        (UnaryOperatorKind.Minus, double number) => -number,
        (UnaryOperatorKind.Minus, int number) => OfWholes(BinaryOperatorKind.Subtract, 0, number, isLong: false, isChecked),
        (UnaryOperatorKind.Minus, long number) => OfWholes(BinaryOperatorKind.Subtract, 0, number, isLong: true, isChecked),
        (UnaryOperatorKind.BitwiseNegation, int number) => ~number,
        (UnaryOperatorKind.BitwiseNegation, long number) => ~number,
        _ => null,
    };

    /// <summary>Null where there is no such operator, or no result.</summary>
    public static object? Binary(BinaryOperatorKind kind, object a, object b, bool isChecked)
    {
        if (a is bool x && b is bool y) return OfTruths(kind, x, y);
        if (a is string && b is string) return kind switch { BinaryOperatorKind.Equals => Equals(a, b), BinaryOperatorKind.NotEquals => !Equals(a, b), _ => null };
        if (!IsNumber(a) || !IsNumber(b)) return null;
        if (a is float or double || b is float or double)
        {
            // Both sides of one type first: a large whole number has no float of its own.
            var type = a is double || b is double ? SpecialType.System_Double : SpecialType.System_Single;
            var (left, right) = (Number(Convert(a, type)!), Number(Convert(b, type)!));
            if (OfOrder(kind, left.CompareTo(right), ordered: !double.IsNaN(left) && !double.IsNaN(right)) is { } truth) return truth;
            return OfReals(kind, left, right) is { } real ? Convert(real, type) : null;
        }
        var isShift = kind is BinaryOperatorKind.LeftShift or BinaryOperatorKind.RightShift or BinaryOperatorKind.UnsignedRightShift;
        return OfOrder(kind, Whole(a).CompareTo(Whole(b)), ordered: true) is { } holds
            ? holds
            : OfWholes(kind, Whole(a), Whole(b), a is long || (b is long && !isShift), isChecked);
    }

    /// <summary>Whether a pattern that is a constant fits: as <c>==</c>, but that NaN is NaN.</summary>
    public static bool AreSame(object? a, object? b) => a is not null && b is not null && IsNumber(a) && IsNumber(b)
        ? Binary(BinaryOperatorKind.Equals, a, b, isChecked: false) is true || (double.IsNaN(Number(a)) && double.IsNaN(Number(b)))
        : Equals(a, b);

    /// <summary>A function of System.Math; null for one that is not known.</summary>
    public static object? Function(string name, object[] x) => (name, x) switch
    {
        ("Abs", [int or long]) => Math.Abs((decimal)Whole(x[0])) is var size && size <= long.MaxValue ? (long)size : null,
        ("Min", [int or long, int or long]) => Math.Min(Whole(x[0]), Whole(x[1])),
        ("Max", [int or long, int or long]) => Math.Max(Whole(x[0]), Whole(x[1])),
        ("Sqrt", [_]) => Math.Sqrt(Number(x[0])),
        ("Exp", [_]) => Math.Exp(Number(x[0])),
        ("Log", [_]) => Math.Log(Number(x[0])),
        ("Abs", [_]) => Math.Abs(Number(x[0])),
        ("Tanh", [_]) => Math.Tanh(Number(x[0])),
        ("Floor", [_]) => Math.Floor(Number(x[0])),
        ("Ceiling", [_]) => Math.Ceiling(Number(x[0])),
        ("Pow", [_, _]) => Math.Pow(Number(x[0]), Number(x[1])),
        ("Min", [_, _]) => Math.Min(Number(x[0]), Number(x[1])),
        ("Max", [_, _]) => Math.Max(Number(x[0]), Number(x[1])),
        _ => null,
    };

    private static bool? OfTruths(BinaryOperatorKind kind, bool a, bool b) => kind switch
    {
        BinaryOperatorKind.And => a & b,
        BinaryOperatorKind.Or => a | b,
        BinaryOperatorKind.ExclusiveOr or BinaryOperatorKind.NotEquals => a ^ b,
        BinaryOperatorKind.Equals => a == b,
        _ => null,
    };

    /// <summary>A comparison, by what comes first; of what is no number, only the inequality holds.</summary>
    private static bool? OfOrder(BinaryOperatorKind kind, int order, bool ordered) => kind switch
    {
        BinaryOperatorKind.Equals => ordered && order == 0,
        BinaryOperatorKind.NotEquals => !ordered || order != 0,
        BinaryOperatorKind.LessThan => ordered && order < 0,
        BinaryOperatorKind.LessThanOrEqual => ordered && order <= 0,
        BinaryOperatorKind.GreaterThan => ordered && order > 0,
        BinaryOperatorKind.GreaterThanOrEqual => ordered && order >= 0,
        _ => null,
    };

    private static double? OfReals(BinaryOperatorKind kind, double a, double b) => kind switch
    {
        BinaryOperatorKind.Add => a + b,
        BinaryOperatorKind.Subtract => a - b,
        BinaryOperatorKind.Multiply => a * b,
        BinaryOperatorKind.Divide => a / b,
        BinaryOperatorKind.Remainder => a % b,
        _ => null,
    };

    private static object? OfWholes(BinaryOperatorKind kind, long a, long b, bool isLong, bool isChecked)
    {
        var least = isLong ? long.MinValue : int.MinValue;
        try
        {
            return kind switch
            {
                BinaryOperatorKind.Add => Narrowed(isLong && isChecked ? checked(a + b) : unchecked(a + b), isLong, isChecked),
                BinaryOperatorKind.Subtract => Narrowed(isLong && isChecked ? checked(a - b) : unchecked(a - b), isLong, isChecked),
                BinaryOperatorKind.Multiply => Narrowed(isLong && isChecked ? checked(a * b) : unchecked(a * b), isLong, isChecked),
                BinaryOperatorKind.Divide or BinaryOperatorKind.Remainder when b == 0 || (a == least && b == -1) => null,
                BinaryOperatorKind.Divide => Narrowed(a / b, isLong, isChecked),
                BinaryOperatorKind.Remainder => Narrowed(a % b, isLong, isChecked),
                BinaryOperatorKind.LeftShift => Narrowed(isLong ? a << (int)(b & 63) : (int)a << (int)(b & 31), isLong, isChecked: false),
                BinaryOperatorKind.RightShift => Narrowed(a >> (int)(b & (isLong ? 63 : 31)), isLong, isChecked: false),
                BinaryOperatorKind.UnsignedRightShift => Narrowed(isLong ? (long)((ulong)a >> (int)(b & 63)) : (uint)(int)a >> (int)(b & 31), isLong, isChecked: false),
                BinaryOperatorKind.And => Narrowed(a & b, isLong, isChecked),
                BinaryOperatorKind.Or => Narrowed(a | b, isLong, isChecked),
                BinaryOperatorKind.ExclusiveOr => Narrowed(a ^ b, isLong, isChecked),
                _ => null,
            };
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    private static object? Narrowed(long value, bool isLong, bool isChecked) =>
        isLong ? value : isChecked && value is < int.MinValue or > int.MaxValue ? null : unchecked((int)value);

    /// <summary>Without its fraction; .NET takes the nearest number that there is, and 0 for none.</summary>
    private static object? FromReal(double value, bool isLong, bool isChecked)
    {
        var (whole, least, most) = (Math.Truncate(value), isLong ? long.MinValue : int.MinValue, isLong ? long.MaxValue : int.MaxValue);
        // 2⁶³ − 1 is no double: what rounds to it is too large.
        var (below, above) = (whole < least, isLong ? whole >= most : whole > most);
        if (double.IsNaN(value) || below || above) return isChecked ? null : Boxed(above ? most : below ? least : 0);
        return Boxed((long)whole);

        object Boxed(long number) => isLong ? number : (int)number;
    }

    private static long Whole(object value) => System.Convert.ToInt64(value, CultureInfo.InvariantCulture);
}
