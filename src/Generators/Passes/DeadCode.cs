using System.Collections.Immutable;
using ModelDsl.Generators.Ir;

namespace ModelDsl.Generators.Passes;

/// <summary>Removes operations that no output depends on. Input and labels stay, because the caller of the program fills them.</summary>
internal static class DeadCode
{
    public static Graph Run(Graph graph)
    {
        var live = new HashSet<Value>(graph.Outputs.Select(o => o.Value));
        var kept = ImmutableArray.CreateBuilder<Operation>();
        foreach (var operation in graph.Operations.Reverse())
        {
            if (!operation.Definition.IsSource && !operation.Results.Any(live.Contains)) continue;
            live.UnionWith(operation.Operands);
            kept.Add(operation);
        }
        kept.Reverse();
        return graph with { Operations = kept.ToImmutable() };
    }
}
