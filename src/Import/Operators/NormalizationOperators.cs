namespace ModelDsl.Import;

/// <summary>Normalisations with weights.</summary>
internal static class NormalizationOperators
{
    public static readonly IReadOnlyList<Operator> Rows =
    [
        new("BatchNormalization", 7, "the layer BatchNormalization", BatchNorm),
        Operator.Of("InstanceNormalization", 6, "the layer GroupNormalization, with a group for each channel", InstanceNorm),
        Operator.Of("GroupNormalization", 18, "the layer GroupNormalization", GroupNorm),
        new("LayerNormalization", 17, "the layer LayerNormalization", LayerNorm),
        Operator.Of("RMSNormalization", 23, "the layer RMSNormalization", RmsNorm),
    ];

    private static IReadOnlyList<Wire> BatchNorm(Context context)
    {
        context.Node.Require("spatial", 1, "Export the model with opset_version=13.");
        context.Node.Require("training_mode", 0, "Export the model with model.eval().");
        var (epsilon, momentum) = (context.Node.Number("epsilon", 1e-5), context.Node.Number("momentum", 0.9));
        if (Enumerable.Range(1, 4).Any(context.Node.IsUsed))
            throw context.Error("has its statistics used, which is not offered. Export the model with model.eval().");
        // Before there was training_mode, more results than one said that the statistics are those of the batch.
        if (context.Opset < 14 && context.Node.Outputs.Skip(1).Any(output => output.Length > 0))
            throw context.Error("gives its statistics, so it runs in training mode. Export the model with model.eval().");
        var scale = context.Constant(1, "scale");
        return [context.Add(new Apply(new BatchNorm(
            scale.Name, scale, context.Constant(2, "bias"), context.Constant(3, "mean"), context.Constant(4, "variance"), epsilon,
            momentum)), context.X)];
    }

    private static Wire InstanceNorm(Context context)
    {
        var scale = context.Constant(1, "scale");
        return context.Add(new Apply(new GroupNorm(
            scale.Name, scale, context.Constant(2, "bias"), scale.Length, context.Node.Number("epsilon", 1e-5))), context.X);
    }

    private static Wire GroupNorm(Context context)
    {
        context.Node.Integer("stash_type", 1);
        var (epsilon, groups) = (context.Node.Number("epsilon", 1e-5), context.Node.Integer("num_groups", 0));
        var (scale, bias) = (context.Constant(1, "scale"), context.Constant(2, "bias"));
        if (context.X.Rank < 2 || groups < 1 || groups > context.X.Sizes[1])
            throw context.Error($"forms {groups} groups of the channels of {context.X.SizesText}. Export the model again.");
        // Before opset 21, there was a number for each group.
        if (context.Opset < 21)
            (scale, bias) = (Spread(scale, (int)groups, context.X.Sizes[1]), Spread(bias, (int)groups, context.X.Sizes[1]));
        return context.Add(new Apply(new GroupNorm(scale.Name, scale, bias, (int)groups, epsilon)), context.X);
    }

    private static Tensor Spread(Tensor tensor, int groups, long channels)
    {
        if (tensor.Length != groups || channels % groups != 0)
            return tensor;
        var size = (int)(channels / groups);
        return Tensor.Floats(tensor.Name, [(int)channels], () =>
        {
            var numbers = tensor.ReadFloats();
            return [.. Enumerable.Range(0, (int)channels).Select(channel => numbers[channel / size])];
        });
    }

    private static IReadOnlyList<Wire> LayerNorm(Context context)
    {
        context.Node.Integer("stash_type", 1);
        var (rank, scale) = (context.X.Rank, context.Constant(1, "scale"));
        var (axis, epsilon) = (context.Axis(context.Node.Integer("axis", -1), rank), context.Node.Number("epsilon", 1e-5));
        if (context.Node.IsUsed(1) || context.Node.IsUsed(2))
            throw context.Error("has its mean or its deviation used, which is not offered. Export the model again.");
        var bias = context.Optional(2) is null ? null : context.Constant(2, "bias");
        return [context.Add(new Apply(new LayerNorm(scale.Name, scale, bias, rank - axis, epsilon)), context.X)];
    }

    private static Wire RmsNorm(Context context)
    {
        context.Node.Integer("stash_type", 1);
        var scale = context.Constant(1, "scale");
        var (axis, epsilon) = (context.Axis(context.Node.Integer("axis", -1), context.X.Rank), context.Node.Number("epsilon", 1e-5));
        return axis == context.X.Rank - 1
            ? context.Add(new Apply(new RmsNorm(scale.Name, scale, epsilon)), context.X)
            : throw context.Error("normalises several axes together, which is not offered. Normalise the last axis.");
    }
}
