namespace ModelDsl.Import;

/// <summary>Operators that reduce axes, or work along one.</summary>
internal static class ReductionOperators
{
    public static readonly IReadOnlyList<Operator> Rows =
    [
        Plain("ReduceMax", 18, ReduceFunction.Maximum, "Max"),
        Plain("ReduceMean", 18, ReduceFunction.Mean, "Mean"),
        Plain("ReduceMin", 18, ReduceFunction.Minimum, "the minimum"),
        Plain("ReduceProd", 18, ReduceFunction.Product, "the product"),
        Plain("ReduceSum", 13, ReduceFunction.Sum, "Sum"),
        Composed("ReduceL1", "Sum of Abs", context => Reduce(context, ReduceFunction.Sum, Each(context, UnaryFunction.Abs, context.X))),
        Composed("ReduceL2", "Sqrt of Sum of Square", context => Each(context, UnaryFunction.Sqrt, SumOfSquares(context))),
        Composed("ReduceLogSum", "Log of Sum", context => Each(context, UnaryFunction.Log, Reduce(context, ReduceFunction.Sum, context.X))),
        Composed("ReduceLogSumExp", "Log of Sum of Exp, less the maximum", LogSumExp),
        Composed("ReduceSumSquare", "Sum of Square", SumOfSquares),
        Operator.Of("ArgMax", 1, "the place of the largest number", context => Extreme(context, false)),
        Operator.Of("ArgMin", 1, "the place of the smallest number", context => Extreme(context, true)),
        Operator.Of("Softmax", 1, "Softmax", context => Softmax(context, false)),
        Operator.Of("LogSoftmax", 1, "LogSoftmax", context => Softmax(context, true)),
        Operator.Of("GlobalAveragePool", 1, "the mean over pixels", context => Global(context, ReduceFunction.Mean)),
        Operator.Of("GlobalMaxPool", 1, "the maximum over pixels", context => Global(context, ReduceFunction.Maximum)),
        Operator.Of("LpNormalization", 1, "x divided by its norm", Normalize),
        Operator.Of("IsNaN", 9, "x ≠ x", context =>
            Each(context, UnaryFunction.Not, context.Add(BinaryFunction.Equal, context.X, context.X))),
    ];

    private static Operator Plain(string name, int since, ReduceFunction function, string becomes) =>
        Operator.Of(name, 1, becomes, context => Reduce(context, function, context.X, since));

    private static Operator Composed(string name, string becomes, Func<Context, Wire> translate) =>
        Operator.Of(name, 1, becomes, translate);

    private static Wire Each(Context context, UnaryFunction function, Wire x) => context.Add(new Unary(function), x);

    private static Wire Reduce(Context context, ReduceFunction function, Wire x, int since = 18, bool? keeps = null)
    {
        var given = context.AxesOf(1, since);
        var keep = context.Node.Integer("keepdims", 1) != 0;
        if (context.Node.Integer("noop_with_empty_axes", 0) != 0 && given is null or [])
            return x;
        var axes = given is null or [] ? [.. Enumerable.Range(0, x.Rank)] : context.Axes(given, x.Rank);
        return axes.Length == 0 ? x : context.Add(new Reduce(function, axes, keeps ?? keep), x);
    }

    private static Wire SumOfSquares(Context context) =>
        Reduce(context, ReduceFunction.Sum, Each(context, UnaryFunction.Square, context.X));

    private static Wire LogSumExp(Context context)
    {
        var largest = Reduce(context, ReduceFunction.Maximum, context.X, keeps: true);
        var sum = Reduce(context, ReduceFunction.Sum,
            Each(context, UnaryFunction.Exp, context.Add(BinaryFunction.Subtract, context.X, largest)));
        var offset = largest.Rank == sum.Rank ? largest : context.Reshape(largest, sum.Sizes);
        return context.Add(BinaryFunction.Add, Each(context, UnaryFunction.Log, sum), offset);
    }

    private static Wire Extreme(Context context, bool smallest)
    {
        context.Node.Require("select_last_index", 0, "Export the model without it.");
        var axis = context.Axis(context.Node.Integer("axis", 0), context.X.Rank);
        return context.Add(new ArgMax(axis, context.Node.Integer("keepdims", 1) != 0, smallest), context.X);
    }

    private static Wire Softmax(Context context, bool isLogarithm)
    {
        var x = context.X;
        var axis = context.Axis(context.Node.Integer("axis", context.Opset < 13 ? 1 : -1), x.Rank);
        if (context.Opset >= 13 || x.Sizes.Skip(axis + 1).All(size => size == 1))
            return context.Add(new Softmax(axis, isLogarithm), x);
        // Before opset 13, all axes from this one on were one.
        var flat = context.Reshape(x, [.. x.Sizes.Take(axis), x.Sizes.Skip(axis).Aggregate(1L, (product, size) => product * size)]);
        return context.Reshape(context.Add(new Softmax(axis, isLogarithm), flat), x.Sizes);
    }

    private static Wire Global(Context context, ReduceFunction function) => context.X.Rank > 2
        ? context.Add(new Reduce(function, [.. Enumerable.Range(2, context.X.Rank - 2)], true), context.X)
        : throw context.Error($"takes [N, C, spatial…], not {context.X.SizesText}. Export the model again.");

    private static Wire Normalize(Context context)
    {
        var axis = context.Axis(context.Node.Integer("axis", -1), context.X.Rank);
        Wire Sum(UnaryFunction function) => context.Add(new Reduce(ReduceFunction.Sum, [axis], true), Each(context, function, context.X));
        var norm = context.Node.Integer("p", 2) switch
        {
            1 => Sum(UnaryFunction.Abs),
            2 => Each(context, UnaryFunction.Sqrt, Sum(UnaryFunction.Square)),
            var p => throw context.Error($"has p = {p}, which is not offered. It is 1 or 2."),
        };
        // Where all numbers are 0, the result is 0, too.
        var isZero = context.Add(BinaryFunction.Equal, norm, Drafter.Number(0));
        return context.Add(BinaryFunction.Divide, context.X, context.Add(new Where(), isZero, Drafter.Number(1), norm));
    }
}
