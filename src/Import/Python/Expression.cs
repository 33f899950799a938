namespace ModelDsl.Import.Python;

/// <summary>How tightly an expression of Python holds together: the larger, the fewer parentheses it needs.</summary>
internal enum Strength
{
    Comparison,
    Or,
    ExclusiveOr,
    And,
    Sum,
    Product,
    Sign,
    Power,
    Atom,
}

/// <summary>An expression of Python.</summary>
/// <param name="Text">Its text.</param>
/// <param name="Strength">How tightly it holds together.</param>
internal readonly record struct Expression(string Text, Strength Strength = Strength.Atom)
{
    /// <summary>The text as a whole operand, for a call of a method or an index.</summary>
    public string Whole => Beside(Strength.Atom);

    /// <summary>Returns <c>function(argument, …)</c>.</summary>
    public static Expression Call(string function, params string[] arguments) => new($"{function}({string.Join(", ", arguments)})");

    /// <summary>Returns <c>left operator right</c>. Operators of the same strength are grouped from the left.</summary>
    public static Expression Infix(Expression left, string @operator, Expression right, Strength strength) =>
        new($"{left.Beside(strength)} {@operator} {right.Beside(strength + 1)}", strength);

    /// <summary>Returns <c>expression.method(argument, …)</c>.</summary>
    public Expression Then(string method, params string[] arguments) => Call($"{Whole}.{method}", arguments);

    /// <summary>Returns the text, in parentheses if an operator of that strength would tear it apart.</summary>
    public string Beside(Strength strength) => Strength < strength ? $"({Text})" : Text;

    /// <inheritdoc/>
    public override string ToString() => Text;
}
