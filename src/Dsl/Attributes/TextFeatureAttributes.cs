namespace ModelDsl;

/// <summary>What happens to a text before it is split.</summary>
public enum TextStandardization
{
    /// <summary>Letters become lower case, then punctuation is removed.</summary>
    LowerAndStripPunctuation,

    /// <summary>Letters become lower case, by the rules of no language in particular.</summary>
    Lower,

    /// <summary>The 32 punctuation characters of ASCII are removed: <c>don't</c> becomes <c>dont</c>.</summary>
    StripPunctuation,

    /// <summary>Nothing.</summary>
    None,
}

/// <summary>Where a text is split into tokens.</summary>
public enum TextSplit
{
    /// <summary>At white space, of which several characters count as one.</summary>
    Whitespace,

    /// <summary>Between all characters of Unicode; white space is a token, too.</summary>
    Character,

    /// <summary>Nowhere: the whole text is one token.</summary>
    None,
}

/// <summary>The numbers that a text becomes.</summary>
public enum TextOutputMode
{
    /// <summary>The number of each token, in the order of the text: 0 is padding, 1 a token that was not learnt.</summary>
    Int,

    /// <summary>A column for each token, 1 if the text has it; column 0 is for all tokens that were not learnt.</summary>
    MultiHot,

    /// <summary>The same columns, with how often the text has the token.</summary>
    Count,

    /// <summary>The same columns, with the count times the weight <c>ln(1 + N / (1 + n))</c> of a token in n of N training texts.</summary>
    TfIdf,
}

/// <summary>
/// A text, as the numbers of its words for an <c>Embedding</c>, or as counts. The words are learnt from the training rows: the most
/// frequent first; of words of the same frequency the one that is last in the order of Unicode's characters. A missing text of a nullable
/// parameter is a text without words. Keras: <c>TextVectorization</c>, with <c>pad_to_max_tokens=True</c>.
/// </summary>
public sealed class TextVectorizationAttribute : FeatureAttribute
{
    /// <summary>Learns the words of the training rows.</summary>
    /// <param name="maxTokens">
    /// Size of the vocabulary: one more than the largest number, or the count of columns. It includes the places that are no words: padding
    /// and unknown words for <see cref="TextOutputMode.Int"/>, unknown words otherwise.
    /// </param>
    public TextVectorizationAttribute(int maxTokens) => MaxTokens = maxTokens;

    /// <summary>Takes the words of <see cref="Vocabulary"/>, which must be given; the size follows from them.</summary>
    public TextVectorizationAttribute()
    {
    }

    /// <summary>Size of the vocabulary; 0 if it follows from <see cref="Vocabulary"/>.</summary>
    public int MaxTokens { get; }

    /// <summary>What happens to the text first. By default letters become lower case, and punctuation is removed.</summary>
    public TextStandardization Standardize { get; set; }

    /// <summary>Where the text is split; at white space by default.</summary>
    public TextSplit Split { get; set; }

    /// <summary>
    /// The largest number of neighbours that are a token together, joined by a blank: with 2, <c>new york</c> is a token beside <c>new</c>
    /// and <c>york</c>. Single tokens come first in the order of numbers, then pairs. 1 by default.
    /// </summary>
    public int Ngrams { get; set; } = 1;

    /// <summary>The numbers that a text becomes; those of its words by default.</summary>
    public TextOutputMode OutputMode { get; set; }

    /// <summary>
    /// Count of tokens of every text for <see cref="TextOutputMode.Int"/>, which needs it: longer texts are cut off at their ends, shorter
    /// ones are padded with 0. Keras: <c>output_sequence_length</c>.
    /// </summary>
    public int Length { get; set; }

    /// <summary>The words, in the order of their numbers; null to learn them.</summary>
    public string[]? Vocabulary { get; set; }

    /// <summary>The weights of the words of <see cref="Vocabulary"/> for <see cref="TextOutputMode.TfIdf"/>, which needs them.</summary>
    public double[]? IdfWeights { get; set; }
}
