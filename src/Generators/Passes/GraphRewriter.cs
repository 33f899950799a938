using System.Collections.Immutable;
using ModelDsl.Generators.Ir;

namespace ModelDsl.Generators.Passes;

/// <summary>
/// Rebuilds a graph operation by operation, with values replaced. A rule gets the operation with its new operands. It returns the values
/// that replace the operation's results, or null to keep it.
/// </summary>
internal sealed class GraphRewriter(Graph graph)
{
    private readonly Dictionary<Value, Value> replaced = [];

    public GraphBuilder Builder { get; } = new();

    public Value New(Value old) => replaced.TryGetValue(old, out var value) ? value : old;

    public Graph Rewrite(Func<Operation, ImmutableArray<Value>, ImmutableArray<Value>?> rule)
    {
        foreach (var operation in graph.Operations)
        {
            var operands = operation.Operands.Select(New).ToImmutableArray();
            Builder.Origin = operation.Origin;
            var results = rule(operation, operands) ?? Keep(operation, operands);
            for (var i = 0; i < results.Length; i++)
            {
                if (!ReferenceEquals(results[i], operation.Results[i]))
                    replaced[operation.Results[i]] = results[i].Stored.TakeNames(operation.Results[i].Type);
            }
        }
        return Builder.Build(graph.Outputs.Select(o => o with { Value = New(o.Value) }));
    }

    private ImmutableArray<Value> Keep(Operation operation, ImmutableArray<Value> operands)
    {
        if (operands.SequenceEqual(operation.Operands))
        {
            Builder.Append(operation);
            return operation.Results;
        }
        return Builder.AppendAll(operation.Definition, operands, operation.Attributes, [.. operation.Results.Select(r => r.Name)]);
    }
}
