namespace ModelDsl.Import;

/// <summary>Makes chains of reshapes and transpositions as short as they can be. Those that undo each other vanish.</summary>
internal static class ViewPass
{
    public static bool Shorten(Draft draft, DraftStep step)
    {
        if (step.Operation is not (Reshape or Transpose))
            return false;
        var chain = new List<DraftStep> { step };
        while (draft.Producer(chain[^1].Operands[0]) is { Operation: Reshape or Transpose } producer)
            chain.Add(producer);
        // The longest chain first: it may vanish where a part of it does not.
        for (var length = chain.Count; length >= 1; length--)
        {
            var start = chain[length - 1].Operands[0];
            if (AxisAtoms.Follow(start.Shape, [.. chain.Take(length).Reverse().Select(link => link.Operation)]) is not { } steps
                || steps.Count >= length)
                continue;
            Put(draft, step, start, steps);
            return true;
        }
        return false;
    }

    /// <summary>Moves a transposition behind a function of each element, if another view waits there.</summary>
    public static bool Sink(Draft draft, DraftStep step)
    {
        if (step.Operation is not (Unary or Clip or Binary) || draft.Uses(step.Result) != 1
            || !draft.Steps.Any(reader => reader.Operation is Reshape or Transpose && reader.Operands[0] == step.Result))
            return false;
        var place = step.Operands[0].Number is null ? 0 : 1;
        if (place >= step.Operands.Count || step.Operands.Where((operand, i) => i != place).Any(operand => operand.Number is null)
            || draft.Producer(step.Operands[place]) is not { Operation: Transpose } turn || draft.Uses(turn.Result) != 1
            || !turn.Result.Shape.Equals(step.Result.Shape))
            return false;
        var operands = step.Operands.ToArray();
        operands[place] = turn.Operands[0];
        var computed = draft.Insert(step, step.Operation, operands, operands[place].Shape, step.Result.Type);
        draft.Rewrite(step, turn.Operation, computed);
        return true;
    }

    private static void Put(Draft draft, DraftStep step, Wire start, IReadOnlyList<Operation> operations)
    {
        if (operations.Count == 0)
        {
            draft.Replace(step.Result, start);
            return;
        }
        var wire = start;
        foreach (var operation in operations.Take(operations.Count - 1))
            wire = draft.Insert(step, operation, [wire], operation switch
            {
                Reshape reshape => reshape.Target,
                Transpose transpose => new([.. transpose.Order.Select(axis => wire.Shape[axis])]),
                _ => throw new InvalidOperationException("Neither a reshape nor a transposition."),
            }, wire.Type);
        draft.Rewrite(step, operations[^1], wire);
    }
}
