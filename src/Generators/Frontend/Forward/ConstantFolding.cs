using System.Numerics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ModelDsl.Generators.Frontend.Forward;

/// <summary>
/// C#'s arithmetic of numbers, truth values and texts, with .NET's results. It is used to run a method while the method is compiled.
/// </summary>
internal static class ConstantFolding
{
    private static readonly (Type Type, SpecialType Special, string Name, BigInteger Least, BigInteger Most)[] Wholes =
    [
        (typeof(int), SpecialType.System_Int32, "int", int.MinValue, int.MaxValue),
        (typeof(long), SpecialType.System_Int64, "long", long.MinValue, long.MaxValue),
        (typeof(uint), SpecialType.System_UInt32, "uint", uint.MinValue, uint.MaxValue),
        (typeof(ulong), SpecialType.System_UInt64, "ulong", ulong.MinValue, ulong.MaxValue),
        (typeof(byte), SpecialType.System_Byte, "byte", byte.MinValue, byte.MaxValue),
        (typeof(sbyte), SpecialType.System_SByte, "sbyte", sbyte.MinValue, sbyte.MaxValue),
        (typeof(short), SpecialType.System_Int16, "short", short.MinValue, short.MaxValue),
        (typeof(ushort), SpecialType.System_UInt16, "ushort", ushort.MinValue, ushort.MaxValue),
        (typeof(char), SpecialType.System_Char, "char", char.MinValue, char.MaxValue),
    ];

    /// <summary>
    /// Returns true for a number. decimal and nint are rare in methods and not included; a char is used only after a conversion to a
    /// number.
    /// </summary>
    public static bool IsNumber(object value) => value is float or double || (value is not char && IsWhole(value));

    public static double Number(object value) => value switch
    {
        double real => real,
        float real => real,
        ulong large => large,
        _ => (long)Whole(value),
    };

    /// <summary>Returns a number as another type; null for an unsupported type of numbers, or when C# would throw.</summary>
    public static object? Convert(object value, SpecialType type, bool isChecked = false) => type switch
    {
        SpecialType.None or SpecialType.System_Object => value,
        _ when !IsNumber(value) && value is not char =>
            value is bool && type == SpecialType.System_Boolean || value is string && type == SpecialType.System_String ? value : null,
        SpecialType.System_Double => Number(value),
        SpecialType.System_Single => value switch { long whole => (float)whole, ulong whole => (float)whole, _ => (float)Number(value) },
        _ when IsWhole(value) => Narrowed(Whole(value), type, isChecked),
        // .NET converts to small types in other ways, which differ between processors.
        SpecialType.System_Int32 or SpecialType.System_Int64 or SpecialType.System_UInt32 or SpecialType.System_UInt64 =>
            FromReal(Number(value), type, isChecked),
        _ => null,
    };

    /// <summary>Returns the result of a unary operator; null when there is no such operator, or no result.</summary>
    public static object? Unary(UnaryOperatorKind kind, object value, bool isChecked) => (kind, value) switch
    {
        (UnaryOperatorKind.Not, bool truth) => !truth,
        (UnaryOperatorKind.Plus, _) when IsNumber(value) => value,
        (UnaryOperatorKind.Minus, float number) => -number,
        (UnaryOperatorKind.Minus, double number) => -number,
        (UnaryOperatorKind.Minus, int or long) => Narrowed(-Whole(value), Special(value), isChecked),
        (UnaryOperatorKind.BitwiseNegation, int or long or uint or ulong) => Narrowed(-Whole(value) - 1, Special(value), isChecked: false),
        _ => null,
    };

    /// <summary>Returns the result of a binary operator; null when there is no such operator, or no result.</summary>
    public static object? Binary(BinaryOperatorKind kind, object a, object b, bool isChecked)
    {
        if (a is bool x && b is bool y) return OfTruths(kind, x, y);
        if (a is string left && b is string right) return OfTexts(kind, left, right);
        if (!IsNumber(a) || !IsNumber(b)) return null;
        if (a is float or double || b is float or double) return OfReals(kind, a, b);
        var type = kind is BinaryOperatorKind.LeftShift or BinaryOperatorKind.RightShift or BinaryOperatorKind.UnsignedRightShift
            ? Special(a) : Promoted(a, b);
        return OfOrder(kind, Whole(a).CompareTo(Whole(b)), ordered: true) is { } holds ? holds
            : OfWholes(kind, Whole(a), Whole(b), type, isChecked);
    }

    /// <summary>Returns why an operator of two constants has no result, although C# has one for other constants.</summary>
    public static string Fault(BinaryOperatorKind kind, object a, object b) =>
        !IsNumber(a) || !IsNumber(b) ? "constants have no such operator here"
        : kind is BinaryOperatorKind.Divide or BinaryOperatorKind.Remainder && IsWhole(b) && Whole(b).IsZero ? "it divides by 0, where C# would throw a DivideByZeroException"
        : Overflow(Promoted(a, b));

    /// <summary>Returns what is wrong with a number that its type cannot hold.</summary>
    public static string Overflow(SpecialType type) => $"its value lies outside of {Array.Find(Wholes, row => row.Special == type).Name ?? "its type"}, where C# would throw an OverflowException";

    /// <summary>Returns true when a constant pattern matches. It compares like <c>==</c>, except that NaN matches NaN.</summary>
    public static bool AreSame(object? a, object? b) => a is not null && b is not null && IsNumber(a) && IsNumber(b)
        ? Binary(BinaryOperatorKind.Equals, a, b, isChecked: false) is true || (double.IsNaN(Number(a)) && double.IsNaN(Number(b)))
        : Equals(a, b);

    /// <summary>Returns the type of a number, a truth value or a text.</summary>
    public static SpecialType Special(object value) => value switch
    {
        bool => SpecialType.System_Boolean,
        string => SpecialType.System_String,
        float => SpecialType.System_Single,
        double => SpecialType.System_Double,
        _ => Array.Find(Wholes, row => row.Type == value.GetType()).Special,
    };

    private static bool? OfTruths(BinaryOperatorKind kind, bool a, bool b) => kind switch
    {
        BinaryOperatorKind.And => a & b,
        BinaryOperatorKind.Or => a | b,
        BinaryOperatorKind.ExclusiveOr or BinaryOperatorKind.NotEquals => a ^ b,
        BinaryOperatorKind.Equals => a == b,
        _ => null,
    };

    private static object? OfTexts(BinaryOperatorKind kind, string a, string b) => kind switch
    {
        BinaryOperatorKind.Equals => a == b,
        BinaryOperatorKind.NotEquals => a != b,
        BinaryOperatorKind.Add => a + b,
        _ => null,
    };

    /// <summary>Returns the result of a comparison from the order of its sides. With NaN, only the inequality holds.</summary>
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

    private static object? OfReals(BinaryOperatorKind kind, object a, object b)
    {
        // Converts both sides to one type first: a large whole number may have no exact float.
        var type = a is double || b is double ? SpecialType.System_Double : SpecialType.System_Single;
        var (x, y) = (Number(Convert(a, type)!), Number(Convert(b, type)!));
        if (OfOrder(kind, x.CompareTo(y), ordered: !double.IsNaN(x) && !double.IsNaN(y)) is { } truth) return truth;
        double? real = kind switch
        {
            BinaryOperatorKind.Add => x + y,
            BinaryOperatorKind.Subtract => x - y,
            BinaryOperatorKind.Multiply => x * y,
            BinaryOperatorKind.Divide => x / y,
            BinaryOperatorKind.Remainder => x % y,
            _ => null,
        };
        return real is { } result ? Convert(result, type) : null;
    }

    /// <summary>Computes exactly, and then converts to the type.</summary>
    private static object? OfWholes(BinaryOperatorKind kind, BigInteger a, BigInteger b, SpecialType type, bool isChecked)
    {
        var (_, _, _, least, most) = Array.Find(Wholes, row => row.Special == type);
        var shift = (int)(b & (type is SpecialType.System_Int64 or SpecialType.System_UInt64 ? 63 : 31));
        return kind switch
        {
            BinaryOperatorKind.Add => Narrowed(a + b, type, isChecked),
            BinaryOperatorKind.Subtract => Narrowed(a - b, type, isChecked),
            BinaryOperatorKind.Multiply => Narrowed(a * b, type, isChecked),
            BinaryOperatorKind.Divide or BinaryOperatorKind.Remainder
                when b.IsZero || (!least.IsZero && a == least && b == BigInteger.MinusOne) => null,
            BinaryOperatorKind.Divide => Narrowed(BigInteger.Divide(a, b), type, isChecked),
            BinaryOperatorKind.Remainder => Narrowed(BigInteger.Remainder(a, b), type, isChecked),
            BinaryOperatorKind.LeftShift => Narrowed(a << shift, type, isChecked: false),
            BinaryOperatorKind.RightShift => Narrowed(a >> shift, type, isChecked: false),
            BinaryOperatorKind.UnsignedRightShift => Narrowed((a.Sign < 0 ? a + (most - least + 1) : a) >> shift, type, isChecked: false),
            BinaryOperatorKind.And => Narrowed(a & b, type, isChecked),
            BinaryOperatorKind.Or => Narrowed(a | b, type, isChecked),
            BinaryOperatorKind.ExclusiveOr => Narrowed(a ^ b, type, isChecked),
            _ => null,
        };
    }

    /// <summary>Returns the type that C#'s binary numeric promotion gives for whole numbers.</summary>
    private static SpecialType Promoted(object a, object b) =>
        a is float or double || b is float or double ? SpecialType.None
        : a is ulong || b is ulong ? SpecialType.System_UInt64
        : a is long || b is long ? SpecialType.System_Int64
        : a is uint || b is uint ? a is uint or byte or ushort && b is uint or byte or ushort ? SpecialType.System_UInt32
            : SpecialType.System_Int64
        : SpecialType.System_Int32;

    private static object? Narrowed(BigInteger value, SpecialType type, bool isChecked)
    {
        var (of, _, _, least, most) = Array.Find(Wholes, row => row.Special == type);
        if (of is null) return null;
        if (value < least || value > most)
        {
            if (isChecked) return null;
            var count = most - least + 1;
            value = least + ((value - least) % count + count) % count;
        }
        return type switch
        {
            SpecialType.System_Int32 => (int)value,
            SpecialType.System_Int64 => (long)value,
            SpecialType.System_UInt32 => (uint)value,
            SpecialType.System_UInt64 => (ulong)value,
            SpecialType.System_Byte => (byte)value,
            SpecialType.System_SByte => (sbyte)value,
            SpecialType.System_Int16 => (short)value,
            SpecialType.System_UInt16 => (ushort)value,
            _ => (char)(ushort)value,
        };
    }

    /// <summary>Converts a number without its fraction. Like .NET, it takes the nearest number of the type, and 0 for NaN.</summary>
    private static object? FromReal(double value, SpecialType type, bool isChecked)
    {
        var (_, _, _, least, most) = Array.Find(Wholes, row => row.Special == type);
        if (double.IsNaN(value) || double.IsInfinity(value))
            return isChecked ? null : Narrowed(value > 0 ? most : value < 0 ? least : BigInteger.Zero, type, isChecked: true);
        var whole = new BigInteger(Math.Truncate(value));
        if (whole < least || whole > most) return isChecked ? null : Narrowed(whole < least ? least : most, type, isChecked: true);
        return Narrowed(whole, type, isChecked: true);
    }

    private static bool IsWhole(object value) => value is int || Array.Exists(Wholes, row => row.Type == value.GetType());

    private static BigInteger Whole(object value) => value switch
    {
        int number => number,
        ulong number => number,
        char letter => letter,
        _ => System.Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture),
    };
}
