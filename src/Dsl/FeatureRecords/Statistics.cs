namespace ModelDsl.FeatureRecords;

/// <summary>What an encoding learnt of a column.</summary>
/// <param name="Numbers">Its numbers; the encoding says what each means.</param>
/// <param name="Words">Its words.</param>
internal sealed record Statistics(double[] Numbers, string[] Words)
{
    /// <summary>What an encoding has that learns nothing.</summary>
    internal static Statistics Nothing { get; } = new([], []);

    /// <summary>The fault of a mean and a deviation from a file; null if there is none.</summary>
    internal string? ScaleFault =>
        Words.Length > 0 || Numbers is not [var mean, > 0 and < double.PositiveInfinity] || !double.IsFinite(mean)
            ? "needs two finite numbers, the last of them positive"
            : null;
}

/// <summary>The values of a column in the training rows. What is learnt of them does not depend on the order of the rows.</summary>
internal class ColumnSample
{
    private readonly List<double> numbers = [];
    private readonly Dictionary<string, int> counts = new(StringComparer.Ordinal);

    /// <summary>Number of rows that lack a value.</summary>
    internal int Missing { get; private set; }

    // −0 becomes 0: sorting leaves equal numbers in the order of the rows.
    internal void Add(double number) => numbers.Add(number + 0.0);

    internal void Add(string word)
    {
        System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(counts, word, out _)++;
    }

    /// <summary>Adds the text of a cell: by default as a word.</summary>
    internal virtual void AddText(string text) => Add(VocabularyEncoding.Form(text));

    internal virtual void AddMissing() => Missing++;

    /// <summary>Returns the numbers in ascending order.</summary>
    internal double[] Sorted()
    {
        double[] sorted = [.. numbers];
        Array.Sort(sorted);
        return sorted;
    }

    /// <summary>Returns the words, the most frequent first; words of the same frequency in ordinal order.</summary>
    internal IEnumerable<string> WordsByFrequency() =>
        counts.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Key);
}
