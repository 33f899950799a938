using System.Collections.Immutable;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;

namespace ModelDsl.Generators.Passes.Fusion;

/// <summary>
/// Joins operations that an engine can do in one pass over memory. It runs after differentiation, so that only the operations it starts
/// from need an adjoint. An intermediate value that something else uses is never fused away.
/// </summary>
internal static class Fuse
{
    private sealed record Rule(OperationDefinition On, Func<Fusion, Value?> Apply);

    private static readonly ImmutableArray<Rule> Rules =
    [
        new(Matrices.AddBias, static f => f.Inner(0, Matrices.MatMul) is { Attributes.TransposeLeft: false } product
            ? f.Append(Matrices.Dense, product.Attributes, product.Operands[0], product.Operands[1], f.Operands[1])
            : null),
        new(Matrices.AddBias, static f => f.Inner(0, Normalizations.ScaleRows) is { } scaled
            ? f.Append(Normalizations.ScaleShiftRows, OperationAttributes.None, scaled.Operands[0], scaled.Operands[1], f.Operands[1])
            : null),
        new(Elementwise.Activate, static f => f.Inner(0, Matrices.Dense) is { Attributes.Activation: ActivationTable.Linear } dense
            ? f.Append(Matrices.Dense, dense.Attributes with { Activation = f.Operation.Attributes.Activation }, [.. dense.Operands])
            : null),
        new(Elementwise.Activate, static f => f.Inner(0, Matrices.MatMul) is { Attributes.TransposeLeft: false } product
            ? f.Append(Matrices.Dense, product.Attributes with { Activation = f.Operation.Attributes.Activation }, [.. product.Operands])
            : null),
        new(Elementwise.ActivateGradient, static f => f.Inner(1, Matrices.MatMul) is { Attributes.TransposeLeft: false } product
            ? f.Append(Matrices.DenseGradient, product.Attributes with { Activation = f.Operation.Attributes.Activation },
                product.Operands[0], product.Operands[1], f.Operands[0])
            : null),
        new(Elementwise.Add, static f => f.ProductAnd(0, 1) ?? f.ProductAnd(1, 0)),
        new(Elementwise.Add, static f => f.Inner(1, Elementwise.Scale) is { } right
            ? f.Append(Elementwise.AddScaled, right.Attributes, f.Operands[0], right.Operands[0])
            : null),
        new(Elementwise.Add, static f => f.Inner(0, Elementwise.Scale) is { } left
            ? f.Append(Elementwise.AddScaled, left.Attributes, f.Operands[1], left.Operands[0])
            : null),
        // Only the cell with the maximum has a gradient. Its slope is the slope at the maximum, and there are fewer maxima than cells.
        new(Elementwise.ActivateGradient, static f => f.Inner(1, Images.MaxPoolGradient) is { } pool && pool.Operands[0] == f.Operands[0]
            ? f.Append(Images.MaxPoolGradient, pool.Attributes, pool.Operands[0], pool.Operands[1], f.Append(
                Elementwise.ActivateGradient, f.Operation.Attributes, pool.Operands[1], pool.Operands[2]))
            : null),
        // Each window passes its whole gradient to its cells.
        new(Reductions.SumRows, static f =>
            f.Operands[0].Producer is { Operands: [_, _, var upstream] } pool && pool.Is(Images.MaxPoolGradient)
            ? f.Append(Reductions.SumRows, f.Operation.Attributes, upstream)
            : null),
        new(Reductions.Sum, static f => f.Inner(0, Elementwise.Multiply) is { } product && product.Operands[0] == product.Operands[1]
            ? f.Append(Reductions.SumOfSquares, f.Operation.Attributes, product.Operands[0])
            : null),
    ];

    private static readonly ILookup<OperationDefinition, Rule> RulesOf = Rules.ToLookup(rule => rule.On);

    public static Graph Run(Graph graph)
    {
        var uses = graph.UseCounts();
        var rewriter = new GraphRewriter(graph);
        return rewriter.Rewrite((operation, operands) =>
        {
            var fusion = new Fusion(rewriter.Builder, operation, operands, uses);
            foreach (var rule in RulesOf[operation.Definition])
            {
                if (rule.Apply(fusion) is { } value) return [value];
            }
            return null;
        });
    }

    private sealed record Fusion(
        GraphBuilder Builder, Operation Operation, ImmutableArray<Value> Operands, IReadOnlyDictionary<Value, int> Uses)
    {
        /// <summary>
        /// Returns the operation that made an operand, when it is of the given kind and nothing else uses its result; null otherwise.
        /// </summary>
        public Operation? Inner(int operand, OperationDefinition kind) =>
            Operands[operand].Producer.Is(kind) && Uses[Operation.Operands[operand]] == 1 ? Operands[operand].Producer : null;

        /// <summary>Joins a product, which is one operand, with the other operand or a multiple of it, in one operation.</summary>
        public Value? ProductAnd(int first, int second)
        {
            if (Inner(first, Matrices.MatMul) is not { } product) return null;
            var multiple = Inner(second, Elementwise.Scale);
            var attributes = product.Attributes with { Factor = multiple?.Attributes.Factor ?? Coefficient.One };
            return Append(Matrices.MatMulAdd, attributes, [.. product.Operands, multiple?.Operands[0] ?? Operands[second]]);
        }

        public Value Append(OperationDefinition kind, OperationAttributes attributes, params Value[] operands) =>
            Builder.Append(kind, Operation.Result.Name, attributes, operands);
    }
}
