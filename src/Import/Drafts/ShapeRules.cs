namespace ModelDsl.Import;

/// <summary>The shapes that an operation gives, from the sizes of its operands. A shape that does not fit throws.</summary>
internal static class ShapeRules
{
    /// <summary>The sizes of each result.</summary>
    public static IReadOnlyList<long[]> SizesOf(Operation operation, IReadOnlyList<Wire> operands) => operation switch
    {
        Split(var axis, var sizes) => [.. sizes.Select(size => With(operands[0].Sizes, axis, size))],
        _ => [SizeOf(operation, operands)],
    };

    /// <summary>The type of the results.</summary>
    public static ElementType TypeOf(Operation operation, IReadOnlyList<Wire> operands) => operation switch
    {
        Unary(UnaryFunction.Not, _, _) or Binary(>= BinaryFunction.Equal) => ElementType.Boolean,
        Cast(var type) => type,
        ArgMax => ElementType.Integer,
        Apply or Softmax => ElementType.Float,
        Where => operands[1].Type,
        _ => operands[0].Type,
    };

    /// <summary>The sizes of the result of broadcasting, as in NumPy.</summary>
    public static long[] Broadcast(params long[][] shapes)
    {
        var result = new long[shapes.Max(shape => shape.Length)];
        for (var axis = 1; axis <= result.Length; axis++)
        {
            var sizes = shapes.Where(shape => shape.Length >= axis).Select(shape => shape[shape.Length - axis])
                .Where(size => size != 1).ToList();
            if (sizes.Distinct().Count() > 1)
                throw Mismatch($"shapes {string.Join(" and ", shapes.Select(Text))} don't fit: no size fits {sizes[0]} but itself and 1.");
            result[^axis] = sizes.Count == 0 ? 1 : sizes[0];
        }
        return result;
    }

    /// <summary>The number of elements. Throws if it is too large for an array.</summary>
    public static long Length(IEnumerable<long> sizes)
    {
        long length = 1;
        foreach (var size in sizes)
            if (size is < 0 or > int.MaxValue || (length *= size) > int.MaxValue)
                throw Mismatch($"a tensor [{string.Join(", ", sizes)}] does not fit in memory.");
        return length;
    }

    /// <summary>Sizes as a text.</summary>
    public static string Text(IEnumerable<long> sizes) => $"[{string.Join(", ", sizes)}]";

    /// <summary>The sizes of windows along the spatial axes of a pool or a convolution.</summary>
    public static long[] Places(Window window, ReadOnlySpan<long> spatial)
    {
        if (spatial.Length != window.Size.Count)
            throw Mismatch($"a window of {window.Size.Count} axes does not fit an operand with {spatial.Length} spatial axes.");
        var places = new long[spatial.Length];
        for (var i = 0; i < places.Length; i++)
        {
            var extent = (window.Size[i] - 1L) * window.Dilations[i] + 1;
            var room = spatial[i] + window.Begin[i] + window.End[i] - extent;
            if (room < 0)
                throw Mismatch($"a window of {extent} does not fit in {spatial[i]} + {window.Begin[i]} + {window.End[i]} places.");
            places[i] = room / window.Strides[i] + 1;
        }
        return places;
    }

    private static long[] SizeOf(Operation operation, IReadOnlyList<Wire> operands)
    {
        var x = operands[0].Sizes;
        return operation switch
        {
            Unary or Clip or Cast => x,
            Softmax(var axis, _) => Check(x, axis),
            Binary or Where => Broadcast([.. operands.Select(operand => operand.Sizes)]),
            MatMul => Product(x, operands[1].Sizes),
            Reshape(var target) => Reshaped(x, target.At(0)),
            Expand(var target) => Expanded(x, target.At(0)),
            Transpose(var order) => Permuted(x, order),
            Concat(var axis) => Joined(operands, axis),
            Slice(var ranges) => ranges.Aggregate(x, (sizes, range) => With(sizes, range.Axis, range.Count)),
            Gather(var axis) => With(x, axis, operands[1].Sizes.Length == 1
                ? operands[1].Sizes[0] : throw Mismatch("indices must have one axis.")),
            Reduce(_, var axes, var keep) => Reduced(x, axes, keep),
            ArgMax(var axis, var keep, _) => Reduced(x, [axis], keep),
            Pool(_, var window, _) when x.Length > 2 => [x[0], x[1], .. Places(window, x.AsSpan(2))],
            Pool => throw Mismatch($"a pool takes [N, C, spatial…], not {Text(x)}."),
            Pad(_, var begin, var end, _) => Padded(x, begin, end),
            Resize(var factors, _) => [.. Check(x, factors.Count - 1).Zip(factors, (size, factor) => checked(size * factor))],
            Apply(var layer) => LayerShapes.SizesOf(layer, x),
            _ => throw new InvalidOperationException($"{operation} has no shape rule."),
        };
    }

    private static long[] Product(long[] a, long[] b)
    {
        if (a.Length < 2 || b.Length < 2)
            throw Mismatch($"a product takes matrices, and {Text(a)} and {Text(b)} are not both. Reshape the vector to a matrix.");
        return a[^1] == b[^2]
            ? [.. Broadcast(a.AsSpan(0, a.Length - 2).ToArray(), b.AsSpan(0, b.Length - 2).ToArray()), a[^2], b[^1]]
            : throw Mismatch($"the product of {Text(a)} and {Text(b)} does not exist: {a[^1]} columns, and {b[^2]} rows.");
    }

    private static long[] Reshaped(long[] x, long[] target) => Length(x) == Length(target)
        ? target
        : throw Mismatch($"{Text(x)} can't have the shape {Text(target)}: the numbers of elements differ.");

    private static long[] Expanded(long[] x, long[] target)
    {
        Length(target);
        return Broadcast(x, target).SequenceEqual(target) ? target : throw Mismatch($"{Text(x)} can't be repeated to {Text(target)}.");
    }

    private static long[] Permuted(long[] x, IReadOnlyList<int> order) =>
        order.OrderBy(axis => axis).SequenceEqual(Enumerable.Range(0, x.Length))
        ? [.. order.Select(axis => x[axis])]
        : throw Mismatch($"{string.Join(", ", order)} is no order of the axes of {Text(x)}.");

    private static long[] Joined(IReadOnlyList<Wire> operands, int axis)
    {
        var first = Check(operands[0].Sizes, axis);
        foreach (var operand in operands)
            if (operand.Rank != first.Length || !With(operand.Sizes, axis, 0).SequenceEqual(With(first, axis, 0)))
                throw Mismatch($"{operands[0].SizesText} and {operand.SizesText} can't be joined along axis {axis}.");
        return With(first, axis, operands.Sum(operand => operand.Sizes[axis]));
    }

    private static long[] Reduced(long[] x, IReadOnlyList<int> axes, bool keep)
    {
        foreach (var axis in axes)
            Check(x, axis);
        return keep ? [.. x.Select((size, axis) => axes.Contains(axis) ? 1 : size)] : [.. x.Where((_, axis) => !axes.Contains(axis))];
    }

    private static long[] Padded(long[] x, IReadOnlyList<int> begin, IReadOnlyList<int> end)
    {
        if (begin.Count != x.Length)
            throw Mismatch($"pads of {begin.Count} axes do not fit {Text(x)}.");
        var sizes = x.Select((size, axis) => size + begin[axis] + end[axis]).ToArray();
        return sizes.All(size => size >= 0) ? sizes : throw Mismatch($"pads take more places from {Text(x)} than there are.");
    }

    private static long[] With(long[] sizes, int axis, long size)
    {
        var result = (long[])Check(sizes, axis).Clone();
        result[axis] = size;
        return result;
    }

    private static long[] Check(long[] sizes, int axis) =>
        (uint)axis < (uint)sizes.Length ? sizes : throw Mismatch($"there is no axis {axis} in {Text(sizes)}.");

    internal static ImportException Mismatch(string what) => new(what);
}
