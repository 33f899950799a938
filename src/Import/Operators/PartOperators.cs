namespace ModelDsl.Import;

/// <summary>Operators that take parts of operands, join them, or add places.</summary>
internal static class PartOperators
{
    public static readonly IReadOnlyList<Operator> Rows =
    [
        Operator.Of("Concat", 4, "Concat", Concat),
        Operator.Of("Slice", 1, "a slice", Slice),
        new("Split", 2, "a slice for each part", Split, int.MaxValue),
        Operator.Of("Gather", 1, "the layer Embedding for a table of weights; a slice for constant indices", Gather),
        Operator.Of("Pad", 2, "padding with a number, the edge, or a mirror image", Pad),
        Operator.Of("Trilu", 14, "a triangle of a matrix", Triangle),
    ];

    private static Wire Concat(Context context)
    {
        var axis = context.Axis(context.Node.Integer("axis") ?? throw context.Error("names no axis."), context.X.Rank);
        var operands = context.All.ToArray();
        // In a file for one sample, a constant may be a row for it. Then each sample has this row.
        if (context.FixedBatch is { Size: 1, IsOwn: false } && operands.FirstOrDefault(operand =>
            operand.Batch is not null)?.Batch is { } place)
            for (var i = 0; i < operands.Length; i++)
                if (operands[i].Batch is null && place.Axis != axis && place.Axis < operands[i].Rank && operands[i].Sizes[place.Axis] == 1)
                    operands[i] = ForEach(context, operands[i], place.Axis);
        return context.Add(new Concat(axis), operands);
    }

    private static Wire ForEach(Context context, Wire row, int axis)
    {
        long[] sizes = [.. row.Sizes.Select((size, i) => i == axis ? context.Batch : size)];
        var rows = context.Add(new Expand(Shape.Of(sizes)), row);
        return new(rows.Source, sizes, rows.Type) { Constant = rows.Constant, IsStored = rows.IsStored, IsOfBatch = true };
    }

    private static Wire Slice(Context context)
    {
        var x = context.X;
        var (starts, ends, axes, steps) = context.Opset < 10
            ? (context.Node.Integers("starts"), context.Node.Integers("ends"), context.Node.Integers("axes"), null)
            : (context.Integers(1, "start"), context.Integers(2, "end"), context.Integers(3, "axes"), context.Integers(4, "steps"));
        if (starts is null || ends is null || starts.Length != ends.Length)
            throw context.Error("does not say where its part begins and ends. Export the model again.");
        axes ??= [.. Enumerable.Range(0, starts.Length).Select(axis => (long)axis)];
        steps ??= [.. starts.Select(_ => 1L)];
        if (axes.Length != starts.Length || steps.Length != starts.Length || steps.Contains(0))
            throw context.Error("has a start, an end, an axis or a step too many. Export the model again.");
        context.Axes(axes, x.Rank);
        var ranges = new List<AxisRange>();
        for (var i = 0; i < starts.Length; i++)
        {
            var axis = context.Axis(axes[i], x.Rank);
            var range = Range(axis, x.Sizes[axis], starts[i], ends[i], steps[i]);
            if (range != new AxisRange(axis, 0, x.Sizes[axis], 1))
                ranges.Add(range);
        }
        return ranges.Count == 0 ? x : context.Add(new Slice([.. ranges.OrderBy(range => range.Axis)]), x);
    }

    // Ends beyond the axis are moved to its ends, as in Python.
    private static AxisRange Range(int axis, long size, long start, long end, long step)
    {
        long Bound(long place, long least, long most) => Math.Min(Math.Max(place < 0 ? place + size : place, least), most);
        var (first, last) = step > 0 ? (Bound(start, 0, size), Bound(end, 0, size)) : (Bound(start, 0, size - 1), Bound(end, -1, size - 1));
        var distance = step > 0 ? last - first : first - last;
        var pace = step > 0 ? step : step == long.MinValue ? long.MaxValue : -step;
        var count = distance <= 0 ? 0 : (distance - 1) / pace + 1;
        return new(axis, count == 0 ? 0 : first, count, count <= 1 ? 1 : step);
    }

    private static IReadOnlyList<Wire> Split(Context context)
    {
        var (node, x) = (context.Node, context.X);
        var axis = context.Axis(node.Integer("axis", 0), x.Rank);
        var sizes = context.Opset < 13 ? node.Integers("split") : context.Integers(1, "sizes");
        var parts = (int)node.Integer("num_outputs", node.Outputs.Count);
        if (parts != node.Outputs.Count)
            throw context.Error($"has num_outputs = {parts} and {node.Outputs.Count} results. Export the model again.");
        if (sizes is null)
        {
            // The last part may be smaller.
            var size = (x.Sizes[axis] + parts - 1) / parts;
            sizes = [.. Enumerable.Range(0, parts).Select(part => Math.Max(0, Math.Min(size, x.Sizes[axis] - part * size)))];
        }
        if (sizes.Length != node.Outputs.Count || sizes.Any(size => size < 0) || sizes.Sum() != x.Sizes[axis])
            throw context.Error($"cuts {x.Sizes[axis]} places into {ShapeRules.Text(sizes)} for {node.Outputs.Count} results. Export the"
                + " model again.");
        return context.AddAll(new Split(axis, sizes), x);
    }

    private static Wire Gather(Context context)
    {
        var (x, indices) = (context.X, context[1]);
        var axis = context.Axis(context.Node.Integer("axis", 0), x.Rank);
        if (indices.Constant is null)
            return x is { Constant: { } table, Rank: 2, Type: ElementType.Float } && axis == 0
                ? context.Add(new Apply(new Embedding(table.Name, context.Constant(0, "table"))), indices)
                : throw context.Error(
                    $"takes places of axis {axis} of {x.SizesText} that the input names. Only rows of a table of weights can be taken so.");
        if (indices.Type == ElementType.Float)
            throw context.Error("has real numbers as indices. Export the model again.");
        var size = x.Sizes[axis];
        long[] places = [.. indices.Constant.ReadIntegers().Select(place => place < 0 ? place + size : place)];
        if (places.Any(place => place < 0 || place >= size))
            throw context.Error($"takes a place outside axis {axis} of {x.SizesText}. Export the model again.");
        var step = places.Length > 1 ? places[1] - places[0] : 1;
        var isRegular = step != 0 && places.Select((place, i) => place == places[0] + i * step).All(regular => regular);
        var taken = !isRegular
            ? context.Add(new Gather(axis), x, Drafter.Integers(places))
            : places.Length == size && step == 1 ? x : context.Add(new Slice([new(axis, places.FirstOrDefault(), places.Length, step)]), x);
        return indices.Rank == 1
            ? taken
            : context.Reshape(taken, [.. x.Sizes.Take(axis), .. indices.Sizes, .. x.Sizes.Skip(axis + 1)]);
    }

    private static Wire Pad(Context context)
    {
        var (node, rank) = (context.Node, context.X.Rank);
        var pads = (context.Opset < 11 ? node.Integers("pads") : context.Integers(1, "pads")) ?? throw context.Error("has no pads.");
        var value = context.Opset < 11
            ? node.Number("value", 0)
            : context.Optional(2) is null ? 0 : context.Constant(2, "padding value").ReadFloats().FirstOrDefault();
        var axes = context.Optional(3) is null ? [.. Enumerable.Range(0, rank)] : context.Integers(3, "axes")!.Select(axis =>
            context.Axis(axis, rank)).ToArray();
        var mode = node.Text("mode", "constant") switch
        {
            "constant" => PadMode.Constant,
            "reflect" => PadMode.Reflect,
            "edge" => PadMode.Edge,
            var other => throw context.Error($"has mode = '{other}', which is not offered. Use constant, reflect or edge."),
        };
        if (pads.Length != 2 * axes.Length || pads.Any(pad => pad is < -(1 << 24) or > 1 << 24))
            throw context.Error($"has the pads {ShapeRules.Text(pads)} for {axes.Length} axes. Export the model again.");
        var (begin, end) = (new int[rank], new int[rank]);
        for (var i = 0; i < axes.Length; i++)
            (begin[axes[i]], end[axes[i]]) = ((int)pads[i], (int)pads[i + axes.Length]);
        if (mode == PadMode.Reflect && context.X.Sizes.Where((size, axis) => Math.Max(begin[axis], end[axis]) >= size).Any())
            throw context.Error($"mirrors more places than {context.X.SizesText} has. Export the model again.");
        return begin.Concat(end).All(pad => pad == 0) ? context.X : context.Add(new Pad(mode, begin, end, value), context.X);
    }

    private static Wire Triangle(Context context)
    {
        var (x, upper) = (context.X, context.Node.Integer("upper", 1) != 0);
        var shift = context.Optional(1) is null ? 0 : context.Integers(1, "diagonal")![0];
        if (x.Rank < 2)
            throw context.Error($"takes matrices, not {x.SizesText}. Export the model again.");
        var (rows, columns) = (x.Sizes[^2], x.Sizes[^1]);
        if (ShapeRules.Length([rows, columns]) > 1 << 24)
            throw context.Error($"makes a triangle of {rows} by {columns}, which is too large.");
        var mask = Drafter.Constant(Tensor.Integers("", [(int)rows, (int)columns], () => [.. Enumerable.Range(0, (int)(rows * columns))
            .Select(
                place => (place % columns - place / columns - shift) is var distance && (upper ? distance >= 0 : distance <= 0) ? 1L : 0)],
            ElementType.Boolean));
        var zero = x.Type == ElementType.Float
            ? Drafter.Number(0)
            : Drafter.Constant(Tensor.Integers("", [], () => [0], x.Type));
        return context.Add(new Where(), mask, x, zero);
    }
}
