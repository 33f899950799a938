using System.Collections.Immutable;

namespace ModelDsl.Generators.Ir.Scalars;

/// <summary>
/// Every operation of numbers, with its derivative. At a kink, the derivative is that of the branch that is taken. For products of 0 and ∞,
/// see <see cref="ScalarBuilder.Flow"/>.
/// </summary>
internal static class ScalarOperations
{
    /// <summary>The density of the normal distribution at 0.</summary>
    private static readonly double Density = 1 / Math.Sqrt(2 * Math.PI);

    public static readonly ScalarOperation Argument = Source(nameof(Argument), isBounded: false);

    public static readonly ScalarOperation Number = Source(nameof(Number), isBounded: true);

    /// <summary>A number that is known only when the program runs: a hyperparameter.</summary>
    public static readonly ScalarOperation Given = Source(nameof(Given), isBounded: true);

    public static readonly ScalarOperation Add = new(nameof(Add), 2, static x => x[0] + x[1], static (b, _, _, d) => b.Sum(d[0], d[1]))
    {
        IsBounded = null,
    };

    public static readonly ScalarOperation Subtract = new(nameof(Subtract), 2, static x => x[0] - x[1],
        static (b, _, _, d) => b.Sum(d[0], b.Negative(d[1])))
    {
        IsBounded = null,
    };

    public static readonly ScalarOperation Multiply = new(nameof(Multiply), 2, static x => x[0] * x[1],
        static (b, _, x, d) => b.Sum(b.Flow(d[0], x[1]), b.Flow(d[1], x[0])))
    {
        IsBounded = null,
    };

    public static readonly ScalarOperation Divide = new(nameof(Divide), 2, static x => x[0] / x[1],
        static (b, y, x, d) => b.Quotient(b.Sum(d[0], b.Negative(b.Flow(d[1], y))), x[1]));

    public static readonly ScalarOperation Negate = new(nameof(Negate), 1, static x => -x[0], static (b, _, _, d) => b.Negative(d[0]))
    {
        IsBounded = null,
    };

    /// <summary>The absolute value. Its derivative at 0 is 0.</summary>
    public static readonly ScalarOperation Abs = new(nameof(Abs), 1, static x => Math.Abs(x[0]),
        static (b, _, x, d) => d[0] is not { } along ? null
        : b.Append(Less!, b.Number(0), x[0], along, b.Append(Less!, x[0], b.Number(0), b.Append(Negate, along), b.Number(0))))
    {
        IsBounded = null,
    };

    public static readonly ScalarOperation Sqrt = new(nameof(Sqrt), 1, static x => Math.Sqrt(x[0]),
        static (b, y, _, d) => b.Quotient(b.Flow(d[0], b.Number(0.5)), y));

    public static readonly ScalarOperation Exp = new(nameof(Exp), 1, static x => Math.Exp(x[0]), static (b, y, _, d) => b.Flow(d[0], y));

    public static readonly ScalarOperation ExpMinus1 = new(nameof(ExpMinus1), 1, null,
        static (b, _, x, d) => b.Flow(d[0], b.Append(Exp, x[0])));

    public static readonly ScalarOperation Log = new(nameof(Log), 1, static x => Math.Log(x[0]),
        static (b, _, x, d) => b.Quotient(d[0], x[0]));

    public static readonly ScalarOperation Sin = new(nameof(Sin), 1, static x => Math.Sin(x[0]),
        static (b, _, x, d) => b.Flow(d[0], b.Append(Cos!, x[0])))
    {
        IsBounded = true,
    };

    public static readonly ScalarOperation Cos = new(nameof(Cos), 1, static x => Math.Cos(x[0]),
        static (b, _, x, d) => b.Negative(b.Flow(d[0], b.Append(Sin, x[0]))))
    {
        IsBounded = true,
    };

    public static readonly ScalarOperation Tanh = new(nameof(Tanh), 1, static x => Math.Tanh(x[0]),
        static (b, y, _, d) => b.Flow(d[0], b.Append(Subtract, b.Number(1), b.Append(Multiply, y, y))))
    {
        IsBounded = true,
    };

    public static readonly ScalarOperation Sigmoid = new(nameof(Sigmoid), 1, null,
        static (b, y, _, d) => b.Flow(d[0], b.Append(Multiply, y, b.Append(Subtract, b.Number(1), y))))
    {
        IsBounded = true,
    };

    public static readonly ScalarOperation Softplus = new(nameof(Softplus), 1, null,
        static (b, _, x, d) => b.Flow(d[0], b.Append(Sigmoid, x[0])));

    public static readonly ScalarOperation Normal = new(nameof(Normal), 1, null, static (b, _, x, d) => b.Flow(d[0], b.Append(
        Multiply, b.Number(Density), b.Append(Exp, b.Append(Multiply, b.Number(-0.5), b.Append(Multiply, x[0], x[0]))))))
    {
        IsBounded = true,
    };

    /// <summary>The floor. It is piecewise constant, so its derivative is 0.</summary>
    public static readonly ScalarOperation Floor = new(nameof(Floor), 1, static x => Math.Floor(x[0]), static (_, _, _, _) => null)
    {
        IsBounded = null,
    };

    /// <summary>A power p. Its derivative with respect to the exponent is <c>p·log x</c>; it is 0 when p is 0.</summary>
    public static readonly ScalarOperation Power = new(nameof(Power), 2, static x => Math.Pow(x[0], x[1]), static (b, y, x, d) => b.Sum(
        b.Flow(d[0], b.Append(Multiply, x[1], b.Append(Power!, x[0], b.Append(Subtract, x[1], b.Number(1))))),
        d[1] is null ? null : b.Flow(d[1], b.Append(Equal!, y, b.Number(0), y, b.Append(Multiply, y, b.Append(Log, x[0]))))));

    /// <summary><c>a &lt; b ? yes : no</c>. The derivative is chosen in the same way; a NaN in the other branch has no effect.</summary>
    public static readonly ScalarOperation Less = Choice(nameof(Less), static (a, b) => a < b);

    /// <summary><c>a == b ? yes : no</c>. The derivative is chosen in the same way.</summary>
    public static readonly ScalarOperation Equal = Choice(nameof(Equal), static (a, b) => a == b);

    public static readonly ImmutableArray<ScalarOperation> All =
    [
        Argument, Number, Given, Add, Subtract, Multiply, Divide, Negate, Abs, Sqrt, Exp, ExpMinus1, Log, Sin, Cos, Tanh, Sigmoid, Softplus,
        Normal, Floor, Power, Less, Equal,
    ];

    private static readonly ImmutableDictionary<string, ScalarOperation> ByName = All.ToImmutableDictionary(operation => operation.Name);

    public static ScalarOperation Of(ScalarNode node) => ByName[node.Operation];

    private static ScalarOperation Source(string name, bool isBounded) =>
        new(name, 0, null, static (_, _, _, _) => null) { IsBounded = isBounded };

    private static ScalarOperation Choice(
        string name, Func<double, double, bool> holds) => new(name, 4, x => holds(x[0], x[1]) ? x[2] : x[3], (b, _, x, d) =>
        d[2] is null && d[3] is null ? null : b.Append(ByName![name], x[0], x[1], d[2] ?? b.Number(0), d[3] ?? b.Number(0)))
        {
            IsBounded = null,
            Onnx = "If" + name,
        };
}
