using System.Collections.Immutable;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Passes;

/// <summary>Computes the same operation on the same values only once. Sources stay unchanged.</summary>
internal static class CommonSubexpressions
{
    public static Graph Run(Graph graph)
    {
        var known = new Dictionary<(OperationDefinition, OperationAttributes, EquatableArray<ValueReference>), ImmutableArray<Value>>();
        var rewriter = new GraphRewriter(graph);
        return rewriter.Rewrite((operation, operands) =>
        {
            if (operation.Definition.IsSource) return null;
            var key = (operation.Definition, operation.Attributes, operands.Select(o => new ValueReference(o)).ToEquatableArray());
            if (known.TryGetValue(key, out var results)) return results;

            results = operands.SequenceEqual(operation.Operands)
                ? Append(rewriter.Builder, operation)
                : rewriter.Builder.AppendAll(operation.Definition, operands, operation.Attributes,
                    [.. operation.Results.Select(r => r.Name)]);
            known[key] = results;
            return results;
        });
    }

    private static ImmutableArray<Value> Append(GraphBuilder builder, Operation operation)
    {
        builder.Append(operation);
        return operation.Results;
    }

    /// <summary>A value as a key. It is equal only to itself.</summary>
    private readonly record struct ValueReference(Value Value);
}
