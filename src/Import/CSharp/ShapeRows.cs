namespace ModelDsl.Import.CSharp;

/// <summary>Functions that give the same numbers another shape.</summary>
internal static class ShapeRows
{
    public static Placed Transpose(StepBuilder build, Transpose transpose)
    {
        var x = build.Operand();
        return new Placed(x.Code, x.Layout.Transposed(transpose.Order), build.Shape);
    }

    public static Placed Expand(StepBuilder build, Expand expand)
    {
        var rank = build.Shape.Rank;
        if (build.Step.Operands[0] is Value value && value.Shape.Rank != rank)
            throw new CannotSay($"it repeats '{value.Name}' {value.Shape} along new axes, to {build.Shape}. Export the model with as many axes before.");
        var layout = build.Step.Operands[0] is Value ? build.Operand().Layout : Layout.Same(rank);
        var x = build.Operand(0, layout);
        var target = x with { Shape = build.Shape };
        return build.Result(StepBuilder.Repeated(x.Code, x.Sizes, target.Sizes), layout);
    }

    public static Placed Reshape(StepBuilder build, Reshape reshape)
    {
        var (x, target) = (build.Operand(), build.Shape);
        var layout = ReshapeGroups.LayoutOf(x.Layout, x.Shape, target);
        if (layout is null)
        {
            if (IsFlattenedForDense(build, x))
            {
                foreach (var dense in DenseAfter(build, build.Step.Result)) build.Method.Flattened[dense] = (x.Layout, x.Shape);
                layout = Layout.Same(2);
            }
            else
            {
                layout = Layout.Same(target.Rank);
                x = build.Operand(0, Layout.Same(x.Shape.Rank));
                if (ReshapeGroups.LayoutOf(x.Layout, x.Shape, target) is null)
                    throw new CannotSay($"it reshapes {x.Shape} into {target}, which mixes the batch with other axes. Export the model so that the batch stays an axis of its own.");
            }
        }
        var result = new Placed(x.Code, layout, target);
        return build.Result(StepBuilder.Reshaped(x.Code, x.Sizes, result.Sizes), layout);
    }

    /// <summary>
    /// Returns true for a flattened value that only dense layers read. The rows of their kernels take the new order, so that nothing is
    /// moved.
    /// </summary>
    private static bool IsFlattenedForDense(StepBuilder build, Placed x) =>
        build.Shape.Rank == 2 && x.Layout.Axes[0] == 0 && x.Shape.IsBatchFirst && build.Shape.IsBatchFirst
        && DenseAfter(build, build.Step.Result) is { } layers && layers.Any()
        && OnlyDenseReads(build, build.Step.Result)
        && layers.All(layer => build.Method.Uses.Steps.Count(step => step.Operation is Apply apply && apply.Layer == layer) == 1);

    private static bool OnlyDenseReads(StepBuilder build, Value value) =>
        !build.Method.Uses.IsOutput(value) && build.Method.Uses.Consumers(value).All(step =>
            step.Operation is Apply { Layer: Dense } || (step.Operation is Unary or Clip && OnlyDenseReads(build, step.Result)));

    private static IEnumerable<Layer> DenseAfter(StepBuilder build, Value value) => build.Method.Uses.Consumers(value).SelectMany(step =>
        step.Operation is Apply { Layer: Dense dense } ? [dense] : step.Operation is Unary or Clip ? DenseAfter(build, step.Result) : []);
}
