using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Passes;

/// <summary>
/// Makes each of several inputs a source of its own, with its own shape. In a program that trains or predicts they lie in one row of
/// numbers; others who run a model pass each input alone. The number of a source is that of its input, counted from 1.
/// </summary>
internal static class SeparateInputs
{
    public static Graph Run(Graph graph, EquatableArray<InputSpec> inputs)
    {
        if (inputs.Count == 0) return graph;
        var rewriter = new GraphRewriter(graph);
        var parts = new Dictionary<int, Value>();
        return rewriter.Rewrite((operation, operands) =>
        {
            if (!operation.Is(Sequences.Columns) || Made(operands[0]) is not { } row || !row.Producer.Is(Sources.Input)) return null;
            // A part of an input that has its own source already.
            if (row.Producer.Attributes.Index > 0) return null;
            var index = inputs.ToList()
                .FindIndex(input => input.First == operation.Attributes.Index && input.Count == operation.Result.Type.Columns.Size);
            if (!parts.TryGetValue(index, out var part))
            {
                var type = row.Type.With([Dim.Batch, .. inputs[index].Shape.Select(size => (Dim)size)]);
                parts[index] = part = rewriter.Builder.Source(Sources.Input, inputs[index].Name, type, index + 1);
            }
            return [rewriter.Builder.Reshape(part, operation.Result.Name, operation.Result.Type)];
        });
    }

    /// <summary>Returns the value that a value is a view of.</summary>
    private static Value Made(Value value)
    {
        while (value.Producer.Is(Sources.Reshape)) value = value.Producer.Operands[0];
        return value;
    }
}
