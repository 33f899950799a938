using ModelDsl.Printing;

namespace ModelDsl;

/// <summary>How texts become numbers. Names, defaults and meaning are those of Keras's <c>TextVectorization</c>.</summary>
[JsonConverter(typeof(TextJson))]
public sealed record TextOptions
{
    /// <summary>float32, which samples are of, holds every whole number up to this one.</summary>
    private const int MostTokens = 1 << 24;

    /// <summary>
    /// The largest size of the vocabulary, with the places that are no words: padding and unknown words for
    /// <see cref="TextOutputMode.Int"/>, unknown words otherwise. Null for no limit.
    /// </summary>
    public int? MaxTokens { get; init; }

    /// <summary>What happens to a text first.</summary>
    public TextStandardization Standardize { get; init; }

    /// <summary>Where a text is split.</summary>
    public TextSplit Split { get; init; }

    /// <summary>The largest number of neighbours that are a token together, joined by a blank; at least 1.</summary>
    public int Ngrams { get; init; } = 1;

    /// <summary>The numbers that a text becomes.</summary>
    public TextOutputMode OutputMode { get; init; }

    /// <summary>
    /// Count of tokens of every text for <see cref="TextOutputMode.Int"/>, which needs it. Keras: <c>output_sequence_length</c>.
    /// </summary>
    public int? Length { get; init; }

    /// <summary>
    /// Whether there are <see cref="MaxTokens"/> columns also if fewer words were learnt; not for <see cref="TextOutputMode.Int"/>.
    /// </summary>
    public bool PadToMaxTokens { get; init; }

    /// <summary>Returns the options that are not the defaults: <c>maxTokens: 10000, length: 200</c>.</summary>
    public override string ToString() => string.Join(", ", new[]
    {
        MaxTokens is { } most ? ValueText.Line($"maxTokens: {most}") : "",
        Standardize == default ? "" : $"standardize: {Standardize}",
        Split == default ? "" : $"split: {Split}",
        Ngrams == 1 ? "" : ValueText.Line($"ngrams: {Ngrams}"),
        OutputMode == default ? "" : $"outputMode: {OutputMode}",
        Length is { } length ? ValueText.Line($"length: {length}") : "",
        PadToMaxTokens ? "padToMaxTokens: True" : "",
    }.Where(part => part.Length > 0));

    /// <summary>Whether a text becomes the numbers of its tokens.</summary>
    internal bool AreIndices => OutputMode == TextOutputMode.Int;

    /// <summary>The number of the first word: numbers before it are padding and unknown words.</summary>
    internal int FirstWord => AreIndices ? 2 : 1;

    /// <summary>The number of every token that was not learnt.</summary>
    internal int UnknownWord => FirstWord - 1;

    /// <summary>The largest number of words.</summary>
    internal int MostWords => (MaxTokens ?? MostTokens) - FirstWord;

    /// <summary>Returns what is wrong with the options.</summary>
    internal IEnumerable<string> Faults()
    {
        if (!Enum.IsDefined(Standardize)) yield return ValueText.Line($"Standardize is {(int)Standardize}, which is no member of TextStandardization");
        if (!Enum.IsDefined(Split)) yield return ValueText.Line($"Split is {(int)Split}, which is no member of TextSplit");
        if (!Enum.IsDefined(OutputMode)) yield return ValueText.Line($"OutputMode is {(int)OutputMode}, which is no member of TextOutputMode");
        if (MaxTokens <= FirstWord)
        {
            var places = AreIndices ? "two places are for padding and unknown words" : "one place is for unknown words";
            yield return ValueText.Line($"MaxTokens is {MaxTokens}, but it needs at least {FirstWord + 1}: {places}");
        }
        if (MaxTokens > MostTokens)
            yield return ValueText.Line($"MaxTokens is {MaxTokens}, but there are at most {MostTokens}, which float32 numbers tell apart");
        if (Ngrams < 1) yield return ValueText.Line($"Ngrams is {Ngrams}, but it needs at least 1");
        if (Ngrams > 1 && Split == TextSplit.None)
            yield return ValueText.Line($"Ngrams is {Ngrams}, but with TextSplit.None a text is one token, which has no neighbours");
        if (AreIndices && Length is not > 0)
            yield return ValueText.Line($"Length is {(Length is { } none ? none : "not given")}, but the numbers of words need it: the count of tokens of every text");
        if (!AreIndices && Length is not null)
            yield return ValueText.Line($"Length is {Length}, but it has a meaning for TextOutputMode.Int alone: {OutputMode} has a column for each word");
        if (PadToMaxTokens && (AreIndices || MaxTokens is null))
            yield return $"PadToMaxTokens is set, but {(AreIndices ? "the numbers of words have no columns to fill up" : "MaxTokens is not given")}";
    }
}
