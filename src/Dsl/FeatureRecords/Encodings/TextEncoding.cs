using System.Globalization;
using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Vectorization;

namespace ModelDsl.FeatureRecords;

/// <summary>A text, as the numbers of its words or as counts. It learns the words, unless its author wrote them.</summary>
internal sealed class TextEncoding : FeatureEncoding
{
    private readonly TextOptions options;

    /// <summary>The words that the author wrote, and their weights; null to learn them.</summary>
    private readonly Statistics? given;

    /// <exception cref="ArgumentException">The options are wrong.</exception>
    internal TextEncoding(TextOptions options, string[]? vocabulary, double[]? idfWeights)
    {
        if (TextVectorizer.FaultOf(options) is { } fault) throw new ArgumentException(fault.Message, nameof(options));
        // Shapes are known before anything is learnt, so places without a word are columns of zeros.
        var most = options.MaxTokens ?? vocabulary?.Length + options.FirstWord ?? throw new ArgumentException("MaxTokens or a vocabulary is needed.", nameof(options));
        this.options = options with { MaxTokens = most, PadToMaxTokens = !options.AreIndices };
        given = vocabulary is null ? null : new Statistics(idfWeights ?? [], vocabulary);
    }

    public override string ToString() => $"text({options}{(given is null ? "" : ", vocabulary: given")})";

    internal override bool IsIndex => options.AreIndices;

    internal override int Width(bool isOptional) => options.Length ?? options.MaxTokens!.Value;

    internal override IEnumerable<string> Names(FeatureColumn column, Statistics learnt)
    {
        if (IsIndex) return Enumerable.Range(0, options.Length!.Value).Select(Place);
        string[] used = [$"{column.Name}: {TextVocabulary.Unknown}", .. learnt.Words.Select(word => $"{column.Name}: {word}")];
        return used.Concat(Enumerable.Range(used.Length, Width(column.IsOptional) - used.Length).Select(Place));

        string Place(int i) => string.Create(CultureInfo.InvariantCulture, $"{column.Name} [{i}]");
    }

    internal override ColumnSample NewSample() => new TextSample(options, given is null);

    internal override Fin<Statistics> Learn(ColumnSample sample, bool isOptional)
    {
        if (given is not null)
            return TextVocabulary.FaultOfGiven(options, given.Words, given.Numbers) is { } fault ? Error.New(fault) : given;
        var (words, idfWeights) = ((TextSample)sample).Counts.Learn();
        return words.Length > 0 ? new Statistics(idfWeights, words) : Error.New("has no words to learn in any training row");
    }

    internal override string? Misfit(Statistics learnt, bool isOptional) =>
        given is not null && !(given.Words.SequenceEqual(learnt.Words) && given.Numbers.SequenceEqual(learnt.Numbers))
            ? "has another vocabulary now than in the file"
            : TextVocabulary.Fault(options, learnt.Words, learnt.Numbers);

    internal override ColumnEncoder Encoder(FeatureColumn column, Statistics learnt) =>
        new Writer(new TextVocabulary(options, learnt.Words, learnt.Numbers), column.IsOptional);

    private sealed class Writer(TextVocabulary vocabulary, bool isOptional) : ColumnEncoder
    {
        internal override string? Text(string value, Span<float> to)
        {
            vocabulary.Encode(value, to);
            return null;
        }

        internal override string? Missing(Span<float> to)
        {
            if (!isOptional) return IsMissing;
            to.Clear();
            return null;
        }
    }
}

/// <summary>The texts of a column in the training rows, as the counts of their words.</summary>
internal sealed class TextSample(TextOptions options, bool counts) : ColumnSample
{
    internal TextCounts Counts { get; } = new(options);

    internal override void AddText(string text)
    {
        if (counts) Counts.Add(text);
    }

    // A missing text is one without words.
    internal override void AddMissing()
    {
        base.AddMissing();
        Counts.AddEmpty();
    }
}
