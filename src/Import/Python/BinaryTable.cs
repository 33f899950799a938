using static ModelDsl.Import.BinaryFunction;

namespace ModelDsl.Import.Python;

/// <summary>Every function of two numbers, and what it becomes.</summary>
internal static class BinaryTable
{
    private static readonly IReadOnlyDictionary<BinaryFunction, Func<Term, Term, Expression>> Rows =
        new Dictionary<BinaryFunction, Func<Term, Term, Expression>>
        {
            [Add] = Infix("+", Strength.Sum),
            [Subtract] = Infix("-", Strength.Sum),
            [Multiply] = Infix("*", Strength.Product),
            [Divide] = (a, b) => a.Type == ElementType.Integer
                ? Expression.Call("torch.div", a.Text, b.Text, "rounding_mode=\"trunc\"")
                : Expression.Infix(a.Expression, "/", b.Expression, Strength.Product),
            // A power is grouped from the right, and binds tighter than the sign of its base.
            [Power] = (a, b) => new($"{a.Expression.Whole} ** {b.Expression.Beside(Strength.Sign)}", Strength.Power),
            [Maximum] = (a, b) => b.IsLiteral ? Expression.Call("torch.clamp", a.Text, "min=" + b.Text)
                : a.IsLiteral ? Expression.Call("torch.clamp", b.Text, "min=" + a.Text) : Expression.Call("torch.maximum", a.Text, b.Text),
            [Minimum] = (a, b) => b.IsLiteral ? Expression.Call("torch.clamp", a.Text, "max=" + b.Text)
                : a.IsLiteral ? Expression.Call("torch.clamp", b.Text, "max=" + a.Text) : Expression.Call("torch.minimum", a.Text, b.Text),
            [Equal] = Comparison("=="),
            [Less] = Comparison("<"),
            [LessOrEqual] = Comparison("<="),
            [Greater] = Comparison(">"),
            [GreaterOrEqual] = Comparison(">="),
            [And] = Infix("&", Strength.And),
            [Or] = Infix("|", Strength.Or),
            [Xor] = Infix("^", Strength.ExclusiveOr),
        };

    /// <summary>The functions that can be printed.</summary>
    public static IEnumerable<BinaryFunction> Functions => Rows.Keys;

    public static Expression Write(Binary function, Term left, Term right) => Rows[function.Function](left, right);

    /// <summary>Whether a literal may be an operand: a function of PyTorch may ask for tensors.</summary>
    public static bool TakesLiterals(Binary function, ElementType type) =>
        !(function.Function == Divide && type == ElementType.Integer) && type != ElementType.Boolean;

    private static Func<Term, Term, Expression> Infix(string @operator, Strength strength) =>
        (a, b) => Expression.Infix(a.Expression, @operator, b.Expression, strength);

    // Python reads a < b < c as two comparisons.
    private static Func<Term, Term, Expression> Comparison(string @operator) => (a, b) =>
        new($"{a.Expression.Beside(Strength.Or)} {@operator} {b.Expression.Beside(Strength.Or)}", Strength.Comparison);
}

/// <summary>An operand as it stands in an expression.</summary>
/// <param name="Expression">Its text.</param>
/// <param name="Type">What its numbers are.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="IsLiteral">Whether it is a number of Python, not a tensor.</param>
internal sealed record Term(Expression Expression, ElementType Type, Shape Shape, bool IsLiteral = false)
{
    public string Text => Expression.Text;
}
