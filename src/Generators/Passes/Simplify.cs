using System.Collections.Immutable;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Passes;

/// <summary>Algebraic simplification: replaces an operation by a cheaper one with the same meaning.</summary>
internal static class Simplify
{
    /// <summary>A rule for one kind of operation. It returns the value that replaces the result, or null when it does not apply.</summary>
    private sealed record Rule(OperationDefinition On, Func<GraphBuilder, Operation, ImmutableArray<Value>, Value?> Apply);

    private static readonly ImmutableArray<Rule> Rules =
    [
        // Views
        new(Sources.Reshape, static (_, op, x) => x[0].Type == op.Result.Type ? x[0] : null),
        new(Sources.Reshape, static (g, op, x) =>
            Made(x[0], Sources.Reshape, out var inner) ? g.Reshape(inner.Operands[0], op.Result.Name, op.Result.Type) : null),
        new(Sources.Reshape, static (g, op, x) => Made(x[0], Elementwise.Fill, out var fill) ? Fill(g, op, fill.Attributes.Factor) : null),

        new(Layouts.Permute, static (_, op, x) =>
            op.Attributes.Axes.SequenceEqual(Enumerable.Range(0, op.Attributes.Axes.Count)) ? x[0] : null),
        new(Layouts.Permute, static (g, op, x) => Made(x[0], Layouts.Permute, out var inner) ? Permuted(g, op, inner) : null),

        // Constants
        new(Elementwise.Scale, static (g, op, x) => Made(x[0], Elementwise.Fill, out var fill) ? Filled(g, op, fill) : null),
        new(Elementwise.Scale, static (g, op, _) => op.Attributes.Factor.IsZero ? Fill(g, op, 0) : null),
        new(Reductions.BroadcastScalar, static (g, op, x) => Made(x[0], Elementwise.Fill, out var fill) ? Filled(g, op, fill) : null),
        new(Reductions.BroadcastColumns, static (g, op, x) => Made(x[0], Elementwise.Fill, out var fill) ? Filled(g, op, fill) : null),
        new(Elementwise.Multiply,
            static (g, op, x) => Made(x[1], Elementwise.Fill, out var fill) ? Scale(g, op, x[0], fill.Attributes.Factor) : null),
        new(Elementwise.Multiply,
            static (g, op, x) => Made(x[0], Elementwise.Fill, out var fill) ? Scale(g, op, x[1], fill.Attributes.Factor) : null),
        new(Elementwise.Add, static (_, _, x) => IsZero(x[1]) ? x[0] : null),
        new(Elementwise.Add, static (_, _, x) => IsZero(x[0]) ? x[1] : null),
        new(Elementwise.Subtract, static (_, _, x) => IsZero(x[1]) ? x[0] : null),

        // Identities
        new(Elementwise.Scale, static (_, op, x) => op.Attributes.Factor.IsOne ? x[0] : null),
        new(Elementwise.Scale, static (g, op, x) =>
            Made(x[0], Elementwise.Scale, out var inner) && Factors.AreOne(inner, op.Attributes.Factor)
                ? Scale(g, op, x[0], op.Attributes.Factor) : null),
        new(Elementwise.Add, static (g, op, x) => x[0] == x[1] ? Scale(g, op, x[0], 2) : null),
        new(Elementwise.Activate, static (_, op, x) => op.Attributes.Activation == ActivationTable.Linear ? x[0] : null),
        new(Elementwise.Dropout, static (_, op, x) => op.Attributes.Rate == 0 ? x[0] : null),
    ];

    private static readonly ILookup<OperationDefinition, Rule> RulesOf = Rules.ToLookup(rule => rule.On);

    public static Graph Run(Graph graph)
    {
        var rewriter = new GraphRewriter(graph);
        return rewriter.Rewrite((operation, operands) =>
        {
            foreach (var rule in RulesOf[operation.Definition])
            {
                if (rule.Apply(rewriter.Builder, operation, operands) is { } value) return [value];
            }
            return null;
        });
    }

    private static bool Made(Value value, OperationDefinition by, out Operation producer)
    {
        producer = value.Producer;
        return producer.Is(by);
    }

    /// <summary>Joins two permutations to one, and removes both when the second undoes the first.</summary>
    private static Value Permuted(GraphBuilder graph, Operation outer, Operation inner)
    {
        var axes = outer.Attributes.Axes.Select(axis => inner.Attributes.Axes[axis]).ToEquatableArray();
        return axes.SequenceEqual(Enumerable.Range(0, axes.Count))
            ? inner.Operands[0]
            : graph.Append(Layouts.Permute, outer.Result.Name, new OperationAttributes { Axes = axes }, inner.Operands[0]);
    }

    private static bool IsZero(Value value) => Made(value, Elementwise.Fill, out var fill) && fill.Attributes.Factor.IsZero;

    private static Value Fill(GraphBuilder graph, Operation operation, Coefficient value) =>
        graph.Constant(operation.Result.Name, operation.Result.Type, value);

    /// <summary>
    /// Returns a constant times a factor, when float32 holds both and the product. Other products would be infinity or 0 in a method that
    /// runs eagerly.
    /// </summary>
    private static Value? Filled(GraphBuilder graph, Operation operation, Operation constant) =>
        Factors.HoldProduct(operation.Attributes.Factor, constant.Attributes.Factor)
            ? Fill(graph, operation, operation.Attributes.Factor * constant.Attributes.Factor)
            : null;

    /// <summary>Returns a value times a factor. Factors before it are joined with it when they may become one.</summary>
    private static Value Scale(GraphBuilder graph, Operation operation, Value x, Coefficient factor) =>
        factor.IsOne ? x
        : factor.IsZero ? Fill(graph, operation, 0)
        : Made(x, Elementwise.Scale, out var inner) && Factors.AreOne(inner, factor)
        ? Scale(graph, operation, inner.Operands[0], factor * inner.Attributes.Factor)
        : graph.Append(Elementwise.Scale, operation.Result.Name, new OperationAttributes { Factor = factor }, x);
}
