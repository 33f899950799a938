namespace ModelDsl.Import;

/// <summary>Products of matrices. <see cref="DensePass"/> makes layers of those with weights.</summary>
internal static class ProductOperators
{
    public static readonly IReadOnlyList<Operator> Rows =
    [
        Operator.Of("Gemm", 7, "the layer Dense; MatMul between computed tensors", Gemm),
        Operator.Of("MatMul", 1, "the layer Dense; MatMul between computed tensors", MatMul),
    ];

    private static Wire Gemm(Context context)
    {
        var node = context.Node;
        var (alpha, beta) = (node.Number("alpha", 1), node.Number("beta", 1));
        var (a, b) = (Turned(context, context[0], node.Integer("transA", 0)), Turned(context, context[1], node.Integer("transB", 0)));
        if (a.Rank != 2 || b.Rank != 2)
            throw context.Error($"takes two matrices, not {a.SizesText} and {b.SizesText}. Export the model again.");
        var product = b.Constant is not null
            ? context.Add(new MatMul(), a, Scaled(context, b, alpha))
            : Scaled(context, context.Add(new MatMul(), a, b), alpha);
        return context.Optional(2) is { } c && beta != 0 ? context.Add(BinaryFunction.Add, product, Scaled(context, c, beta)) : product;
    }

    private static Wire MatMul(Context context)
    {
        var (a, b) = (context[0], context[1]);
        if (b.Rank == 1 && a.Rank > 1)
        {
            var column = context.Add(new MatMul(), a, context.Reshape(b, b.Sizes[0], 1));
            return context.Reshape(column, [.. a.Sizes.Take(a.Rank - 1)]);
        }
        return context.Add(new MatMul(), a, b);
    }

    private static Wire Turned(Context context, Wire x, long isTransposed) =>
        isTransposed != 0 && x.Rank == 2 ? context.Add(new Transpose([1, 0]), x) : x;

    private static Wire Scaled(Context context, Wire x, double factor) =>
        factor == 1 ? x : context.Add(BinaryFunction.Multiply, x, Drafter.Number(factor));
}
