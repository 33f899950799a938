using ModelDsl.Generators.Ir.Operations;

namespace ModelDsl.Generators.Ir;

/// <summary>Checks what every graph must be: definitions before uses, types as the shape rules say, the batch first, outputs defined, each once, states of a parameter that has one.</summary>
internal static class GraphVerifier
{
    /// <exception cref="InvalidOperationException">The graph is broken: a bug in the pass that is named.</exception>
    public static void Verify(Graph graph, string after)
    {
        var defined = new HashSet<Value>();
        foreach (var operation in graph.Operations)
        {
            foreach (var operand in operation.Operands)
                Require(defined.Contains(operand), $"{operation.Definition} uses {operand}, which is not defined before it");
            var types = operation.Definition.Shape([.. operation.Operands.Select(o => o.Type)], operation.Attributes);
            Require(types.SequenceEqual(operation.Results.Select(r => r.Type)), $"{operation.Definition} has results of other types than its shape rule gives");
            foreach (var result in operation.Results)
            {
                Require(defined.Add(result), $"{result} is defined twice");
                Require(ReferenceEquals(result.Producer, operation), $"{result} names another producer");
                Require(result.Type.Dims.Skip(1).All(d => !d.IsBatch), $"{result} has the batch in another place than first");
            }
        }
        foreach (var output in graph.Outputs) Require(defined.Contains(output.Value), $"output {output.Role} {output.Value} is not defined");
        foreach (var twice in graph.Outputs.GroupBy(o => (o.Role, o.Index)).Where(g => g.Count() > 1))
            Require(false, $"output {twice.Key.Role} {twice.Key.Index} is given {twice.Count()} times");
        foreach (var output in graph.Outputs.Where(o => o.Role == OutputRole.State))
        {
            var before = graph.Operations.FirstOrDefault(o => o.Is(Sources.State) && o.Attributes.Index == output.Index);
            Require(before?.Result.Type == output.Value.Type, $"output State {output.Index} {output.Value} is the next of no state of its type");
        }

        void Require(bool condition, string message)
        {
            if (!condition) throw new InvalidOperationException($"After {after}: {message}.\n{GraphPrinter.Print(graph)}");
        }
    }
}
