namespace ModelDsl.Import;

/// <summary>Drops repetitions before a function that broadcasts anyway.</summary>
internal static class BroadcastPass
{
    public static bool Skip(Draft draft, DraftStep step)
    {
        if (step.Operation is not (Binary or Where))
            return false;
        for (var i = 0; i < step.Operands.Count; i++)
        {
            if (draft.Made<Expand>(step.Operands[i]) is null)
                continue;
            var operands = step.Operands.ToArray();
            operands[i] = draft.Producer(operands[i])!.Operands[0];
            if (!Broadcast(operands).Equals(step.Result.Shape))
                continue;
            draft.Rewrite(step, step.Operation, operands);
            return true;
        }
        return false;
    }

    /// <summary>The shape that operands have together. They fit.</summary>
    public static Shape Broadcast(IReadOnlyList<Wire> operands)
    {
        var one = new Dimension(1);
        return new([.. Enumerable.Range(-operands.Max(operand => operand.Shape.Rank), operands.Max(operand => operand.Shape.Rank))
            .Select(axis => operands.Where(operand => operand.Shape.Rank + axis >= 0)
                .Select(operand => operand.Shape[operand.Shape.Rank + axis]).FirstOrDefault(size => size != one) is { Size: > 0 } size
                    ? size : one)]);
    }
}
