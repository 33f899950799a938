namespace ModelDsl.Import;

/// <summary>Puts together what exporters took apart. Each rule looks at one step, and at those that made its operands.</summary>
internal static class Simplifier
{
    // A rule returns true if it changed something. It never throws.
    private static readonly IReadOnlyList<Func<Draft, DraftStep, bool>> Parts =
    [
        ViewPass.Shorten,
        ViewPass.Sink,
        SlicePass.Advance,
        BroadcastPass.Skip,
        ActivationPass.Recognise,
        NormalizationPass.Recognise,
        DensePass.Recognise,
        NormalizationPass.TakeWeights,
        DensePass.TakeBias,
    ];

    // These rules look at layers that have all their weights.
    private static readonly IReadOnlyList<Func<Draft, DraftStep, bool>> Moves = [.. Parts, BatchFirstPass.Sink, BatchFirstPass.Raise];

    private static readonly IReadOnlyList<Func<Draft, DraftStep, bool>> Wholes = [AttentionPass.Recognise];

    // Every change makes the model smaller or its steps larger. The bound only guards against a mistake.
    private const int MostRounds = 100;

    /// <summary>Applies all rules until none applies.</summary>
    public static void Run(Draft draft)
    {
        draft.DropUnused();
        Run(draft, Parts);
        Run(draft, Moves);
        Run(draft, Wholes);
    }

    private static void Run(Draft draft, IReadOnlyList<Func<Draft, DraftStep, bool>> rules)
    {
        for (var round = 0; round < MostRounds; round++)
        {
            var changed = SharingPass.Share(draft);
            foreach (var step in draft.Steps.ToList())
                foreach (var rule in rules)
                    changed |= rule(draft, step);
            draft.DropUnused();
            if (!changed)
                return;
        }
    }
}
