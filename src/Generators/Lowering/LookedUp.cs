namespace ModelDsl.Generators.Lowering;

/// <summary>The numbers of a sample that embeddings look up.</summary>
internal sealed class LookedUp
{
    private readonly List<IndexRange> ranges = [];

    public IReadOnlyList<IndexRange> All => ranges;

    /// <summary>Adds numbers. When several tables look up the same numbers, the smallest limit counts.</summary>
    public void Add(IEnumerable<IndexRange> added)
    {
        foreach (var range in added)
        {
            var known = ranges.FindIndex(other => other with { Limit = range.Limit } == range);
            if (known < 0) ranges.Add(range);
            else if (range.Limit < ranges[known].Limit) ranges[known] = range;
        }
    }
}
