namespace ModelDsl.Import.CSharp;

/// <summary>Parts of tensors.</summary>
internal static class PartRows
{
    /// <summary>The most ranges of which a selection is joined.</summary>
    private const int MostRanges = 32;

    public static Placed Slice(StepBuilder build, Slice slice)
    {
        var x = build.Operand();
        var (code, steps) = (x.Code, new List<AxisRange>());
        var indices = Enumerable.Repeat("..", x.Layout.Rank).ToArray();
        foreach (var range in slice.Ranges)
        {
            var (position, size) = (x.Layout.PositionOf(range.Axis), x.Shape[range.Axis]);
            if (range.Start == 0 && range.Step == 1 && range.Count == size.Size && (!size.IsBatch || size == Dimension.Batch)) continue;
            if (position == 0) throw new CannotSay("it takes a part of the batch, but every sample has a prediction.");
            if (range.Step == 1 || range.Count == 1) indices[position] = Range(range.Start, range.Count, size.Size);
            else if (range.Step == -1)
            {
                code = code.Then("Flip", position);
                indices[position] = Range(size.Size - 1 - range.Start, range.Count, size.Size);
            }
            else steps.Add(range);
        }
        var placed = x with { Code = Taken(code, indices) };
        if (steps.Count == 0) return build.Result(placed.Code, x.Layout);
        var sizes = Enumerable.Range(0,
            x.Shape.Rank).Select(axis => slice.Ranges.FirstOrDefault(range => range.Axis == axis && !steps.Contains(range)) is { } range
            ? new Dimension(range.Count) : x.Shape[axis]).ToArray();
        foreach (var range in steps)
        {
            placed = Every(build, placed with { Shape = new Shape([.. sizes]) }, range);
            sizes[range.Axis] = new Dimension(range.Count);
        }
        return build.Result(placed.Code, x.Layout);
    }

    /// <summary>
    /// Returns every second or third place of an axis: by a reshape if the axis is a multiple of it, otherwise one by one.
    /// </summary>
    private static Placed Every(StepBuilder build, Placed x, AxisRange range)
    {
        var (position, size) = (x.Layout.PositionOf(range.Axis), x.Shape[range.Axis].Size);
        if (range.Step < 0 || size % range.Step != 0 || range.Start >= range.Step || range.Count != size / range.Step)
            return Selected(build, x, range.Axis, Enumerable.Range(0, (int)range.Count).Select(i => range.Start + i * range.Step));
        long[] sizes = [.. x.Sizes];
        long[] divided = [.. sizes.Take(position - 1), size / range.Step, range.Step, .. sizes.Skip(position)];
        string[] indices = [.. Enumerable.Repeat("..", position + 1), $"{range.Start}"];
        return x with { Code = Taken(StepBuilder.Reshaped(x.Code, sizes, divided), indices) };
    }

    public static IReadOnlyList<Placed> Split(StepBuilder build)
    {
        var (split, x) = ((Split)build.Step.Operation, build.Operand());
        var position = x.Layout.PositionOf(split.Axis);
        if (position == 0) throw new CannotSay("it splits the batch, but every sample has a prediction.");
        var results = build.Step.Results;
        if (split.Sizes.All(size => size == split.Sizes[0]))
        {
            var parts = build.Method.Emit("parts", x.Code.Then("Split", position == x.Layout.Rank - 1 ? [split.Sizes.Count] : [split.Sizes.Count, position]));
            return [.. results.Select((result, i) => new Placed(parts.At($"{i}"), x.Layout, result.Shape))];
        }
        (x, var first, var placed) = (build.Pinned(x), 0L, new List<Placed>());
        for (var i = 0; i < results.Count; first += split.Sizes[i++])
        {
            var indices = Enumerable.Repeat("..", x.Layout.Rank).ToArray();
            indices[position] = Range(first, split.Sizes[i], x.Shape[split.Axis].Size);
            placed.Add(new Placed(Taken(x.Code, indices), x.Layout, results[i].Shape));
        }
        return placed;
    }

    public static Placed Gather(StepBuilder build, Gather gather)
    {
        if (build.Step.Operands[1] is not Constant places)
            throw new CannotSay("it looks up places that the model computes. A table of constants that an input looks up is an Embedding.");
        var x = build.Operand();
        var size = x.Shape[gather.Axis].Size;
        if (x.Layout.PositionOf(gather.Axis) == 0) throw new CannotSay("it takes samples of the batch, but every sample has a prediction.");
        return build.Result(Selected(build, x, gather.Axis,
            places.Tensor.ReadIntegers().Select(place => place < 0 ? place + size : place)).Code, x.Layout);
    }

    /// <summary>Returns places of an axis, one after the other.</summary>
    private static Placed Selected(StepBuilder build, Placed x, int axis, IEnumerable<long> places)
    {
        var (position, size) = (x.Layout.PositionOf(axis), x.Shape[axis].Size);
        var ranges = new List<(long First, long Count)>();
        foreach (var place in places)
        {
            if (ranges.Count > 0 && ranges[ranges.Count - 1] is var (first, count) && first + count == place)
                ranges[ranges.Count - 1] = (first, count + 1);
            else ranges.Add((place, 1));
        }
        if (ranges.Count > MostRanges) throw new CannotSay($"it takes places of an axis in an order of {ranges.Count} ranges, which no one could read. Put the order into the weights before it.");
        if (ranges.Count > 1) x = build.Pinned(x);
        Code[] parts = [.. ranges.Select(range =>
        {
            var indices = Enumerable.Repeat("..", x.Layout.Rank).ToArray();
            indices[position] = Range(range.First, range.Count, size);
            return Taken(x.Code, indices);
        })];
        if (parts.Length == 1) return x with { Code = parts[0] };
        var all = string.Join(", ", parts.Select(part => part.Text));
        return x with { Code = new Code($"Concat([{all}]{(position == x.Layout.Rank - 1 ? "" : $", {position}")})", Strength.Atom, x.Code.Names) };
    }

    /// <summary>Returns a range of an axis: <c>..</c> for all of it.</summary>
    public static string Range(long first, long count, long size) =>
        $"{(first == 0 ? "" : $"{first}")}..{(first + count == size ? "" : $"{first + count}")}";

    /// <summary>Returns the parts that indices name, without those at the end that take all of an axis.</summary>
    public static Code Taken(Code x, string[] indices)
    {
        var last = Array.FindLastIndex(indices, index => index != "..");
        return last < 0 ? x : x.At([.. indices.Take(last + 1)]);
    }
}
