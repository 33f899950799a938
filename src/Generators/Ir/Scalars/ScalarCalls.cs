using System.Collections.Immutable;
using static ModelDsl.Generators.Ir.Scalars.ScalarOperations;

namespace ModelDsl.Generators.Ir.Scalars;

/// <summary>
/// The functions of numbers that a function may call: those of <c>Math</c>, <c>MathF</c> and <c>float</c>, and the library's own.
/// docs/elementwise.md lists them.
/// </summary>
internal static class ScalarCalls
{
    private static readonly ImmutableDictionary<(string Name, int Arity), Func<ScalarBuilder, int[], int>> Formulas = new (string Name,
        int Arity, Func<ScalarBuilder, int[], int> Write)[]
    {
        ("Exp", 1, static (b, x) => b.Append(Exp, x[0])),
        ("Log", 1, static (b, x) => b.Append(Log, x[0])),
        ("Log", 2, static (b, x) => LogTo(b, x[0], x[1])),
        ("Log2", 1, static (b, x) => b.Append(Multiply, b.Number(1 / Math.Log(2)), b.Append(Log, x[0]))),
        ("Log10", 1, static (b, x) => b.Append(Multiply, b.Number(1 / Math.Log(10)), b.Append(Log, x[0]))),
        ("Sqrt", 1, static (b, x) => b.Append(Sqrt, x[0])),
        ("Square", 1, static (b, x) => b.Append(Multiply, x[0], x[0])),
        ("Abs", 1, static (b, x) => b.Append(Abs, x[0])),
        ("Sign", 1, static (b, x) => b.Append(Less, b.Number(0), x[0], b.Number(1), b.Append(Less, x[0], b.Number(0), b.Number(-1), b.Append(Equal, x[0], x[0], b.Number(0), x[0])))),
        ("Sin", 1, static (b, x) => b.Append(Sin, x[0])),
        ("Cos", 1, static (b, x) => b.Append(Cos, x[0])),
        ("Tan", 1, static (b, x) => b.Append(Divide, b.Append(Sin, x[0]), b.Append(Cos, x[0]))),
        ("Sinh", 1, static (b, x) => b.Append(Multiply, b.Append(Tanh, x[0]), Cosh(b, x[0]))),
        ("Cosh", 1, static (b, x) => Cosh(b, x[0])),
        ("Floor", 1, static (b, x) => b.Append(Floor, x[0])),
        ("Ceiling", 1, static (b, x) => b.Append(Negate, b.Append(Floor, b.Append(Negate, x[0])))),
        ("Pow", 2, static (b, x) => b.Append(Power, x[0], x[1])),
        ("Max", 2, static (b, x) => Larger(b, x[0], x[1])),
        ("Min", 2, static (b, x) => Smaller(b, x[0], x[1])),
        ("Maximum", 2, static (b, x) => Larger(b, x[0], x[1])),
        ("Minimum", 2, static (b, x) => Smaller(b, x[0], x[1])),
        ("Clamp", 3, static (b, x) => Clip(b, x)),
        ("Clip", 3, static (b, x) => Clip(b, x)),
        ("FusedMultiplyAdd", 3, static (b, x) => b.Append(Add, b.Append(Multiply, x[0], x[1]), x[2])),
    }
    .Concat(ActivationTable.Functions
        .Select(row => (row.Name, 1, (Func<ScalarBuilder, int[], int>)((b, x) => row.Write(b, x[0])))))
    .ToImmutableDictionary(row => (row.Item1, row.Item2), row => row.Item3);

    /// <summary>The names of all functions.</summary>
    public static IEnumerable<string> Names => Formulas.Keys.Select(key => key.Name).Distinct();

    /// <returns>The result; null for a function that is not in the list.</returns>
    public static int? Write(ScalarBuilder build, string name, int[] x) =>
        Formulas.TryGetValue((name, x.Length), out var write) ? write(build, x) : null;

    /// <summary>Returns a function of two numbers as a function of its own.</summary>
    public static ScalarFunction OfTwo(string name)
    {
        var build = new ScalarBuilder();
        return build.Build(name, 2, Formulas[(name, 2)](build, [build.Argument(0), build.Argument(1)]));
    }

    /// <summary>Writes ½·(eˣ + e⁻ˣ). Each term is computed from its square root, so that ½·eˣ stays in range where eˣ overflows.</summary>
    private static int Cosh(ScalarBuilder b, int x)
    {
        return b.Append(Add, Half(0.5), Half(-0.5));

        int Half(double sign)
        {
            var root = b.Append(Exp, b.Append(Multiply, b.Number(sign), x));
            return b.Append(Multiply, b.Append(Multiply, b.Number(0.5), root), root);
        }
    }

    /// <summary>
    /// Writes the logarithm to a base, with .NET's rules. It is NaN for base 1, and for the bases 0 and infinity unless the number is 1.
    /// </summary>
    private static int LogTo(ScalarBuilder b, int x, int y)
    {
        var (none, quotient) = (b.Number(double.NaN), b.Append(Divide, b.Append(Log, x), b.Append(Log, y)));
        var bounded = b.Append(Equal, y, b.Number(0), none, b.Append(Equal, y, b.Number(double.PositiveInfinity), none, quotient));
        return b.Append(Equal, y, b.Number(1), none, b.Append(Equal, x, b.Number(1), quotient, bounded));
    }

    /// <summary>Writes the larger of two numbers: the first when they are equal, NaN when either is NaN.</summary>
    private static int Larger(ScalarBuilder b, int x, int y) => b.Append(Less, x, y, y, b.Append(Equal, y, y, x, y));

    private static int Smaller(ScalarBuilder b, int x, int y) => b.Append(Less, y, x, y, b.Append(Equal, y, y, x, y));

    private static int Clip(ScalarBuilder b, int[] x) => b.Append(Less, x[0], x[1], x[1], b.Append(Less, x[2], x[0], x[2], x[0]));
}
