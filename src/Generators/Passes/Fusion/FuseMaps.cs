using System.Collections.Immutable;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Ir.Scalars;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Passes.Fusion;

/// <summary>
/// Joins an author's function and the elementwise operations around it to one kernel: one pass over memory instead of several. Nothing else
/// may read the values between. Chains without such a function stay as instructions, which every engine has. The pass runs after
/// <see cref="Fuse"/>, which joins products with the operations that follow them.
/// </summary>
internal static class FuseMaps
{
    /// <summary>A kernel has eight buffers; one of them is the result.</summary>
    private const int MostOperands = 7;

    /// <summary>Operations that can become one kernel.</summary>
    /// <param name="Operations">The last operation, and operations whose results nothing else reads.</param>
    /// <param name="Leaves">The values that they read.</param>
    /// <param name="HasMap">True when an author's function is among them.</param>
    private sealed record Group(ImmutableHashSet<Operation> Operations, ImmutableHashSet<Value> Leaves, bool HasMap);

    public static Graph Run(Graph graph)
    {
        var groups = Groups(graph);
        var gone = new HashSet<Operation>();
        var kernels = new HashSet<Operation>();
        foreach (var operation in graph.Operations.Reverse())
        {
            if (gone.Contains(operation) || !groups.TryGetValue(operation, out var group) || !group.HasMap
                || group.Operations.Count == 1) continue;
            kernels.Add(operation);
            gone.UnionWith(group.Operations.Remove(operation));
        }
        if (kernels.Count == 0) return graph;
        var rewriter = new GraphRewriter(graph);
        return rewriter.Rewrite((operation, _) => kernels.Contains(operation) ? [Kernel(rewriter, operation, groups[operation])] : null);
    }

    /// <summary>Returns the largest group that ends with each elementwise operation.</summary>
    private static Dictionary<Operation, Group> Groups(Graph graph)
    {
        var uses = graph.UseCounts();
        var groups = new Dictionary<Operation, Group>();
        foreach (var operation in graph.Operations)
        {
            if (!IsElementwise(operation)) continue;
            var group = new Group([operation], [.. operation.Operands], operation.Is(Maps.Map));
            foreach (var operand in operation.Operands.Distinct())
            {
                if (!groups.TryGetValue(operand.Producer, out var inner)) continue;
                var isConstant = operand.Producer.Definition.IsConstant;
                if (!isConstant && uses[operand] != operation.Operands.Count(o => o == operand)) continue;
                var operations = group.Operations.Union(inner.Operations);
                // A constant may be a leaf of one group and an operation of the other.
                var leaves = group.Leaves.Union(inner.Leaves).Where(leaf => !operations.Contains(leaf.Producer)).ToImmutableHashSet();
                if (leaves.Count is 0 or > MostOperands) continue;
                group = new Group(operations, leaves, group.HasMap || inner.HasMap);
            }
            groups[operation] = group;
        }
        return groups;
    }

    private static bool IsElementwise(Operation operation)
    {
        var probe = new ScalarBuilder();
        return ScalarForms.Write(probe, operation, [.. operation.Operands.Select((_, i) => probe.Argument(i))],
            coefficient => probe.Number(coefficient.Value)) is not null;
    }

    private static Value Kernel(GraphRewriter rewriter, Operation last, Group group)
    {
        var build = new ScalarBuilder();
        var (leaves, given, steps) = (new List<Value>(), new List<Coefficient>(), new Dictionary<Value, int>());
        var step = Step(last.Result);
        var names = group.Operations.Where(o => o.Is(Maps.Map)).Select(o => o.Attributes.Function!.Name).Distinct().OrderBy(name => name,
            StringComparer.Ordinal);
        var function = build.Build(string.Concat(names) + "Chain", leaves.Count, step);
        var attributes = new OperationAttributes { Function = function, Given = given.ToEquatableArray() };
        return rewriter.Builder.Append(Maps.Map, last.Result.Name, attributes, [.. leaves.Select(rewriter.New)]);

        int Step(Value value)
        {
            if (steps.TryGetValue(value, out var known)) return known;
            var operation = value.Producer;
            if (value != last.Result && !group.Operations.Contains(operation))
            {
                leaves.Add(value);
                return steps[value] = build.Argument(leaves.Count - 1);
            }
            int[] x = [.. operation.Operands.Select(Step)];
            return steps[value] = ScalarForms.Write(build, operation, x, Number)!.Value;
        }

        int Number(Coefficient coefficient)
        {
            if (coefficient.BatchPower == 0) return build.Number(coefficient.Value);
            if (!given.Contains(coefficient)) given.Add(coefficient);
            return build.Given(given.IndexOf(coefficient));
        }
    }
}
