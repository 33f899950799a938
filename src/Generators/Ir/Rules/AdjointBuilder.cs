using System.Collections.Immutable;
using ModelDsl.Generators.Ir.Operations;

namespace ModelDsl.Generators.Ir.Rules;

/// <summary>What adjoint rules write with: every method appends an operation that gives (a part of) the gradient of a value.</summary>
/// <param name="graph">Where operations go.</param>
/// <param name="name">The name of all that is written; null where gradients are named after what they are the gradients of.</param>
internal sealed class AdjointBuilder(GraphBuilder graph, string? name = null)
{
    /// <summary>An operation whose first result is the gradient of a value.</summary>
    public Value Gradient(OperationDefinition operation, Value of, params Value[] operands) =>
        Gradient(operation, of, OperationAttributes.None, operands);

    /// <inheritdoc cref="Gradient(OperationDefinition, Value, Value[])"/>
    public Value Gradient(OperationDefinition operation, Value of, OperationAttributes attributes, params Value[] operands) =>
        graph.Append(operation, NameOf(of), attributes, operands).TakeNames(of.Type);

    /// <summary>An operation whose first two results are the gradients of a value and of another part of what it was made from.</summary>
    public ImmutableArray<Value> Gradients(
        OperationDefinition operation, Value of, OperationAttributes attributes, string other, params Value[] operands) =>
        graph.AppendAll(operation, [.. operands], attributes, [NameOf(of), of.Name + other + "Gradient"]);

    public Value MatMul(Value a, Value b, bool transposeLeft, bool transposeRight, Value of) =>
        Reshape(Gradient(Matrices.MatMul, of, new OperationAttributes { TransposeLeft = transposeLeft, TransposeRight = transposeRight }, a, b), of);

    public Value Scale(Value gradient, Coefficient factor, Value of) =>
        Gradient(Elementwise.Scale, of, new OperationAttributes { Factor = factor }, gradient);

    public Value Reshape(Value gradient, Value of) => graph.Reshape(gradient, NameOf(of), of.Type);

    public Value Constant(Value of, Coefficient value) => graph.Constant(NameOf(of), of.Type, value);

    /// <summary>The sum of two gradients of a value; of one where the other is null.</summary>
    public Value? Sum(Value? a, Value? b, Value of) =>
        a is null ? b : b is null ? a : Gradient(Elementwise.Add, of, a, b);

    private string NameOf(Value value) => name ?? value.Name + "Gradient";
}
