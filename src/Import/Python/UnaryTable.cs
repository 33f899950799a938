using static ModelDsl.Import.UnaryFunction;

namespace ModelDsl.Import.Python;

/// <summary>Every function of one number, and what it becomes.</summary>
internal static class UnaryTable
{
    /// <param name="Write">The expression, from the parameters and the operand.</param>
    /// <param name="Repeats">Whether the operand stands in it more than once, and so must be a name.</param>
    private sealed record Row(Func<Unary, Expression, Expression> Write, bool Repeats = false);

    private static readonly IReadOnlyDictionary<UnaryFunction, Row> Rows = new Dictionary<UnaryFunction, Row>
    {
        [Identity] = new((_, x) => x),
        [Relu] = Of("F.relu"),
        [LeakyRelu] = new((f, x) => Expression.Call("F.leaky_relu", x.Text, Number(f.Alpha))),
        [ThresholdedRelu] = new((f, x) => Expression.Call("F.threshold", x.Text, Number(f.Alpha), "0.0")),
        [Elu] = new((f, x) => f.Alpha == 1 ? Expression.Call("F.elu", x.Text) : Expression.Call("F.elu", x.Text, Number(f.Alpha))),
        [Selu] = new((f, x) => IsSelu(f) ? Expression.Call("F.selu", x.Text)
            : Times(f.Beta, Expression.Call("F.elu", x.Text, Number(f.Alpha)))),
        [Celu] = new((f, x) => Expression.Call("F.celu", x.Text, Number(f.Alpha))),
        [Sigmoid] = Of("torch.sigmoid"),
        [HardSigmoid] = new((f, x) => (float)f.Alpha == 1 / 6f && f.Beta == 0.5 ? Expression.Call("F.hardsigmoid", x.Text)
            : Expression.Call("torch.clamp", Plus(Times(f.Alpha, x), f.Beta).Text, "0.0", "1.0")),
        [HardSwish] = Of("F.hardswish"),
        [Silu] = Of("F.silu"),
        [QuickGelu] = new((_, x) => Expression.Infix(x, "*", Expression.Call("torch.sigmoid", Times(1.702, x).Text), Strength.Product), Repeats: true),
        [Gelu] = Of("F.gelu"),
        [GeluTanh] = new((_, x) => Expression.Call("F.gelu", x.Text, "approximate=\"tanh\"")),
        [Mish] = Of("F.mish"),
        [Softplus] = Of("F.softplus"),
        [Softsign] = Of("F.softsign"),
        [Shrink] = new(WriteShrink, Repeats: true),
        [Tanh] = Of("torch.tanh"),
        [Sinh] = Of("torch.sinh"),
        [Cosh] = Of("torch.cosh"),
        [Asinh] = Of("torch.asinh"),
        [Acosh] = Of("torch.acosh"),
        [Atanh] = Of("torch.atanh"),
        [Sin] = Of("torch.sin"),
        [Cos] = Of("torch.cos"),
        [Tan] = Of("torch.tan"),
        [Asin] = Of("torch.asin"),
        [Acos] = Of("torch.acos"),
        [Atan] = Of("torch.atan"),
        [Exp] = Of("torch.exp"),
        [Log] = Of("torch.log"),
        [Sqrt] = Of("torch.sqrt"),
        [Square] = Of("torch.square"),
        [Reciprocal] = Of("torch.reciprocal"),
        [Erf] = Of("torch.erf"),
        [Abs] = Of("torch.abs"),
        [Negate] = new((_, x) => new("-" + x.Beside(Strength.Sign), Strength.Sign)),
        [Sign] = Of("torch.sign"),
        [Floor] = Of("torch.floor"),
        [Ceiling] = Of("torch.ceil"),
        [Round] = Of("torch.round"),
        [Not] = Of("torch.logical_not"),
    };

    /// <summary>The functions that can be printed.</summary>
    public static IEnumerable<UnaryFunction> Functions => Rows.Keys;

    public static bool Repeats(Unary function) => Rows[function.Function].Repeats;

    public static Expression Write(Unary function, Expression x) => Rows[function.Function].Write(function, x);

    /// <summary>Returns the function as a value: <c>torch.tanh</c>, or a lambda.</summary>
    public static string Function(Unary function)
    {
        var body = Write(function, new("x")).Text;
        return body.EndsWith("(x)", StringComparison.Ordinal) && body.IndexOf('(') == body.Length - 3
            ? body.Substring(0, body.Length - 3)
            : "lambda x: " + body;
    }

    private static Row Of(string function) => new((_, x) => Expression.Call(function, x.Text));

    private static string Number(double number) => PythonText.Number((float)number);

    private static Expression Times(double factor, Expression x) =>
        factor == 1 ? x : Expression.Infix(new(Number(factor)), "*", x, Strength.Product);

    private static Expression Plus(Expression x, double term) =>
        term == 0 ? x : Expression.Infix(x, term < 0 ? "-" : "+", new(Number(Math.Abs(term))), Strength.Sum);

    // PyTorch has the same numbers with more digits.
    private static bool IsSelu(Unary f) => (float)f.Alpha == 1.67326324235437728481f && (float)f.Beta == 1.05070098735548049342f;

    private static Expression WriteShrink(Unary f, Expression x) =>
        f.Beta == f.Alpha ? Expression.Call("F.softshrink", x.Text, Number(f.Alpha))
        : f.Beta == 0 ? Expression.Call("F.hardshrink", x.Text, Number(f.Alpha))
        : Expression.Call("torch.where", $"{x.Whole} > {Number(f.Alpha)}", Plus(x, -f.Beta).Text, Expression.Call(
            "torch.where", $"{x.Whole} < {Number(-f.Alpha)}", Plus(x, f.Beta).Text, "0.0").Text);
}
