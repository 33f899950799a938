using ModelDsl.Generators.Ir.Operations;

namespace ModelDsl.Generators.Ir;

/// <summary>
/// Checks the rules that every graph obeys. Definitions come before uses, and types follow the shape rules. The batch comes first. Each
/// output is defined and appears once. A state belongs to a parameter that has one.
/// </summary>
internal static class GraphVerifier
{
    /// <exception cref="InvalidOperationException">The graph is broken: a bug in the named pass.</exception>
    public static void Verify(Graph graph, string after)
    {
        var defined = new HashSet<Value>();
        foreach (var operation in graph.Operations)
        {
            foreach (var operand in operation.Operands)
                if (!defined.Contains(operand)) throw Broken($"{operation.Definition} uses {operand}, which is not defined before it");
            var types = operation.Definition.Shape([.. operation.Operands.Select(o => o.Type)], operation.Attributes);
            if (!types.SequenceEqual(operation.Results.Select(r => r.Type))) throw Broken($"{operation.Definition} has results of other types than its shape rule gives");
            foreach (var result in operation.Results)
            {
                if (!defined.Add(result)) throw Broken($"{result} is defined twice");
                if (!ReferenceEquals(result.Producer, operation)) throw Broken($"{result} names another producer");
                if (result.Type.Dims.Skip(1).Any(d => d.IsBatch)) throw Broken($"{result} has the batch in another place than first");
            }
        }
        foreach (var output in graph.Outputs)
            if (!defined.Contains(output.Value)) throw Broken($"output {output.Role} {output.Value} is not defined");
        foreach (var twice in graph.Outputs.GroupBy(o => (o.Role, o.Index)).Where(g => g.Count() > 1))
            throw Broken($"output {twice.Key.Role} {twice.Key.Index} is given {twice.Count()} times");
        foreach (var output in graph.Outputs.Where(o => o.Role == OutputRole.State))
        {
            var before = graph.Operations.FirstOrDefault(o => o.Is(Sources.State) && o.Attributes.Index == output.Index);
            if (before?.Result.Type != output.Value.Type) throw Broken($"output State {output.Index} {output.Value} is the next of no state of its type");
        }

        InvalidOperationException Broken(string what) => new($"After {after}: {what}.\n{GraphPrinter.Print(graph)}");
    }
}
