using System.Collections.Immutable;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;

namespace ModelDsl.Generators.Passes.Buffers;

/// <summary>
/// Copies outputs that cannot be computed in place. Each gradient must be written where the optimizer reads it, each part of a product
/// likewise, and each state over the state before. An output is copied when it is a source, a view or a constant, or when it serves two
/// purposes. A state is also copied when it is computed before the last read of the old one. All other outputs are computed in place.
/// </summary>
internal static class PlaceOutputs
{
    public static Graph Run(Graph graph)
    {
        var builder = new GraphBuilder();
        foreach (var operation in graph.Operations) builder.Append(operation);
        var placed = new HashSet<Value>();
        var outputs = graph.Outputs.Select(output =>
        {
            if (output.Role is not (OutputRole.Gradient or OutputRole.Product or OutputRole.State)
                || StateLife.IsUnchanged(output)) return output;
            var producer = output.Value.Producer;
            var fresh = !producer.Definition.IsSource && !producer.Definition.IsView && !producer.Definition.IsConstant;
            var inTime = output.Role != OutputRole.State || StateLife.EndsAt(graph, output.Index, output.Value);
            if (fresh && inTime && placed.Add(output.Value)) return output;
            builder.Origin = output.Role switch
            {
                OutputRole.Gradient => producer.Origin with { Phase = Phase.Backward },
                OutputRole.Product => producer.Origin with { Phase = Phase.Tangent },
                _ => producer.Origin,
            };
            return output with { Value = builder.Append(Elementwise.Copy, output.Value.Name, output.Value) };
        }).ToImmutableArray();
        return builder.Build(outputs);
    }
}
