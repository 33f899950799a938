namespace ModelDsl.Import;

/// <summary>Reads where windows go. Automatic pads become numbers.</summary>
internal static class Windows
{
    /// <summary>The window of a convolution.</summary>
    public static Window Read(Context context, int[] size) => Read(context, size, out _);

    /// <summary>The window of a convolution or a pool.</summary>
    /// <param name="context">The node.</param>
    /// <param name="size">The size of the window.</param>
    /// <param name="isLonger">Whether ceil mode made it reach beyond the pads.</param>
    public static Window Read(Context context, int[] size, out bool isLonger)
    {
        var (node, axes) = (context.Node, size.Length);
        CheckKernel(context, size);
        var (strides, dilations) = (Numbers(context, "strides", axes, 1), Numbers(context, "dilations", axes, 1));
        var isCeil = node.Integer("ceil_mode", 0) != 0;
        var (begin, end) = Pads(context, axes);
        isLonger = false;
        for (var i = 0; i < axes; i++)
        {
            var extent = (size[i] - 1L) * dilations[i] + 1;
            var places = context.X.Sizes[i + 2];
            if (node.Text("auto_pad", "NOTSET") is "SAME_UPPER" or "SAME_LOWER")
            {
                var total = (int)Math.Max(0, ((places + strides[i] - 1) / strides[i] - 1) * strides[i] + extent - places);
                (begin[i], end[i]) = node.Text("auto_pad", "") == "SAME_UPPER" ? (total / 2, total - total / 2) : (total - total / 2,
                    total / 2);
            }
            else if (isCeil && (places + begin[i] + end[i] - extent) % strides[i] is > 0 and var rest)
            {
                // The last window must begin inside the operand or the pads before it.
                var windows = (places + begin[i] + end[i] - extent) / strides[i] + 1;
                if (windows * strides[i] >= places + begin[i])
                    continue;
                end[i] += (int)(strides[i] - rest);
                isLonger = true;
            }
        }
        return new(size, strides, dilations, begin, end);
    }

    /// <summary>The window of a transposed convolution, and the places that its result gets at the end.</summary>
    public static (Window Window, int[] OutputPadding) ReadTransposed(Context context, int[] size)
    {
        var (node, axes) = (context.Node, size.Length);
        CheckKernel(context, size);
        var (strides, dilations) = (Numbers(context, "strides", axes, 1), Numbers(context, "dilations", axes, 1));
        var padding = Numbers(context, "output_padding", axes, 0);
        var (begin, end) = Pads(context, axes);
        var (automatic, target) = (node.Text("auto_pad", "NOTSET"), node.Integers("output_shape"));
        if (target is not null || automatic is "SAME_UPPER" or "SAME_LOWER")
            for (var i = 0; i < axes; i++)
            {
                var places = context.X.Sizes[i + 2];
                var wanted = target is null ? places * strides[i] : target[target.Length - axes + i];
                var total = (int)(strides[i] * (places - 1) + padding[i] + (size[i] - 1L) * dilations[i] + 1 - wanted);
                var smaller = total / 2;
                (begin[i], end[i]) = automatic == "SAME_UPPER" ? (smaller, total - smaller) : (total - smaller, smaller);
                // A result that is larger than all windows together gets the rest at its end.
                if (total < 0 && target is null)
                    throw context.Error($"has auto_pad = {automatic} and windows of {size[i]} with strides of {strides[i]}, which leave gaps. "
                        + "Programs give results of different sizes then. Export the model with pads and output_padding.");
                if (total < 0)
                    (begin[i], end[i], padding[i]) = (0, 0, padding[i] - total);
            }
        return (new(size, strides, dilations, begin, end), padding);
    }

    /// <summary>Numbers of an attribute that fit a window.</summary>
    public static int[] Checked(Context context, string name, long[] numbers, long least) =>
        numbers.All(number => number >= least && number <= 1 << 20)
            ? [.. numbers.Select(number => (int)number)]
            : throw context.Error($"has {name} = {ShapeRules.Text(numbers)}, which is not possible. Export the model again.");

    private static void CheckKernel(Context context, int[] size)
    {
        if (context.X.Rank != size.Length + 2 || size.Length is < 1 or > 3)
            throw context.Error($"has a window of {size.Length} axes for {context.X.SizesText}, which must be [N, C, spatial…].");
        if (context.Node.Integers("kernel_shape") is { } shape && !shape.SequenceEqual(size.Select(axis => (long)axis)))
            throw context.Error($"has kernel_shape = {ShapeRules.Text(shape)}, and its kernel has another. Export the model again.");
    }

    private static int[] Numbers(Context context, string name, int axes, int standard)
    {
        if (context.Node.Integers(name) is not { } numbers)
            return [.. Enumerable.Repeat(standard, axes)];
        return numbers.Length == axes
            ? Checked(context, name, numbers, standard)
            : throw context.Error($"has {name} = {ShapeRules.Text(numbers)} for {axes} axes. Export the model again.");
    }

    private static (int[] Begin, int[] End) Pads(Context context, int axes)
    {
        var (pads, automatic) = (context.Node.Integers("pads"), context.Node.Text("auto_pad", "NOTSET"));
        if (automatic is not ("NOTSET" or "VALID" or "SAME_UPPER" or "SAME_LOWER"))
            throw context.Error($"has auto_pad = '{automatic}', which is not known. Export the model again.");
        if (pads is null || automatic != "NOTSET")
            return (new int[axes], new int[axes]);
        if (pads.Length != 2 * axes)
            throw context.Error($"has pads = {ShapeRules.Text(pads)} for {axes} axes. Export the model again.");
        var numbers = Checked(context, "pads", pads, 0);
        return ([.. numbers.Take(axes)], [.. numbers.Skip(axes)]);
    }
}
