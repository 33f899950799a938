using System.Collections.Immutable;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Ir.Rules;

namespace ModelDsl.Generators.Passes.Autodiff;

/// <summary>
/// Reverse-mode differentiation: one backward walk over the operations. Each operation passes the gradients of its results to its operands,
/// by the rule in its row. The gradient of every parameter becomes an output.
/// </summary>
internal static class ReverseMode
{
    public static Graph Run(Graph graph)
    {
        var loss = graph.Output(OutputRole.Loss) ?? throw new InvalidOperationException("A graph without a loss has no gradient.");
        var active = DependingOnParameters(graph);
        var builder = new GraphBuilder();
        foreach (var operation in graph.Operations) builder.Append(operation);

        var build = new AdjointBuilder(builder);
        var gradients = new Dictionary<Value, Value>();
        builder.Origin = new Origin(Phase.Backward, "loss");
        gradients[loss] = build.Constant(loss, 1);

        foreach (var operation in graph.Operations.Reverse())
        {
            var upstream = operation.Results.Select(r => gradients.TryGetValue(r, out var g) ? g : null).ToImmutableArray();
            if (upstream.All(g => g is null) || !operation.Operands.Any(active.Contains)) continue;

            var rule = operation.Definition.Adjoint
                ?? throw new InvalidOperationException($"{operation.Definition} has no adjoint, but the loss depends on it.");
            builder.Origin = new Origin(Phase.Backward, operation.Origin.Text);
            foreach (var (operand, contribution) in SumForEach(build, operation.Operands, rule(build, operation, upstream)))
            {
                if (active.Contains(operand))
                    gradients[operand] = build.Sum(gradients.TryGetValue(operand, out var before) ? before : null, contribution, operand)!;
            }
        }

        var outputs = graph.Operations
            .Where(o => o.Is(Sources.Parameter))
            .Select(o => new GraphOutput(
                OutputRole.Gradient,
                gradients.TryGetValue(o.Result, out var gradient) ? gradient : build.Constant(o.Result, 0),
                o.Attributes.Index));
        return builder.Build(graph.Outputs.Concat(outputs.ToArray()));
    }

    /// <summary>
    /// Returns the contribution of an operation to each of its operands. When an operand appears twice, as in <c>x·x</c>, its two
    /// contributions are added first: they are equal and become one.
    /// </summary>
    private static IEnumerable<(Value Operand, Value Contribution)> SumForEach(
        AdjointBuilder build, ImmutableArray<Value> operands, ImmutableArray<Value?> contributions)
    {
        for (var i = 0; i < operands.Length; i++)
        {
            if (operands.IndexOf(operands[i]) < i) continue;
            var sum = contributions[i];
            for (var j = i + 1; j < operands.Length; j++)
                if (operands[j] == operands[i]) sum = build.Sum(sum, contributions[j], operands[i]);
            if (sum is not null) yield return (operands[i], sum);
        }
    }

    private static HashSet<Value> DependingOnParameters(Graph graph)
    {
        var active = new HashSet<Value>();
        foreach (var operation in graph.Operations)
        {
            if (operation.Is(Sources.Parameter) || operation.Operands.Any(active.Contains)) active.UnionWith(operation.Results);
        }
        return active;
    }
}
