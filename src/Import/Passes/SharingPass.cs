namespace ModelDsl.Import;

/// <summary>Computes what is written twice once.</summary>
internal static class SharingPass
{
    private sealed record Key(Operation Operation, Items<object> Operands);

    public static bool Share(Draft draft)
    {
        var seen = new Dictionary<Key, DraftStep>();
        var changed = false;
        foreach (var step in draft.Steps.ToList())
        {
            // Equal layers become one when they get their names. Each call of one stays.
            if (step.Operation is Apply)
                continue;
            var key = new Key(step.Operation, new Items<object>([.. step.Operands.Select(KeyOf)]));
            if (!seen.TryGetValue(key, out var first))
            {
                seen.Add(key, step);
                continue;
            }
            // An output keeps its own step, so that outputs stay different values.
            if (step.Results.Any(draft.Outputs.Contains))
                continue;
            for (var i = 0; i < step.Results.Count; i++)
                draft.Replace(step.Results[i], first.Results[i]);
            changed = true;
        }
        if (changed)
            draft.DropUnused();
        return changed;
    }

    // Numbers of the same size are the same, wherever they come from.
    private static object KeyOf(Wire wire) => wire.Number is { } number ? (number, wire.Rank, wire.Type) : wire;
}
