using System.Collections.Immutable;
using ModelDsl.Generators.Ir.Operations;

namespace ModelDsl.Generators.Ir.Rules;

/// <summary>The tool of adjoint rules. Every method appends an operation that gives (a part of) the gradient of a value.</summary>
/// <param name="graph">The graph to which operations are appended.</param>
/// <param name="name">The name of all operations that are written; null to name each gradient after its value.</param>
internal sealed class AdjointBuilder(GraphBuilder graph, string? name = null)
{
    /// <summary>Appends an operation whose first result is the gradient of a value.</summary>
    public Value Gradient(OperationDefinition operation, Value of, params Value[] operands) =>
        Gradient(operation, of, OperationAttributes.None, operands);

    /// <inheritdoc cref="Gradient(OperationDefinition, Value, Value[])"/>
    public Value Gradient(OperationDefinition operation, Value of, OperationAttributes attributes, params Value[] operands) =>
        graph.Append(operation, NameOf(of), attributes, operands).TakeNames(of.Type);

    /// <summary>Appends an operation whose first two results are the gradients of a value and of another value.</summary>
    public ImmutableArray<Value> Gradients(
        OperationDefinition operation, Value of, OperationAttributes attributes, string other, params Value[] operands) =>
        graph.AppendAll(operation, [.. operands], attributes, [NameOf(of), of.Name + other + "Gradient"]);

    public Value MatMul(Value a, Value b, bool transposeLeft, bool transposeRight, Value of) =>
        Reshape(Gradient(Matrices.MatMul, of,
            new OperationAttributes { TransposeLeft = transposeLeft, TransposeRight = transposeRight }, a, b), of);

    public Value Scale(Value gradient, Coefficient factor, Value of) =>
        Gradient(Elementwise.Scale, of, new OperationAttributes { Factor = factor }, gradient);

    public Value Reshape(Value gradient, Value of) => graph.Reshape(gradient, NameOf(of), of.Type);

    public Value Constant(Value of, Coefficient value) => graph.Constant(NameOf(of), of.Type, value);

    /// <summary>Returns the sum of two gradients of a value; the other one when one is null.</summary>
    public Value? Sum(Value? a, Value? b, Value of) =>
        a is null ? b : b is null ? a : Gradient(Elementwise.Add, of, a, b);

    private string NameOf(Value value) => name ?? value.Name + "Gradient";
}
