using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ModelDsl.Generators.Frontend.Forward;

/// <summary>C#'s arithmetic of numbers and truth values, which a method is run with while it is compiled.</summary>
internal static class ConstantFolding
{
    /// <summary>Numbers of other types are rare in methods, and their arithmetic is another.</summary>
    public static bool IsNumber(object value) => value is int or long or float or double;

    public static double Number(object value) => System.Convert.ToDouble(value, CultureInfo.InvariantCulture);

    /// <summary>A number as another type; null for a type of numbers that is not computed with.</summary>
    public static object? Convert(object value, SpecialType type) => type switch
    {
        _ when !IsNumber(value) => type == SpecialType.None || value is bool or string ? value : null,
        SpecialType.System_Double => Number(value),
        SpecialType.System_Single => (float)Number(value),
        SpecialType.System_Int32 => unchecked((int)Whole(value)),
        SpecialType.System_Int64 => Whole(value),
        SpecialType.None or SpecialType.System_Object => value,
        _ => null,
    };

    /// <summary>Null where there is no such operator.</summary>
    public static object? Unary(UnaryOperatorKind kind, object value) => (kind, value) switch
    {
        (UnaryOperatorKind.Not, bool truth) => !truth,
        (UnaryOperatorKind.Plus, _) when IsNumber(value) => value,
        (UnaryOperatorKind.Minus, int number) => unchecked(-number),
        (UnaryOperatorKind.Minus, long number) => unchecked(-number),
        (UnaryOperatorKind.Minus, float number) => -number,
        (UnaryOperatorKind.Minus, double number) => -number,
        _ => null,
    };

    /// <summary>Null where there is no such operator, or no result.</summary>
    public static object? Binary(BinaryOperatorKind kind, object a, object b, SpecialType type)
    {
        if (a is bool x && b is bool y) return OfTruths(kind, x, y);
        if (a is string && b is string) return kind switch { BinaryOperatorKind.Equals => Equals(a, b), BinaryOperatorKind.NotEquals => !Equals(a, b), _ => null };
        if (!IsNumber(a) || !IsNumber(b)) return null;
        if (Compare(kind, a, b) is { } truth) return truth;
        if (a is float or double || b is float or double)
        {
            return OfReals(kind, Number(a), Number(b)) is { } real ? Convert(real, a is double || b is double ? SpecialType.System_Double : SpecialType.System_Single) : null;
        }
        return OfWholes(kind, Whole(a), Whole(b)) is { } whole ? Convert(whole, type == SpecialType.System_Int64 ? type : SpecialType.System_Int32) : null;
    }

    /// <summary>A function of System.Math; null for one that is not known.</summary>
    public static object? Function(string name, double[] x) => (name, x.Length) switch
    {
        ("Sqrt", 1) => Math.Sqrt(x[0]),
        ("Exp", 1) => Math.Exp(x[0]),
        ("Log", 1) => Math.Log(x[0]),
        ("Abs", 1) => Math.Abs(x[0]),
        ("Tanh", 1) => Math.Tanh(x[0]),
        ("Floor", 1) => Math.Floor(x[0]),
        ("Ceiling", 1) => Math.Ceiling(x[0]),
        ("Pow", 2) => Math.Pow(x[0], x[1]),
        ("Min", 2) => Math.Min(x[0], x[1]),
        ("Max", 2) => Math.Max(x[0], x[1]),
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

    private static bool? Compare(BinaryOperatorKind kind, object a, object b)
    {
        var (x, y) = (Number(a), Number(b));
        return kind switch
        {
            BinaryOperatorKind.Equals => x == y,
            BinaryOperatorKind.NotEquals => x != y,
            BinaryOperatorKind.LessThan => x < y,
            BinaryOperatorKind.LessThanOrEqual => x <= y,
            BinaryOperatorKind.GreaterThan => x > y,
            BinaryOperatorKind.GreaterThanOrEqual => x >= y,
            _ => null,
        };
    }

    private static double? OfReals(BinaryOperatorKind kind, double a, double b) => kind switch
    {
        BinaryOperatorKind.Add => a + b,
        BinaryOperatorKind.Subtract => a - b,
        BinaryOperatorKind.Multiply => a * b,
        BinaryOperatorKind.Divide => a / b,
        BinaryOperatorKind.Remainder => a % b,
        _ => null,
    };

    private static long? OfWholes(BinaryOperatorKind kind, long a, long b) => kind switch
    {
        BinaryOperatorKind.Add => unchecked(a + b),
        BinaryOperatorKind.Subtract => unchecked(a - b),
        BinaryOperatorKind.Multiply => unchecked(a * b),
        BinaryOperatorKind.Divide => b is 0 or -1 ? (b == 0 ? null : unchecked(-a)) : a / b,
        BinaryOperatorKind.Remainder => b is 0 or -1 ? (b == 0 ? null : 0) : a % b,
        BinaryOperatorKind.LeftShift => unchecked(a << (int)(b & 31)),
        BinaryOperatorKind.RightShift => a >> (int)(b & 31),
        BinaryOperatorKind.And => a & b,
        BinaryOperatorKind.Or => a | b,
        BinaryOperatorKind.ExclusiveOr => a ^ b,
        _ => null,
    };

    private static long Whole(object value) => value switch
    {
        double or float => unchecked((long)Number(value)),
        _ => System.Convert.ToInt64(value, CultureInfo.InvariantCulture),
    };
}
