namespace ModelDsl.Import;

/// <summary>
/// Follows the samples of a batch through operations. A step that mixes samples throws: a model's prediction for a sample depends on that
/// sample alone, in ModelDsl.
/// </summary>
internal static class Samples
{
    /// <summary>Where the samples are in the results.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="operands">Its operands.</param>
    /// <param name="sizes">The sizes of its result.</param>
    /// <param name="batch">The size of the batch.</param>
    public static BatchPlace? PlaceOf(Operation operation, IReadOnlyList<Wire> operands, long[] sizes, long batch)
    {
        if (operands.All(operand => operand.Batch is null))
            return null;
        switch (operation)
        {
            case Binary or Where:
                return Aligned(operands, sizes.Length);
            case MatMul:
                return OfProduct(operands, sizes.Length);
            case Concat(var axis):
                var place = Aligned(operands, sizes.Length)!;
                return place.Axis != axis
                    && operands.All(operand => operand.Batch is not null || operand.Sizes[place.Axis] == sizes[place.Axis])
                    ? place
                    : throw Mixed("joins samples of a batch");
        }
        if (operands[0].Batch is not { } samples)
            throw Mixed("takes samples as indices or weights");
        return operation switch
        {
            Reshape => Regrouped(samples, operands[0].Sizes, sizes, batch),
            Transpose(var order) => Moved(samples, operands[0].Sizes, sizes, IndexOf(order, samples.Axis)),
            Expand => samples with { Axis = samples.Axis + sizes.Length - operands[0].Rank },
            Reduce(_, var axes, var keep) => Removed(samples, operands[0].Sizes, sizes, axes, keep, "reduces"),
            ArgMax(var axis, var keep, _) => Removed(samples, operands[0].Sizes, sizes, [axis], keep, "compares"),
            Softmax(var axis, _) => Unless(samples, samples.Axis == axis, "is a softmax over"),
            Slice(var ranges) => Unless(samples, ranges.Any(range => range.Axis == samples.Axis), "cuts"),
            Split(var axis, _) => Unless(samples, samples.Axis == axis, "cuts"),
            Gather(var axis) => Unless(samples, samples.Axis == axis, "chooses from"),
            Pad(_, var begin, var end, _) => Unless(samples, begin[samples.Axis] != 0 || end[samples.Axis] != 0, "pads"),
            Pool or Resize => Unless(samples, samples.Axis > 1, "has windows over"),
            Apply(var layer) => OfLayer(layer, samples, operands[0].Rank),
            _ => samples,
        };
    }

    private static BatchPlace OfLayer(Layer layer, BatchPlace samples, int rank) => layer switch
    {
        Dense or RmsNorm => Unless(samples, samples.Axis == rank - 1, "multiplies along"),
        LayerNorm norm => Unless(samples, samples.Axis >= rank - norm.Axes, "normalises along"),
        BatchNorm => Unless(samples, samples.Axis == 1, "takes as channels"),
        Embedding or PRelu => samples,
        _ => Unless(samples, samples.Axis != 0, "does not have first"),
    };

    private static BatchPlace OfProduct(IReadOnlyList<Wire> operands, int rank)
    {
        var (a, b) = (operands[0], operands[1]);
        if (a.Batch?.Axis == a.Rank - 1 || b.Batch?.Axis == b.Rank - 2)
            throw Mixed("sums over the samples of a batch");
        if (b.Batch?.Axis == b.Rank - 1 && a.Batch is not null || a.Batch?.Axis == a.Rank - 2 && b.Batch is not null)
            throw Mixed("multiplies each sample of a batch with each other");
        return Aligned(operands, rank)!;
    }

    // Samples of all operands must meet each other.
    private static BatchPlace? Aligned(IReadOnlyList<Wire> operands, int rank)
    {
        BatchPlace? result = null;
        foreach (var operand in operands)
        {
            if (operand.Batch is not { } place)
                continue;
            var aligned = place with { Axis = place.Axis + rank - operand.Rank };
            if (result is not null && result != aligned)
                throw Mixed("makes samples of a batch meet other samples");
            result = aligned;
        }
        return result;
    }

    /// <summary>Where the samples are after a reshape: the elements outside them stay as many.</summary>
    private static BatchPlace Regrouped(BatchPlace samples, long[] old, long[] sizes, long batch)
    {
        var outside = Product(old, samples.Axis) * samples.Outside;
        return Candidates(outside, sizes, batch).FirstOrDefault() ?? throw Mixed("makes one axis of samples and of parts of others");
    }

    /// <summary>The axes of a shape that can hold the samples, if so many elements are outside them.</summary>
    public static IEnumerable<BatchPlace> Candidates(long outside, long[] sizes, long batch)
    {
        long before = 1;
        for (var axis = 0; axis < sizes.Length; before *= sizes[axis++])
            if (before > 0 && outside % before == 0 && sizes[axis] % (outside / before * batch) == 0)
                yield return new(axis, outside / before);
    }

    /// <summary>How many elements are outside the samples.</summary>
    public static long Outside(Wire wire) => Product(wire.Sizes, wire.Batch!.Axis) * wire.Batch.Outside;

    private static BatchPlace Removed(BatchPlace samples, long[] old, long[] sizes, IReadOnlyList<int> axes, bool keep, string how)
    {
        Unless(samples, axes.Contains(samples.Axis), how);
        return keep ? samples : Moved(samples, old, sizes, samples.Axis - axes.Count(axis => axis < samples.Axis));
    }

    private static BatchPlace Moved(BatchPlace samples, long[] old, long[] sizes, int axis) =>
        old[samples.Axis] == sizes[axis] ? samples with { Axis = axis }
            : throw new InvalidOperationException("The axis of samples changed its size.");

    private static BatchPlace Unless(BatchPlace place, bool mixes, string how) => mixes ? throw Mixed($"{how} the samples of a batch")
        : place;

    private static int IndexOf(IReadOnlyList<int> order, int axis)
    {
        for (var i = 0; i < order.Count; i++)
            if (order[i] == axis)
                return i;
        return -1;
    }

    private static long Product(long[] sizes, int end) => sizes.Take(end).Aggregate(1L, (product, size) => product * size);

    private static ImportException Mixed(string how) => new(
        $"{how}. A prediction depends on its own sample alone in ModelDsl. Export the model with one sample a row, batch first.");
}
