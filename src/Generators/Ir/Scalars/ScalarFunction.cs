using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Ir.Scalars;

/// <summary>A step of a function of numbers.</summary>
/// <param name="Operation">Name of its row in <see cref="ScalarOperations"/>.</param>
/// <param name="Operands">Steps before it.</param>
/// <param name="Value">A constant's value, or which argument or given number it is.</param>
internal readonly record struct ScalarNode(string Operation, EquatableArray<int> Operands, double Value = 0)
{
    public bool Is(ScalarOperation operation) => Operation == operation.Name;

    public bool IsConstant(double value) => Is(ScalarOperations.Number) && Value.Equals(value);
}

/// <summary>A function of numbers as straight-line code in single-assignment form: without variables, calls or control flow. Equal functions are equal values.</summary>
/// <param name="Name">A name for people.</param>
/// <param name="Arguments">How many numbers it takes.</param>
/// <param name="Nodes">Its steps, each after those that it uses, and every one of use.</param>
/// <param name="Results">The steps that it gives.</param>
internal sealed record ScalarFunction(string Name, int Arguments, EquatableArray<ScalarNode> Nodes, EquatableArray<int> Results)
{
    /// <summary>How many operations it takes for an element, as summaries count them.</summary>
    public int Flops => Nodes.Count(node => node.Operands.Count > 0);

    /// <summary>The function whatever it is called.</summary>
    public ScalarFunction Nameless => this with { Name = "" };

    /// <summary>The function as one line, for printed graphs: <c>a0·tanh(a0)</c> as <c>Tanh a0; Multiply a0 %1</c>.</summary>
    public override string ToString() =>
        Name + " = " + string.Join("; ", Nodes.Select((node, i) => $"%{Literal.Of(i)} {Text(node)}")) + " → " + string.Join(", ", Results.Select(r => "%" + Literal.Of(r)));

    private static string Text(ScalarNode node) => node.Operands.Count == 0
        ? $"{node.Operation} {Literal.Of(node.Value)}"
        : $"{node.Operation} {string.Join(" ", node.Operands.Select(o => "%" + Literal.Of(o)))}";
}
