using ModelDsl.Data;
using ModelDsl.Printing;

namespace ModelDsl.Vectorization;

/// <summary>The words of a vocabulary with their numbers and weights. It writes the numbers of texts.</summary>
internal sealed class TextVocabulary
{
    /// <summary>The token that is padding, and is no word.</summary>
    internal const string Padding = "";

    /// <summary>The token that stands for every word that was not learnt.</summary>
    internal const string Unknown = "[UNK]";

    private readonly TextOptions options;
    private readonly TextTokens tokens;
    private readonly Dictionary<string, int> numbers;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> pieces;

    /// <summary>The weight of each column; empty if counts are not weighted.</summary>
    private readonly float[] weights;

    /// <param name="options">The options.</param>
    /// <param name="words">The words, without the places that are no words.</param>
    /// <param name="idfWeights">Their weights, for <see cref="TextOutputMode.TfIdf"/>; otherwise empty.</param>
    internal TextVocabulary(TextOptions options, IReadOnlyList<string> words, IReadOnlyList<double> idfWeights)
    {
        (this.options, tokens) = (options, new TextTokens(options));
        numbers = new Dictionary<string, int>(words.Count, StringComparer.Ordinal);
        for (var i = 0; i < words.Count; i++) numbers.Add(words[i], options.FirstWord + i);
        pieces = numbers.GetAlternateLookup<ReadOnlySpan<char>>();
        var columns = options.PadToMaxTokens ? options.MaxTokens!.Value : options.FirstWord + words.Count;
        Width = options.Length ?? columns;
        weights = options.OutputMode == TextOutputMode.TfIdf ? Weights(columns, idfWeights) : [];
    }

    /// <summary>Count of a text's numbers.</summary>
    internal int Width { get; }

    /// <summary>Returns the fault of words and weights; null if they can be a vocabulary.</summary>
    internal static string? Fault(TextOptions options, IReadOnlyList<string> words, IReadOnlyList<double> idfWeights)
    {
        var known = new HashSet<string>(words.Count, StringComparer.Ordinal);
        foreach (var word in words)
        {
            if (word is null or Padding) return "has a word without characters, which is the padding";
            if (!known.Add(word)) return $"has the word {CsvText.Quoted(word)} twice";
        }
        if (words.Count == 0) return "has no words";
        if (words.Count > options.MostWords) return ValueText.Line($"has {words.Count} words, but MaxTokens = {options.MaxTokens} leaves room for {options.MostWords}");
        if (options.OutputMode != TextOutputMode.TfIdf)
            return idfWeights.Count == 0 ? null : $"has weights, which have a meaning for TextOutputMode.{nameof(TextOutputMode.TfIdf)} alone";
        if (idfWeights.Count != words.Count) return ValueText.Line($"has {words.Count} words, but {idfWeights.Count} weights");
        return idfWeights.All(weight => float.IsFinite((float)weight)) ? null : "has a weight that is not finite";
    }

    /// <summary>
    /// Returns the fault of words that an author wrote: that of a vocabulary, or a word that no text has after it was standardized and
    /// split, such as one in upper case. Null if there is none.
    /// </summary>
    internal static string? FaultOfGiven(TextOptions options, IReadOnlyList<string> words, IReadOnlyList<double> idfWeights)
    {
        if (Fault(options, words, idfWeights) is { } fault) return fault;
        // Neighbouring characters with blanks between them are no text that could be split again.
        if (options is { Split: TextSplit.Character, Ngrams: > 1 }) return null;
        var tokens = new TextTokens(options);
        foreach (var word in words)
        {
            var finder = new Finder(word);
            tokens.Read(word, ref finder);
            if (!finder.IsFound)
                return $"has the word {CsvText.Quoted(word)}, which no text has after it was standardized and split: it would never be found";
        }
        return null;
    }

    /// <summary>Writes the numbers of a text.</summary>
    internal void Encode(string text, Span<float> to)
    {
        if (options.AreIndices)
        {
            var indices = new IndexTaker<float>(this, to);
            tokens.Read(text, ref indices);
            indices.Pad();
            return;
        }
        to.Clear();
        var counts = new CountTaker(this, to, options.OutputMode == TextOutputMode.MultiHot);
        tokens.Read(text, ref counts);
        for (var i = 0; i < weights.Length; i++) to[i] *= weights[i];
    }

    /// <summary>Writes the numbers of a text's words, for <see cref="TextOutputMode.Int"/>.</summary>
    internal void Encode(string text, Span<int> to)
    {
        var indices = new IndexTaker<int>(this, to);
        tokens.Read(text, ref indices);
        indices.Pad();
    }

    /// <summary>Returns the number of a token.</summary>
    private int Find(ReadOnlySpan<char> token) => pieces.TryGetValue(token, out var number) ? number : options.UnknownWord;

    /// <summary>Returns the weights of all columns: unknown words have the mean, and places without a word 0.</summary>
    private float[] Weights(int columns, IReadOnlyList<double> idfWeights)
    {
        var all = new float[columns];
        all[options.UnknownWord] = (float)idfWeights.Average();
        for (var i = 0; i < idfWeights.Count; i++) all[options.FirstWord + i] = (float)idfWeights[i];
        return all;
    }

    private ref struct IndexTaker<TNumber>(TextVocabulary vocabulary, Span<TNumber> to) : ITokenTaker
        where TNumber : struct, System.Numerics.INumber<TNumber>
    {
        private readonly Span<TNumber> to = to;
        private int count;

        public bool Take(scoped ReadOnlySpan<char> token)
        {
            to[count++] = TNumber.CreateTruncating(vocabulary.Find(token));
            return count < to.Length;
        }

        /// <summary>Fills what the text left over.</summary>
        internal readonly void Pad() => to[count..].Clear();
    }

    private readonly ref struct CountTaker(TextVocabulary vocabulary, Span<float> to, bool once) : ITokenTaker
    {
        private readonly Span<float> to = to;

        public bool Take(scoped ReadOnlySpan<char> token)
        {
            ref var count = ref to[vocabulary.Find(token)];
            count = once ? 1 : count + 1;
            return true;
        }
    }

    private struct Finder(string word) : ITokenTaker
    {
        internal bool IsFound { get; private set; }

        public bool Take(scoped ReadOnlySpan<char> token)
        {
            IsFound |= token.SequenceEqual(word);
            return !IsFound;
        }
    }
}
