namespace ModelDsl.Import;

/// <summary>Makes a model for every batch of two models for batches of two sizes. Where they differ in more than that size, the file's
/// function depends on its batch, and can't be a model.</summary>
internal static class Generalisation
{
    /// <summary>The batch sizes of the two drafts.</summary>
    public const long First = 2, Second = 3;

    /// <summary>Gives every wire of the first draft its shape with N.</summary>
    public static void Merge((Draft Draft, Drafter Drafter) first, (Draft Draft, Drafter Drafter) second)
    {
        var (a, b) = (first.Draft, second.Draft);
        foreach (var ((node, tensor), (_, other)) in first.Drafter.Suspects.Zip(second.Drafter.Suspects, (x, y) => (x, y)))
            if (!Same(tensor, other))
                throw node.Error("has a weight that depends on the size of the batch. Export the model with a fixed weight.");
        if (a.Steps.Count != b.Steps.Count)
            throw new ImportException(
                "its steps depend on the size of the batch, so they can't be a model. Export it with a dynamic batch.");
        foreach (var (wire, other) in a.Inputs.Zip(b.Inputs, (x, y) => (x, y)))
            wire.Shape = ShapeOf(wire, other)!;
        for (var i = 0; i < b.Steps.Count; i++)
            Merge(a, a.Steps[a.Steps.Count - b.Steps.Count + i], b.Steps[i]);
    }

    private static void Merge(Draft draft, DraftStep step, DraftStep other)
    {
        if (!IsSame(step.Operation, other.Operation))
            throw Error(step, $"is {step.Operation} in one batch and {other.Operation} in another");
        for (var i = 0; i < step.Results.Count; i++)
            step.Results[i].Shape = ShapeOf(step.Results[i], other.Results[i])
                ?? throw Error(step, $"gives {step.Results[i].SizesText} for {First} samples and {other.Results[i].SizesText} for"
                    + $" {Second}");
        step.Operation = step.Operation switch
        {
            Reshape => new Reshape(step.Result.Shape),
            Expand => new Expand(step.Result.Shape),
            var operation => operation,
        };
        step.Operands = [.. step.Operands.Zip(other.Operands, (x, y) => x.Constant is null ? x : Constant(draft, step, x, y))];
    }

    // Sizes of a batch and numbers made of them have been used by now, as shapes. A constant that remains must be the same for all samples.
    private static Wire Constant(Draft draft, DraftStep step, Wire x, Wire y)
    {
        x.Shape = ShapeOf(x, y) ?? throw Error(step, $"has the constant {x.SizesText} for {First} samples and {y.SizesText} for {Second}");
        var axes = Enumerable.Range(0, x.Rank).Where(axis => x.Shape[axis].IsBatch).ToArray();
        if (axes.Length == 0)
            return !x.IsOfBatch || Same(x.Constant!, y.Constant!) ? x : throw Error(step, "has a constant that depends on the size of the batch");
        if (axes.Length > 1)
            throw Error(step, "has a constant with several axes of samples");
        var row = One(x, axes[0]);
        if (!Same(Repeated(row, x.Sizes), x.Constant!) || !Same(Repeated(row, y.Sizes), y.Constant!))
            throw Error(step, "has a constant with other numbers for each sample of a batch");
        var constant = Drafter.Constant(row, x.IsStored);
        constant.Shape = Shape.Of(constant.Sizes);
        // A step that broadcasts needs no copies.
        return step.Operation is Binary or Where && step.Operands.Any(operand => operand.Batch is not null)
            ? constant
            : draft.Insert(step, new Expand(x.Shape), [constant], x.Shape, x.Type);
    }

    private static Tensor One(Wire x, int axis)
    {
        long[] sizes = [.. x.Sizes.Select((size, i) => i == axis ? 1 : size)];
        return Folding.Fold(new Slice([new(axis, 0, 1, 1)]), [x], 0, x.Source, sizes, x.Type)!;
    }

    private static Tensor Repeated(Tensor row, long[] sizes) =>
        Folding.Fold(new Expand(Shape.Of(sizes)), [Drafter.Constant(row)], 0, row.Name, sizes, row.Type)!;

    private static bool Same(Tensor a, Tensor b) => a.Shape.SequenceEqual(b.Shape)
        && (a.Type == ElementType.Float ? a.ReadFloats().SequenceEqual(b.ReadFloats()) : a.ReadIntegers().SequenceEqual(b.ReadIntegers()));

    private static bool IsSame(Operation a, Operation b) => (a, b) switch
    {
        (Reshape, Reshape) or (Expand, Expand) => true,
        (Apply(var x), Apply(var y)) => x.GetType() == y.GetType(),
        _ => a.Equals(b),
    };

    private static Shape? ShapeOf(Wire x, Wire y)
    {
        if (x.Rank != y.Rank)
            return null;
        var dimensions = new Dimension[x.Rank];
        for (var axis = 0; axis < dimensions.Length; axis++)
        {
            var (a, b) = (x.Sizes[axis], y.Sizes[axis]);
            if (a == b)
                dimensions[axis] = new(a);
            else if (a % First == 0 && b * First == a * Second)
                dimensions[axis] = new(a / First, true);
            else
                return null;
        }
        return new(dimensions);
    }

    private static ImportException Error(DraftStep step, string what) => new(
        $"node '{step.Node}' {what}. A model of ModelDsl takes batches of any size. Export it with a dynamic batch (dynamic_axes or"
        + " dynamic_shapes).");
}
