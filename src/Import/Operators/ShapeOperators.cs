namespace ModelDsl.Import;

/// <summary>Operators that change the shape of their operand, and none of its numbers.</summary>
internal static class ShapeOperators
{
    public static readonly IReadOnlyList<Operator> Rows =
    [
        Operator.Of("Reshape", 5, "Reshape", Reshape),
        Operator.Of("Flatten", 1, "Reshape", Flatten),
        Operator.Of("Squeeze", 1, "Reshape", Squeeze),
        Operator.Of("Unsqueeze", 1, "Reshape", Unsqueeze),
        Operator.Of("Transpose", 1, "Transpose", Transpose),
        Operator.Of("Expand", 8, "BroadcastTo", Expand),
        Operator.Of("Tile", 6, "BroadcastTo along axes of size 1, otherwise Concat", Tile),
        Operator.Of("DepthToSpace", 1, "Reshape and Transpose", DepthToSpace),
        Operator.Of("SpaceToDepth", 1, "Reshape and Transpose", SpaceToDepth),
    ];

    private static Wire Reshape(Context context)
    {
        var x = context.X;
        var sizes = (long[])context.Integers(1, "shape")!.Clone();
        var keepsZero = context.Node.Integer("allowzero", 0) != 0;
        for (var axis = 0; axis < sizes.Length; axis++)
            if (sizes[axis] == 0 && !keepsZero)
                sizes[axis] = axis < x.Rank ? x.Sizes[axis] : throw context.Error($"copies the size of axis {axis}, which is not there.");
        // In the file's own batch, the shape is as the file says. In another, the axis that holds the samples is larger.
        if (x.Batch is not null && context.FixedBatch is { } batch && batch.Targets.TryGetValue(context.Node, out var target))
            return context.Reshape(x, Scaled(context, target, batch.Size));
        var shape = Filled(context, sizes);
        if (context.FixedBatch is { IsOwn: true } own)
            own.Targets[context.Node] = shape;
        return context.Reshape(x, shape);
    }

    private static long[] Filled(Context context, long[] sizes)
    {
        if (sizes.Any(size => size < -1) || sizes.Count(size => size == -1) > 1)
            throw context.Error($"has the shape {ShapeRules.Text(sizes)}, which is none. Export the model again.");
        var gap = Array.IndexOf(sizes, -1);
        if (gap < 0)
            return sizes;
        var (length, others) = (ShapeRules.Length(context.X.Sizes), ShapeRules.Length(sizes.Where(size => size != -1)));
        if (others == 0 || length % others != 0)
            throw context.Error($"can't make {ShapeRules.Text(sizes)} of {context.X.SizesText}. Export the model again.");
        sizes[gap] = length / others;
        return sizes;
    }

    private static long[] Scaled(Context context, long[] target, long fileBatch)
    {
        var place = context.X.Batch!;
        // Several axes may hold the samples. One that is the batch itself is taken first, then one that is not the last, which holds
        // features.
        var outside = Samples.Outside(context.X);
        var chosen = Samples.Candidates(outside, target, fileBatch)
            .OrderBy(candidate => candidate.Outside == 1 && target[candidate.Axis] == fileBatch ? 0 : 1)
            .ThenBy(candidate => candidate.Axis == target.Length - 1 ? 1 : 0)
            .ThenBy(candidate => candidate.Axis == place.Axis ? 0 : 1)
            .FirstOrDefault()
            ?? throw context.Error(
                $"makes {ShapeRules.Text(target)} for a batch of {fileBatch}, and no axis of it holds the samples. Export the model with a"
                + " dynamic batch (dynamic_axes or dynamic_shapes).");
        var sizes = (long[])target.Clone();
        sizes[chosen.Axis] = sizes[chosen.Axis] / fileBatch * context.Batch;
        return sizes;
    }

    private static Wire Flatten(Context context)
    {
        var (axis, sizes) = (context.Node.Integer("axis", 1), context.X.Sizes);
        var split = axis == sizes.Length ? sizes.Length : context.Axis(axis, sizes.Length);
        return context.Reshape(context.X, Product(sizes.Take(split)), Product(sizes.Skip(split)));
    }

    private static Wire Squeeze(Context context)
    {
        var sizes = context.X.Sizes;
        var axes = context.AxesOf(1, 13) is { } given
            ? context.Axes(given, sizes.Length)
            : [.. Enumerable.Range(0, sizes.Length).Where(axis => sizes[axis] == 1)];
        return axes.All(axis => sizes[axis] == 1)
            ? context.Reshape(context.X, [.. sizes.Where((_, axis) => !axes.Contains(axis))])
            : throw context.Error(
                $"removes axes {string.Join(", ", axes)} of {context.X.SizesText}, which are not all 1. Export the model again.");
    }

    private static Wire Unsqueeze(Context context)
    {
        var given = context.AxesOf(1, 13) ?? throw context.Error("names no axes. Export the model again.");
        var axes = context.Axes(given, context.X.Rank + given.Length);
        var rest = new Queue<long>(context.X.Sizes);
        return context.Reshape(context.X, [.. Enumerable.Range(0, context.X.Rank + axes.Length)
            .Select(axis => axes.Contains(axis) ? 1 : rest.Dequeue())]);
    }

    private static Wire Transpose(Context context)
    {
        var order = context.Node.Integers("perm") ?? [.. Enumerable.Range(0, context.X.Rank).Reverse().Select(axis => (long)axis)];
        return context.Add(new Transpose([.. order.Select(axis => context.Axis(axis, context.X.Rank))]), context.X);
    }

    private static Wire Expand(Context context)
    {
        var sizes = ShapeRules.Broadcast(context.X.Sizes, context.Integers(1, "shape")!);
        var result = context.Add(new Expand(Shape.Of(sizes)), context.X);
        return result.Constant is null || result.IsOfBatch ? result : new(result.Source, result.Sizes, result.Type)
        {
            Constant = result.Constant,
            IsStored = result.IsStored,
            IsOfBatch = context[1].IsOfBatch,
        };
    }

    private static Wire Tile(Context context)
    {
        var (result, repeats) = (context.X, context.Integers(1, "repeats")!);
        if (repeats.Length != result.Rank || repeats.Any(count => count is < 1 or > 1 << 16))
            throw context.Error($"repeats {result.SizesText} by {ShapeRules.Text(repeats)}, which is not offered. Export the model again.");
        for (var axis = 0; axis < repeats.Length; axis++)
        {
            var (count, sizes) = (repeats[axis], (long[])result.Sizes.Clone());
            if (count == 1)
                continue;
            sizes[axis] *= count;
            result = result.Sizes[axis] == 1
                ? context.Add(new Expand(Shape.Of(sizes)), result)
                : context.Add(new Concat(axis), [.. Enumerable.Repeat(result, (int)count)]);
        }
        return result;
    }

    private static Wire DepthToSpace(Context context)
    {
        var (size, mode) = (context.Node.Integer("blocksize", 0), context.Node.Text("mode", "DCR"));
        var (n, c, h, w) = Image(context);
        if (size < 1 || c % (size * size) != 0 || mode is not ("DCR" or "CRD"))
            throw context.Error($"makes blocks of {size} of {context.X.SizesText} in the mode {mode}, which is not possible.");
        var depth = c / size / size;
        var apart = mode == "DCR" ? context.Reshape(context.X, n, size, size, depth, h, w) : context.Reshape(context.X, n, depth, size,
            size, h, w);
        int[] order = mode == "DCR" ? [0, 3, 4, 1, 5, 2] : [0, 1, 4, 2, 5, 3];
        return context.Reshape(context.Add(new Transpose(order), apart), n, depth, h * size, w * size);
    }

    private static Wire SpaceToDepth(Context context)
    {
        var size = context.Node.Integer("blocksize", 0);
        var (n, c, h, w) = Image(context);
        if (size < 1 || h % size != 0 || w % size != 0)
            throw context.Error($"takes blocks of {size} from {context.X.SizesText}, which is not possible.");
        var apart = context.Reshape(context.X, n, c, h / size, size, w / size, size);
        return context.Reshape(context.Add(new Transpose([0, 3, 5, 1, 2, 4]), apart), n, c * size * size, h / size, w / size);
    }

    private static (long N, long C, long H, long W) Image(Context context) => context.X.Sizes is [var n, var c, var h, var w]
        ? (n, c, h, w)
        : throw context.Error($"takes [N, C, H, W], not {context.X.SizesText}. Export the model again.");

    private static long Product(IEnumerable<long> sizes) => sizes.Aggregate(1L, (product, size) => product * size);
}
