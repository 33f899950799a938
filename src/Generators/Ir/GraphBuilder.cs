using System.Collections.Immutable;
using ModelDsl.Generators.Ir.Operations;

namespace ModelDsl.Generators.Ir;

/// <summary>Appends operations to a graph. The shape rule checks each operation as it is appended.</summary>
internal sealed class GraphBuilder
{
    private readonly ImmutableArray<Operation>.Builder operations = ImmutableArray.CreateBuilder<Operation>();

    /// <summary>The purpose of the operations that are appended next.</summary>
    public Origin Origin { get; set; } = new(Phase.Forward, "");

    /// <summary>The operations so far.</summary>
    public IReadOnlyList<Operation> Operations => operations;

    public ImmutableArray<Value> AppendAll(
        OperationDefinition definition, ImmutableArray<Value> operands, OperationAttributes attributes, ImmutableArray<string> names)
    {
        var types = definition.Shape(operands.Select(o => o.Type).ToImmutableArray(), attributes);
        var results = types.Select((type, i) => new Value(names[Math.Min(i, names.Length - 1)], type)).ToImmutableArray();
        operations.Add(new Operation(definition, [.. operands.Select(operand => operand.Stored)], attributes, Origin, results));
        return results;
    }

    public Value Append(OperationDefinition definition, string name, OperationAttributes attributes, params Value[] operands) =>
        AppendAll(definition, [.. operands], attributes, [name])[0];

    public Value Append(OperationDefinition definition, string name, params Value[] operands) =>
        Append(definition, name, OperationAttributes.None, operands);

    /// <summary>Appends an operation of another graph without a change.</summary>
    public void Append(Operation operation) => operations.Add(operation);

    public Value Source(OperationDefinition source, string name, TensorType type, int index = 0) =>
        Append(source, name, new OperationAttributes { Type = type, Index = index });

    public Value Constant(string name, TensorType type, Coefficient value) =>
        Append(Elementwise.Fill, name, new OperationAttributes { Type = type, Factor = value });

    public Value Reshape(Value x, string name, TensorType type) =>
        x.Type == type ? x.Named(type) : Append(Sources.Reshape, name, new OperationAttributes { Type = type }, x);

    public Graph Build(IEnumerable<GraphOutput> outputs) =>
        new(operations.ToImmutable(), [.. outputs.Select(output => output with { Value = output.Value.Stored })]);
}
