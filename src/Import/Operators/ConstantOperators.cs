namespace ModelDsl.Import;

/// <summary>Operators that make constants, and those that only pass their operand on.</summary>
internal static class ConstantOperators
{
    public static readonly IReadOnlyList<Operator> Rows =
    [
        Operator.Of("Constant", 1, "a constant", Constant),
        Operator.Of("ConstantOfShape", 9, "a constant", Filled),
        Operator.Of("Range", 11, "a constant", Range),
        Operator.Of("Shape", 1, "a constant", Sizes),
        Operator.Of("Size", 1, "a constant",
            context => OfBatch(context, [], [context.X.Sizes.Aggregate(1L, (product, size) => product * size)])),
        Operator.Of("Identity", 1, "nothing", context => context.X),
        new("Dropout", 7, "nothing: a file is a model for prediction", Dropout),
        Operator.Of("Cast", 6, "a conversion of numbers, or nothing between real numbers", Cast),
        Operator.Of("CastLike", 15, "as Cast", context => Converted(context, context[1].Type)),
    ];

    private static Wire Constant(Context context)
    {
        var (node, name) = (context.Node, context.Node.Outputs[0]);
        if (node.Tensor("value") is { } tensor)
            // Some exporters keep weights in such nodes. Others keep only numbers of their own, which have no names.
            return Drafter.Constant(
                TensorReader.Read(tensor, name, ".", _ => { }), isStored: tensor.Dims.Count > 0 && name.IndexOf("onstant",
                    StringComparison.Ordinal) < 0);
        if (node.Has("value_float"))
            return Floats(name, [], (float)node.Number("value_float", 0));
        if (node.Numbers("value_floats") is { } floats)
            return Floats(name, [floats.Length], floats);
        if (node.Integer("value_int") is { } integer)
            return Drafter.Constant(Tensor.Integers(name, [], () => [integer]));
        if (node.Integers("value_ints") is { } integers)
            return Drafter.Constant(Tensor.Integers(name, [integers.Length], () => integers));
        throw context.Error("has no number or tensor as its value. Texts and sparse tensors are not offered.");
    }

    private static Wire Floats(string name, int[] shape, params float[] numbers) =>
        Drafter.Constant(Tensor.Floats(name, shape, () => numbers));

    private static Wire Filled(Context context)
    {
        var sizes = context.Integers(0, "shape")!;
        var value = context.Node.Tensor("value") is { } tensor
            ? TensorReader.Read(tensor, context.Node.Outputs[0], ".", _ => { })
            : Tensor.Floats("", [1], () => [0]);
        if (value.Length != 1)
            throw context.Error($"has a value of {value.Length} numbers, not one. Export the model again.");
        var scalar = context.Reshape(Drafter.Constant(value), [.. sizes.Select(_ => 1L)]);
        var result = context.Add(new Expand(Shape.Of(sizes)), scalar);
        return new(result.Source, result.Sizes, result.Type) { Constant = result.Constant, IsOfBatch = context.X.IsOfBatch };
    }

    private static Wire Range(Context context)
    {
        if (context.All.Any(operand => operand.Constant is null || operand.Constant.Length != 1))
            throw context.Error("computes its numbers from the input. Only constants are offered.");
        double[] ends = [.. context.All.Select(operand => operand.Type == ElementType.Float
            ? operand.Constant!.ReadFloats()[0] : operand.Constant!.ReadIntegers()[0])];
        var count = Math.Max(0, Math.Ceiling((ends[1] - ends[0]) / ends[2]));
        if (!(count <= 1 << 20))
            throw context.Error($"has {count} numbers, from {ends[0]} to {ends[1]} by {ends[2]}. That is too many.");
        int[] shape = [(int)count];
        var name = context.Node.Outputs[0];
        var tensor = context.X.Type == ElementType.Float
            ? Tensor.Floats(name, shape, () => [.. Enumerable.Range(0, (int)count).Select(i => (float)(ends[0] + i * ends[2]))])
            : Tensor.Integers(name, shape, () => [.. Enumerable.Range(0, (int)count).Select(i => (long)ends[0] + i * (long)ends[2])]);
        return new(name, [(long)count], context.X.Type) { Constant = tensor, IsOfBatch = context.All.Any(operand => operand.IsOfBatch) };
    }

    private static Wire Sizes(Context context)
    {
        var rank = context.X.Rank;
        int End(string name, long standard)
        {
            var end = context.Node.Integer(name, standard);
            return (int)Math.Min(Math.Max(end < 0 ? end + rank : end, 0), rank);
        }

        var (start, stop) = (End("start", 0), End("end", rank));
        long[] sizes = [.. context.X.Sizes.Skip(start).Take(Math.Max(stop - start, 0))];
        return OfBatch(context, [sizes.Length], sizes);
    }

    private static Wire OfBatch(Context context, int[] shape, long[] numbers) =>
        new(context.Node.Outputs[0], [.. shape.Select(size => (long)size)], ElementType.Integer)
        {
            Constant = Tensor.Integers(context.Node.Outputs[0], shape, () => numbers),
            IsOfBatch = context.X.Batch is not null,
        };

    private static IReadOnlyList<Wire> Dropout(Context context)
    {
        context.Node.Number("ratio", 0.5);
        context.Node.Integer("seed");
        if (context.Opset >= 12 && context.Optional(2) is { } training && (training.Constant is null || training.Number != 0))
            throw context.Error("runs in training mode. Export the model with model.eval().");
        return [context.X];
    }

    private static Wire Cast(Context context)
    {
        var to = (int)context.Node.Integer("to", 0);
        context.Node.Integer("saturate");
        context.Node.Text("round_mode", "up");
        if (context.X is { Type: ElementType.Integer } x && TensorReader.RangeOf(to) is var (least, most)
            && x.Constant?.ReadIntegers().All(number => number >= least && number <= most) != true)
            throw context.Error($"converts whole numbers to {TensorReader.NameOf(to)}, which keeps a part of their bits alone. Export the"
                + " model with int64.");
        return Converted(context, TensorReader.ElementTypeOf(to)
            ?? throw context.Error($"converts to {TensorReader.NameOf(to)}, which is not offered. Export the model with float32 numbers."));
    }

    private static Wire Converted(Context context, ElementType type) =>
        context.X.Type == type ? context.X : context.Add(new Cast(type), context.X);
}
