namespace ModelDsl.Import;

/// <summary>Calls layers that work along the last axis with the batch first. Then views before and after them meet.</summary>
internal static class BatchFirstPass
{
    /// <summary>A layer after a view that moves the batch comes before it.</summary>
    public static bool Sink(Draft draft, DraftStep step)
    {
        if (!IsOfLastAxis(step.Operation) || draft.Producer(step.Operands[0]) is not { Operation: Reshape or Transpose } view
            || !KeepsLast(view.Operation, view.Operands[0].Shape, view.Result.Shape)
            || !view.Operands[0].Shape.IsBatchFirst || view.Result.Shape.IsBatchFirst)
            return false;
        var x = view.Operands[0];
        var computed = draft.Insert(step, step.Operation, [x], With(x.Shape, Last(step.Result.Shape)), step.Result.Type);
        draft.Rewrite(step, Moved(view.Operation, step.Result.Shape), computed);
        return true;
    }

    /// <summary>A view comes before the layer that made its operand, if the batch is not first there.</summary>
    public static bool Raise(Draft draft, DraftStep step)
    {
        if (step.Operation is not (Reshape or Transpose) || draft.Producer(step.Operands[0]) is not { } layer
            || !IsOfLastAxis(layer.Operation) || draft.Uses(layer.Result) != 1
            || !KeepsLast(step.Operation, layer.Result.Shape, step.Result.Shape) || layer.Operands[0].Shape.IsBatchFirst)
            return false;
        var shape = With(step.Result.Shape, Last(layer.Operands[0].Shape));
        var moved = draft.Insert(step, Moved(step.Operation, shape), [layer.Operands[0]], shape, layer.Operands[0].Type);
        draft.Rewrite(step, layer.Operation, moved);
        return true;
    }

    private static bool IsOfLastAxis(Operation operation) => operation is Apply(Dense or LayerNorm { Axes: 1 } or RmsNorm);

    private static bool KeepsLast(Operation view, Shape from, Shape to) => view switch
    {
        Transpose(var order) => order[order.Count - 1] == order.Count - 1,
        _ => from.Rank > 1 && to.Rank > 1 && Last(from) == Last(to) && !Last(from).IsBatch,
    };

    private static Operation Moved(Operation view, Shape result) => view is Reshape ? new Reshape(result) : view;

    private static Dimension Last(Shape shape) => shape[shape.Rank - 1];

    private static Shape With(Shape shape, Dimension last) => new([.. shape.Dimensions.Take(shape.Rank - 1), last]);
}
