using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Ir.Scalars;

/// <summary>A step of a function of numbers.</summary>
/// <param name="Operation">Name of the operation's row in <see cref="ScalarOperations"/>.</param>
/// <param name="Operands">Numbers of earlier steps.</param>
/// <param name="Value">The value of a constant, or the number of an argument or of a given number.</param>
internal readonly record struct ScalarNode(string Operation, EquatableArray<int> Operands, double Value = 0)
{
    public bool Is(ScalarOperation operation) => Operation == operation.Name;

    public bool IsConstant(double value) => Is(ScalarOperations.Number) && Value.Equals(value);
}

/// <summary>
/// A function of numbers as straight-line code in single-assignment form, without variables, calls or control flow. Equal functions are
/// equal values.
/// </summary>
/// <param name="Name">A name for readers.</param>
/// <param name="Arguments">Number of its arguments.</param>
/// <param name="Nodes">Its steps, each after the steps that it uses. Every step is used.</param>
/// <param name="Results">The steps that are its results.</param>
internal sealed record ScalarFunction(string Name, int Arguments, EquatableArray<ScalarNode> Nodes, EquatableArray<int> Results)
{
    /// <summary>Number of operations for an element, as summaries count them.</summary>
    public int Flops => Nodes.Count(node => node.Operands.Count > 0);

    /// <summary>The function without its name, for comparisons.</summary>
    public ScalarFunction Nameless => this with { Name = "" };

    /// <summary>Returns the function as one line, for printed graphs: <c>a0·tanh(a0)</c> as <c>Tanh a0; Multiply a0 %1</c>.</summary>
    public override string ToString() =>
        Name + " = " + string.Join("; ", Nodes.Select((node, i) => $"%{Literal.Of(i)} {Text(node)}")) + " → " + string.Join(", ", Results.Select(r => "%" + Literal.Of(r)));

    private static string Text(ScalarNode node) => node.Operands.Count == 0
        ? $"{node.Operation} {Literal.Of(node.Value)}"
        : $"{node.Operation} {string.Join(" ", node.Operands.Select(o => "%" + Literal.Of(o)))}";
}
