using System.Globalization;

namespace ModelDsl.Import.CSharp;

/// <summary>How tightly an expression of C# holds together: the larger, the fewer parentheses it needs.</summary>
internal enum Strength
{
    Pipe,
    Comparison,
    Sum,
    Product,
    Sign,
    Atom,
}

/// <summary>An expression of C#.</summary>
/// <param name="Text">Its text.</param>
/// <param name="Strength">How tightly it holds together.</param>
/// <param name="Names">The variables that it mentions.</param>
internal sealed record Code(string Text, Strength Strength, IReadOnlyList<string> Names)
{
    /// <summary>The same numbers before they were only given another shape, with the shape that they had.</summary>
    public (Code Code, IReadOnlyList<long> Sizes)? Unshaped { get; init; }

    /// <summary>Whether it is the name of a variable.</summary>
    public bool IsName => Names.Count == 1 && Names[0] == Text;

    /// <summary>Returns a variable.</summary>
    public static Code Variable(string name) => new(name, Strength.Atom, [name]);

    /// <summary>Returns a number. A method computes with finite ones.</summary>
    public static Code Number(double value) => double.IsNaN(value) || double.IsInfinity(value)
        ? throw new CannotSay($"it computes with {value.ToString(CultureInfo.InvariantCulture)}, which is not a finite number. Export the model with a finite one.")
        : new(NumberText.Text(value), value < 0 ? Strength.Sign : Strength.Atom, []);

    /// <summary>Returns <c>function(arguments)</c>.</summary>
    public static Code Call(string function, IEnumerable<Code> arguments) =>
        new($"{function}({string.Join(", ", arguments.Select(a => a.Text))})", Strength.Atom, Mentioned(arguments));

    /// <summary>Returns <c>left sign right</c>. Operators of the same strength are grouped from the left.</summary>
    public static Code Infix(Code left, string sign, Code right, Strength strength) =>
        new($"{left.Beside(strength)} {sign} {right.Beside(strength + 1)}", strength, Mentioned([left, right]));

    /// <summary>Returns <c>this | function</c>.</summary>
    public Code Into(string function) => new($"{Text} | {function}", Strength.Pipe, Names);

    /// <summary>Returns <c>this.method(arguments)</c>.</summary>
    public Code Then(string method, params object[] arguments) =>
        new($"{Beside(Strength.Atom)}.{method}({string.Join(", ", arguments)})", Strength.Atom, Names);

    /// <summary>Returns <c>this[indices]</c>.</summary>
    public Code At(params string[] indices) => new($"{Beside(Strength.Atom)}[{string.Join(", ", indices)}]", Strength.Atom, Names);

    /// <summary>Returns the text, in parentheses if an operator of that strength would tear it apart.</summary>
    public string Beside(Strength strength) => Strength < strength ? $"({Text})" : Text;

    private static IReadOnlyList<string> Mentioned(IEnumerable<Code> parts) => [.. parts.SelectMany(part => part.Names).Distinct()];
}
