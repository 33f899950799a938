using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Data;
using ModelDsl.Printing;
using ModelDsl.Vectorization;

namespace ModelDsl;

/// <summary>
/// Turns texts into numbers: it standardizes, splits and looks up words in a vocabulary, which was learnt or given. It is immutable, and
/// equal to another with the same options and vocabulary. Rows of tables have <see cref="TextVectorizationAttribute"/>. Keras:
/// <c>TextVectorization</c>.
/// </summary>
[JsonConverter(typeof(TextJson))]
public sealed class TextVectorizer : IEquatable<TextVectorizer>
{
    private readonly TextVocabulary vocabulary;
    private readonly string[] words;
    private readonly double[] idfWeights;

    /// <summary>What <see cref="ToText"/> returned.</summary>
    private string? text;

    internal TextVectorizer(TextOptions options, string[] words, double[] idfWeights)
    {
        (Options, this.words, this.idfWeights) = (options, words, idfWeights);
        vocabulary = new TextVocabulary(options, words, idfWeights);
    }

    /// <summary>The options.</summary>
    public TextOptions Options { get; }

    /// <summary>
    /// The words in the order of their numbers, with the places that are no words: the padding <c>""</c> for
    /// <see cref="TextOutputMode.Int"/>, and <c>[UNK]</c> for all words that are not there. Keras: <c>get_vocabulary()</c>.
    /// </summary>
    public Seq<string> Vocabulary => Places(Options).Concat(words).ToSeq().Strict();

    /// <summary>The weights of the words, without those of other places; empty unless counts are weighted.</summary>
    public Seq<double> IdfWeights => idfWeights.ToSeq().Strict();

    /// <summary>Count of a text's numbers: its length in words, or the count of columns.</summary>
    public int Width => vocabulary.Width;

    /// <summary>
    /// Learns the words of texts: the most frequent first; of words of the same frequency the one that is last in the order of Unicode's
    /// characters. The order of the texts makes no difference. Keras: <c>adapt</c>.
    /// </summary>
    /// <param name="texts">The texts.</param>
    /// <param name="options">The options; those of Keras if null, but the numbers of words need <see cref="TextOptions.Length"/>.</param>
    /// <returns>The vectorizer, or an error: wrong options, a text that is null, or no words.</returns>
    public static Fin<TextVectorizer> Learn(IEnumerable<string> texts, TextOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(texts);
        options ??= new TextOptions();
        if (FaultOf(options) is { } fault) return fault;
        var counts = new TextCounts(options);
        foreach (var text in texts)
        {
            if (text is null) return Error.New(ValueText.Line($"Text {counts.Texts} is null; write \"\" for a text without words."));
            counts.Add(text);
        }
        var (words, idfWeights) = counts.Learn();
        return words.Length > 0 ? new TextVectorizer(options, words, idfWeights)
            : Error.New($"There are no words to learn in {Words.Counted(counts.Texts, "text")}.");
    }

    /// <summary>Takes a vocabulary. Keras: <c>set_vocabulary</c>.</summary>
    /// <param name="vocabulary">
    /// The words in the order of their numbers, as they are after a text was standardized. The places that are no words may stand before
    /// them, as <see cref="Vocabulary"/> has them.
    /// </param>
    /// <param name="options">The options; those of Keras if null, but the numbers of words need <see cref="TextOptions.Length"/>.</param>
    /// <param name="idfWeights">
    /// The weights of the words, which <see cref="TextOutputMode.TfIdf"/> needs; unknown words have their mean. Null for none.
    /// </param>
    /// <returns>The vectorizer, or an error: wrong options, or a word that is there twice or would never be found.</returns>
    public static Fin<TextVectorizer> Of(
        IEnumerable<string> vocabulary, TextOptions? options = null, IEnumerable<double>? idfWeights = null)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        options ??= new TextOptions();
        if (FaultOf(options) is { } wrong) return wrong;
        string[] words = [.. vocabulary];
        var places = Places(options);
        if (words.AsSpan().StartsWith(places)) words = words[places.Length..];
        double[] weights = [.. idfWeights ?? []];
        return TextVocabulary.FaultOfGiven(options, words, weights) is { } fault ? Error.New($"The vocabulary {fault}.")
            : new TextVectorizer(options, words, weights);
    }

    /// <summary>Writes the numbers of a text. It looks at this text alone. A text of Latin letters allocates nothing.</summary>
    /// <param name="text">The text.</param>
    /// <param name="numbers">Receives the numbers, as many as <see cref="Width"/>.</param>
    /// <exception cref="ArgumentException">The destination has another length.</exception>
    public void Encode(string text, Span<float> numbers)
    {
        ArgumentNullException.ThrowIfNull(text);
        CheckLength(numbers.Length, nameof(numbers));
        vocabulary.Encode(text, numbers);
    }

    /// <summary>Writes the numbers of a text's words. It looks at this text alone. A text of Latin letters allocates nothing.</summary>
    /// <param name="text">The text.</param>
    /// <param name="indices">Receives the numbers, as many as <see cref="Width"/>.</param>
    /// <exception cref="ArgumentException">The destination has another length.</exception>
    /// <exception cref="InvalidOperationException">The output mode is not <see cref="TextOutputMode.Int"/>.</exception>
    public void Encode(string text, Span<int> indices)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!Options.AreIndices)
            throw new InvalidOperationException($"With TextOutputMode.{Options.OutputMode} a text has columns, not numbers of words: encode it to a span of float.");
        CheckLength(indices.Length, nameof(indices));
        vocabulary.Encode(text, indices);
    }

    /// <summary>
    /// Returns the tokens of a text as the options divide it, whether the vocabulary has them or not: to see what becomes of a text.
    /// </summary>
    public Seq<string> Tokens(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var list = new TokenList([]);
        new TextTokens(Options).Read(text, ref list);
        return list.Tokens.ToSeq().Strict();
    }

    /// <summary>Encodes texts into a data set without labels, of shape <c>[N, Width]</c>.</summary>
    /// <param name="texts">The texts.</param>
    /// <returns>The data set, or an error: no texts, or one that is null.</returns>
    public Fin<Dataset> ToDataset(IEnumerable<string> texts) =>
        Samples(texts).Bind(samples => Dataset.Unlabelled<float>([Width], samples, name: "the texts"));

    /// <summary>Encodes texts into a data set with a class for each, of shape <c>[N, Width]</c>.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="classes">The class index of each text.</param>
    /// <param name="classNames">Names of the classes, by class index; null for none.</param>
    /// <returns>The data set, or an error: no texts, one that is null, or counts that do not match.</returns>
    public Fin<Dataset> ToDataset(IEnumerable<string> texts, IEnumerable<int> classes, IReadOnlyList<string>? classNames = null)
    {
        ArgumentNullException.ThrowIfNull(classes);
        return Samples(texts).Bind(samples => Dataset.Create<float>([Width], samples, [.. classes], classNames, name: "the texts"));
    }

    /// <summary>Returns options and vocabulary as JSON, for files. The same vectorizer gives the same text.</summary>
    public string ToText() => text ??= VectorizerText.Write(Options, words, idfWeights);

    /// <summary>Reads a vectorizer from the text that <see cref="ToText"/> gave.</summary>
    /// <returns>The vectorizer, or an error that says what is wrong with the text.</returns>
    public static Fin<TextVectorizer> FromText(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return VectorizerText.Read(text);
    }

    /// <inheritdoc/>
    public bool Equals(TextVectorizer? other) => other is not null && (ReferenceEquals(this, other) || ToText() == other.ToText());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as TextVectorizer);

    /// <inheritdoc/>
    public override int GetHashCode() => ToText().GetHashCode(StringComparison.Ordinal);

    /// <summary>Returns the count of words and the options: <c>TextVectorizer of 9998 words (maxTokens: 10000, length: 200)</c>.</summary>
    public override string ToString() => ValueText.Line($"TextVectorizer of {Words.Counted(words.Length, "word")} ({Options})");

    /// <summary>The places before the words.</summary>
    private static string[] Places(TextOptions options) =>
        options.AreIndices ? [TextVocabulary.Padding, TextVocabulary.Unknown] : [TextVocabulary.Unknown];

    /// <summary>Returns the faults of options as one error; null if there is none.</summary>
    internal static Error? FaultOf(TextOptions options) =>
        string.Join("; ", options.Faults()) is { Length: > 0 } faults ? Error.New($"The options of texts: {faults}.") : null;

    private Fin<float[]> Samples(IEnumerable<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        string[] all = [.. texts];
        if ((long)all.Length * Width > Array.MaxLength)
            return Error.New($"{Words.Counted(all.Length, "text")} of {Words.Counted(Width, "number")} are too many for a data set in memory.");
        var samples = new float[all.Length * Width];
        for (var i = 0; i < all.Length; i++)
        {
            if (all[i] is null) return Error.New(ValueText.Line($"Text {i} is null; write \"\" for a text without words."));
            vocabulary.Encode(all[i], samples.AsSpan(i * Width, Width));
        }
        return samples;
    }

    private void CheckLength(int length, string argument)
    {
        if (length != Width)
            throw new ArgumentException(FormattableString.Invariant($"A text has {Width} numbers, but there is room for {length}."), argument);
    }

    private readonly struct TokenList(List<string> tokens) : ITokenTaker
    {
        internal List<string> Tokens => tokens;

        public bool Take(scoped ReadOnlySpan<char> token)
        {
            tokens.Add(token.ToString());
            return true;
        }
    }
}
