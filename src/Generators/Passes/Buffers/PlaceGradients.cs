using System.Collections.Immutable;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;

namespace ModelDsl.Generators.Passes.Buffers;

/// <summary>
/// Each gradient must be written where the optimizer looks for it. One that is a source, a view or a constant, or that serves two
/// parameters, is copied there; all others are computed in place.
/// </summary>
internal static class PlaceGradients
{
    public static Graph Run(Graph graph)
    {
        var builder = new GraphBuilder();
        foreach (var operation in graph.Operations) builder.Append(operation);
        var placed = new HashSet<Value>();
        var outputs = graph.Outputs.Select(output =>
        {
            if (output.Role != OutputRole.Gradient) return output;
            var producer = output.Value.Producer;
            var fresh = !producer.Definition.IsSource && !producer.Definition.IsView && !producer.Definition.IsConstant;
            if (fresh && placed.Add(output.Value)) return output;
            builder.Origin = producer.Origin with { Phase = Phase.Backward };
            return output with { Value = builder.Append(Elementwise.Copy, output.Value.Name, output.Value) };
        }).ToImmutableArray();
        return builder.Build(outputs);
    }
}
