using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ModelDsl.Generators.Frontend.Forward;

namespace ModelDsl.Generators.Tests.Forward;

/// <summary>
/// Constants are computed as in .NET: compared with its own operators, at the ends of each type and at random numbers between.
/// </summary>
public class ConstantFoldingTests
{
    private static readonly BinaryOperatorKind[] Kinds =
    [
        BinaryOperatorKind.Add, BinaryOperatorKind.Subtract, BinaryOperatorKind.Multiply, BinaryOperatorKind.Divide,
        BinaryOperatorKind.Remainder, BinaryOperatorKind.And, BinaryOperatorKind.Or,
        BinaryOperatorKind.ExclusiveOr, BinaryOperatorKind.LessThan, BinaryOperatorKind.LessThanOrEqual, BinaryOperatorKind.GreaterThan,
        BinaryOperatorKind.GreaterThanOrEqual,
        BinaryOperatorKind.Equals, BinaryOperatorKind.NotEquals,
    ];

    public static TheoryData<string> Types() => ["Int32", "UInt32", "Int64", "UInt64", "Single", "Double"];

    [Theory, MemberData(nameof(Types))]
    public void OperatorsAreThoseOfDotNet(string type)
    {
        foreach (var a in Numbers(type))
            foreach (var b in Numbers(type))
                foreach (var kind in Kinds.Where(kind => type is not ("Single" or "Double") || kind is not (BinaryOperatorKind.And or BinaryOperatorKind.Or or BinaryOperatorKind.ExclusiveOr)))
                    foreach (var isChecked in new[] { false, true })
                        Assert.Equal((kind, a, b, isChecked, Expected(kind, a, b, isChecked)),
                            (kind, a, b, isChecked, ConstantFolding.Binary(kind, a, b, isChecked)));
    }

    /// <summary>The result of two types has the type that holds both; C# has none for ulong with a signed type.</summary>
    [Fact]
    public void OperatorsOfTwoTypesAreThoseOfDotNet()
    {
        object[] all = [.. Enumerable.SelectMany<object[], object>(Types(), row => Numbers((string)row[0])), (byte)200, (sbyte)-100,
            (short)-30000, (ushort)60000];
        foreach (var a in all)
            foreach (var b in all.Where(b => b.GetType() != a.GetType() && !(IsSigned(a) && b is ulong) && !(IsSigned(b) && a is ulong)))
                foreach (var kind in Kinds.Where(kind => (a is not (float or double) && b is not (float or double))
                    || kind is not (BinaryOperatorKind.And or BinaryOperatorKind.Or or BinaryOperatorKind.ExclusiveOr)))
                    Assert.Equal((kind, a, b, Expected(kind, a, b, isChecked: false)),
                        (kind, a, b, ConstantFolding.Binary(kind, a, b, isChecked: false)));

        static bool IsSigned(object number) => number is int or long or short or sbyte;
    }

    [Theory, MemberData(nameof(Types))]
    public void ShiftsAreThoseOfDotNet(string type)
    {
        if (type is "Single" or "Double") return;
        foreach (dynamic a in Numbers(type))
            foreach (var n in new[] { 0, 1, 31, 32, 63, 64, -1, 40 })
            {
                Assert.Equal((object)(a << n), ConstantFolding.Binary(BinaryOperatorKind.LeftShift, (object)a, n, true));
                Assert.Equal((object)(a >> n), ConstantFolding.Binary(BinaryOperatorKind.RightShift, (object)a, n, true));
                object logical = a switch { int x => x >>> n, uint x => x >>> n, long x => x >>> n, _ => (ulong)a >>> n };
                Assert.Equal(logical, ConstantFolding.Binary(BinaryOperatorKind.UnsignedRightShift, (object)a, n, true));
                Assert.Equal((object)~a, ConstantFolding.Unary(UnaryOperatorKind.BitwiseNegation, (object)a, true));
            }
    }

    /// <summary>
    /// Tries conversions from each type to each. Unchecked conversions truncate and saturate as in .NET; checked ones have no result if
    /// .NET throws.
    /// </summary>
    [Theory, MemberData(nameof(Types))]
    public void ConversionsAreThoseOfDotNet(string type)
    {
        foreach (dynamic a in Numbers(type))
        {
            Same((object)a, unchecked((int)a), () => checked((int)a), SpecialType.System_Int32);
            Same((object)a, unchecked((uint)a), () => checked((uint)a), SpecialType.System_UInt32);
            Same((object)a, unchecked((long)a), () => checked((long)a), SpecialType.System_Int64);
            Same((object)a, unchecked((ulong)a), () => checked((ulong)a), SpecialType.System_UInt64);
            Assert.Equal((object)(float)a, ConstantFolding.Convert((object)a, SpecialType.System_Single));
            Assert.Equal((object)(double)a, ConstantFolding.Convert((object)a, SpecialType.System_Double));
            if (type is "Single" or "Double")
            {
                Assert.Null(ConstantFolding.Convert((object)a, SpecialType.System_Byte));
                continue;
            }
            Same((object)a, unchecked((byte)a), () => checked((byte)a), SpecialType.System_Byte);
            Same((object)a, unchecked((sbyte)a), () => checked((sbyte)a), SpecialType.System_SByte);
            Same((object)a, unchecked((short)a), () => checked((short)a), SpecialType.System_Int16);
            Same((object)a, unchecked((ushort)a), () => checked((ushort)a), SpecialType.System_UInt16);
            Same((object)a, unchecked((char)a), () => checked((char)a), SpecialType.System_Char);
        }

        static void Same(object value, object plain, Func<object> strict, SpecialType to)
        {
            Assert.Equal((value, plain), (value, ConstantFolding.Convert(value, to)));
            Assert.Equal((value, Tried(strict)), (value, ConstantFolding.Convert(value, to, isChecked: true)));
        }
    }

    private static object[] Numbers(string type)
    {
        var random = new Random(7);
        return type switch
        {
            "Int32" => [0, 1, -1, 7, int.MinValue, int.MaxValue, random.Next(), -random.Next()],
            "UInt32" => [0u, 1u, 7u, uint.MaxValue, 1u << 31, (uint)random.NextInt64(uint.MaxValue)],
            // The last number, as a double, is halfway between two floats; the number itself is not.
            "Int64" => [0L, 1L, -1L, 7L, long.MinValue, long.MaxValue, random.NextInt64(), -random.NextInt64(), (1L << 53) + (1L << 29) + 1],
            "UInt64" => [0ul, 1ul, 7ul, ulong.MaxValue, 1ul << 63, (ulong)random.NextInt64() * 2, (1ul << 53) + (1ul << 29) + 1],
            "Single" => [0f, -0f, 1.5f, -2.75f, float.NaN, float.PositiveInfinity, 3e9f, -3e9f, 1e20f, float.Epsilon],
            _ => [0.0, -0.0, 1.5, -2.75, double.NaN, double.NegativeInfinity, 4294967295.5, -2147483648.5, 1e20, double.Epsilon],
        };
    }

    private static object? Expected(BinaryOperatorKind kind, dynamic a, dynamic b, bool isChecked) => Tried(() => kind switch
    {
        BinaryOperatorKind.Add => isChecked ? checked(a + b) : unchecked(a + b),
        BinaryOperatorKind.Subtract => isChecked ? checked(a - b) : unchecked(a - b),
        BinaryOperatorKind.Multiply => isChecked ? checked(a * b) : unchecked(a * b),
        BinaryOperatorKind.Divide => a / b,
        BinaryOperatorKind.Remainder => a % b,
        BinaryOperatorKind.And => a & b,
        BinaryOperatorKind.Or => a | b,
        BinaryOperatorKind.ExclusiveOr => a ^ b,
        BinaryOperatorKind.LessThan => a < b,
        BinaryOperatorKind.LessThanOrEqual => a <= b,
        BinaryOperatorKind.GreaterThan => a > b,
        BinaryOperatorKind.GreaterThanOrEqual => a >= b,
        BinaryOperatorKind.Equals => a == b,
        _ => a != b,
    });

    private static object? Tried(Func<object> compute)
    {
        try
        {
            return compute();
        }
        catch (ArithmeticException)
        {
            return null;
        }
    }
}
