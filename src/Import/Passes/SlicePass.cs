namespace ModelDsl.Import;

/// <summary>Cuts before a transposition or a reshape where that gives the same. Then parts of a layer's result are seen as such.</summary>
internal static class SlicePass
{
    // A prime number stands for N.
    private const long Batch = 2147483647;

    public static bool Advance(Draft draft, DraftStep step)
    {
        if (step.Operation is Split split && draft.Producer(step.Operands[0]) is { Operation: Transpose or Reshape })
        {
            Apart(draft, step, split);
            return true;
        }
        if (step.Operation is not Slice { Ranges: [{ Step: 1 } range] } || draft.Producer(step.Operands[0]) is not { } view)
            return false;
        var source = view.Operands[0];
        switch (view.Operation)
        {
            case Transpose(var order):
                var cut = Cut(draft, step, source, range with { Axis = order[range.Axis] });
                draft.Rewrite(step, view.Operation, cut);
                return true;
            case Reshape(var target) when Inside(source.Shape, target, range) is { } part:
                draft.Rewrite(step, new Reshape(step.Result.Shape), Cut(draft, step, source, part));
                return true;
            default:
                return false;
        }
    }

    private static void Apart(Draft draft, DraftStep step, Split split)
    {
        long start = 0;
        var parts = new List<DraftStep>();
        for (var i = 0; i < split.Sizes.Count; start += split.Sizes[i++])
            parts.Add(new(step.Node, new Slice([new(split.Axis, start, split.Sizes[i], 1)]), step.Operands, [step.Results[i]]));
        draft.Exchange(step, parts);
    }

    private static Wire Cut(Draft draft, DraftStep step, Wire source, AxisRange range) => draft.Insert(
        step, new Slice([range]), [source],
        new([.. source.Shape.Dimensions.Select((size, axis) => axis == range.Axis ? new Dimension(range.Count) : size)]), source.Type);

    // The same part of the shape before a reshape, if the axis is the outer part of one axis there.
    private static AxisRange? Inside(Shape source, Shape target, AxisRange range)
    {
        var (old, sizes) = (source.At(Batch), target.At(Batch));
        var outside = sizes.Take(range.Axis).Aggregate(1L, (product, size) => product * size);
        long before = 1;
        for (var axis = 0; axis < old.Length; before *= old[axis++])
            if (before == outside && old[axis] > 1 && !source[axis].IsBatch)
            {
                var inner = old[axis] / sizes[range.Axis];
                return inner * sizes[range.Axis] == old[axis] ? new(axis, range.Start * inner, range.Count * inner, 1) : null;
            }
        return null;
    }
}
