namespace ModelDsl.Import;

/// <summary>Operators with windows over spatial axes.</summary>
internal static class ImageOperators
{
    public static readonly IReadOnlyList<Operator> Rows =
    [
        Operator.Of("Conv", 1, "the layer Conv1D, Conv2D, DepthwiseConv1D or DepthwiseConv2D", Conv),
        Operator.Of("ConvTranspose", 1, "the layer Conv1DTranspose or Conv2DTranspose", ConvTranspose),
        Operator.Of("MaxPool", 1, "the layer MaxPooling1D or MaxPooling2D", context => Pool(context, true)),
        Operator.Of("AveragePool", 7, "the layer AveragePooling1D or AveragePooling2D", context => Pool(context, false)),
        Operator.Of("Resize", 10, "the layer UpSampling1D or UpSampling2D, for whole factors", Resize),
        Operator.Of("Upsample", 7, "the layer UpSampling1D or UpSampling2D, for whole factors", Upsample),
    ];

    private static Wire Conv(Context context)
    {
        var kernel = context.Constant(1, "kernel");
        var groups = Groups(context, kernel);
        var window = Windows.Read(context, [.. kernel.Shape.Skip(2)]);
        return kernel.Shape[0] % groups == 0
            ? context.Add(new Apply(new Conv(kernel.Name, kernel, Bias(context, kernel.Shape[0]), window, groups)), context.X)
            : throw context.Error($"has {kernel.Shape[0]} filters, which can't form {groups} groups. Export the model again.");
    }

    private static Wire ConvTranspose(Context context)
    {
        var kernel = context.Constant(1, "kernel");
        var groups = Groups(context, kernel);
        var (window, padding) = Windows.ReadTransposed(context, [.. kernel.Shape.Skip(2)]);
        return context.Add(
            new Apply(new ConvTranspose(kernel.Name, kernel, Bias(context, kernel.Shape[1] * groups), window, padding, groups)), context.X);
    }

    private static int Groups(Context context, Tensor kernel)
    {
        if (kernel.Shape.Count is < 3 or > 5 || kernel.Length == 0)
            throw context.Error($"has the kernel {kernel}. Kernels of one, two or three spatial axes are offered.");
        var groups = context.Node.Integer("group", 1);
        return groups is >= 1 and <= 1 << 20
            ? (int)groups
            : throw context.Error($"has {groups} groups. Export the model again.");
    }

    private static Tensor? Bias(Context context, int filters)
    {
        if (context.Optional(2) is null)
            return null;
        var bias = context.Constant(2, "bias");
        return bias.Length == filters
            ? bias
            : throw context.Error($"has the bias {bias} for {filters} filters. Export the model again.");
    }

    private static Wire Pool(Context context, bool isMaximum)
    {
        context.Node.Integer("storage_order", 0);
        var countsPads = !isMaximum && context.Node.Integer("count_include_pad", 0) != 0;
        var size = context.Node.Integers("kernel_shape") ?? throw context.Error("has no kernel_shape. Export the model again.");
        if (context.Node.IsUsed(1))
            throw context.Error("has its places of the largest numbers used, which is not offered. Export the model without"
                + " return_indices.");
        var window = Windows.Read(context, Windows.Checked(context, "kernel_shape", size, 1), out var isLonger);
        return countsPads && isLonger
            ? throw context.Error(
                "counts pads in a mean with ceil_mode, which is not offered. Set ceil_mode or count_include_pad to False.")
            : context.Add(new Pool(isMaximum, window, countsPads), context.X);
    }

    private static Wire Resize(Context context)
    {
        var (node, x) = (context.Node, context.X);
        var (mode, rounding, coordinates) = (node.Text("mode", "nearest"), node.Text("nearest_mode", "round_prefer_floor"),
            node.Text("coordinate_transformation_mode", "half_pixel"));
        node.Number("cubic_coeff_a", 0);
        node.Integer("exclude_outside", 0);
        node.Number("extrapolation_value", 0);
        node.Require("antialias", 0, "Use antialias=False.");
        var policy = node.Text("keep_aspect_ratio_policy", "stretch");
        var axes = node.Integers("axes") is { } given ? given.Select(axis => context.Axis(axis, x.Rank)).ToArray()
            : [.. Enumerable.Range(0, x.Rank)];
        var operand = context.Opset < 11 ? 1 : 2;
        if (context.Opset < 11)
            (coordinates, rounding) = ("asymmetric", "floor");
        double[] factors;
        if (context.Optional(operand) is { Constant.Length: > 0 })
            factors = [.. context.Constant(operand, "scales").ReadFloats().Select(factor => (double)factor)];
        else
        {
            var sizes = context.Integers(3, "sizes") ?? throw context.Error("has neither scales nor sizes. Export the model again.");
            factors = Kept(context, policy, [.. sizes.Zip(axes, (size, axis) => (double)size / x.Sizes[axis])]);
        }
        return factors.Length == axes.Length
            ? Enlarge(context, axes, factors, Mode(context, mode, coordinates, rounding))
            : throw context.Error($"has {factors.Length} factors for {axes.Length} axes. Export the model again.");
    }

    // Sizes that would stretch an image are bounds, where its sides keep their ratio: all axes have one factor then.
    private static double[] Kept(Context context, string policy, double[] factors) => policy switch
    {
        "stretch" => factors,
        "not_larger" => [.. factors.Select(_ => factors.Min())],
        "not_smaller" => [.. factors.Select(_ => factors.Max())],
        _ => throw context.Error($"has keep_aspect_ratio_policy = '{policy}', which is not known. Export the model again."),
    };

    // The ways to round coordinates that repeat each number, for whole factors.
    private static ResizeMode Mode(
        Context context, string mode, string coordinates, string rounding) => (mode, coordinates, rounding) switch
        {
            ("nearest", "half_pixel" or "pytorch_half_pixel", "round_prefer_floor" or "round_prefer_ceil") => ResizeMode.Nearest,
            ("nearest", "asymmetric" or "tf_half_pixel_for_nn", "floor") => ResizeMode.Nearest,
            ("linear", "half_pixel" or "pytorch_half_pixel", _) => ResizeMode.Linear,
            ("nearest", _, _) => throw context.Error(
                $"has nearest_mode = {rounding} with coordinate_transformation_mode = {coordinates}. Use nn.Upsample(mode='nearest')."),
            _ => throw context.Error(
                $"has mode = {mode} with coordinate_transformation_mode = {coordinates}. Use nearest, or linear with align_corners=False."),
        };

    private static Wire Upsample(Context context)
    {
        var mode = context.Node.Text("mode", "nearest");
        var factors = context.Opset < 9 ? context.Node.Numbers("scales") : context.Constant(1, "scales").ReadFloats();
        if (factors is null || factors.Length != context.X.Rank)
            throw context.Error("has no scale for each axis. Export the model again.");
        return mode == "nearest"
            ? Enlarge(context, [.. Enumerable.Range(0, factors.Length)], [.. factors.Select(factor => (double)factor)], ResizeMode.Nearest)
            : throw context.Error($"has mode = {mode}, which this version computes in a way of its own. Export with opset_version=13.");
    }

    private static Wire Enlarge(Context context, int[] axes, double[] factors, ResizeMode mode)
    {
        var whole = Enumerable.Repeat(1, context.X.Rank).ToArray();
        for (var i = 0; i < axes.Length; i++)
            whole[axes[i]] = factors[i] is >= 1 and <= 1 << 12 && factors[i] == Math.Floor(factors[i])
                ? (int)factors[i]
                : throw context.Error($"changes {context.X.SizesText} by {string.Join(", ", factors)}. Only whole factors are offered.");
        if (whole.All(factor => factor == 1))
            return context.X;
        return whole.Length > 2 && whole[0] == 1 && whole[1] == 1
            ? context.Add(new Resize(whole, mode), context.X)
            : throw context.Error($"changes the batch or the channels of {context.X.SizesText}, which is not offered.");
    }
}
