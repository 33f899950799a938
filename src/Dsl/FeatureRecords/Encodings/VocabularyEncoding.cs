using System.Globalization;
using LanguageExt;
using ModelDsl.Data;

namespace ModelDsl.FeatureRecords;

/// <summary>Words that are learnt. Number 0 is every word that was not learnt; number 1 a missing one, if the column is nullable.</summary>
internal sealed class VocabularyEncoding(int size, bool oneHot) : FeatureEncoding
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"vocabulary({size}{(oneHot ? ", one-hot" : "")})");

    internal override bool IsIndex => !oneHot;

    internal override int Width(bool isOptional) => oneHot ? size : 1;

    internal override IEnumerable<string> Names(FeatureColumn column, Statistics learnt)
    {
        if (!oneHot) return [column.Name];
        string[] used = [$"{column.Name} is unknown", .. column.IsOptional ? [$"{column.Name} is missing"] : Array.Empty<string>(),
            .. learnt.Words.Select(word => $"{column.Name} = {word}")];
        return used.Concat(Enumerable.Range(used.Length, size - used.Length).Select(i => string.Create(CultureInfo.InvariantCulture, $"{column.Name} [{i}]")));
    }

    internal override string? ValueName(FeatureColumn column, Statistics learnt, int place) =>
        place - First(column.IsOptional) is >= 0 and var word && word < learnt.Words.Length ? learnt.Words[word] : null;

    internal override Fin<Statistics> Learn(ColumnSample sample, bool isOptional) =>
        new Statistics([], [.. sample.WordsByFrequency().Take(size - First(isOptional))]);

    internal override string? Misfit(Statistics learnt, bool isOptional) =>
        learnt.Numbers.Length > 0 || learnt.Words.Length > size - First(isOptional)
            || learnt.Words.Distinct(StringComparer.Ordinal).Count() != learnt.Words.Length
            ? string.Create(CultureInfo.InvariantCulture, $"needs at most {size - First(isOptional)} different words")
            : null;

    internal override ColumnEncoder Encoder(FeatureColumn column, Statistics learnt) =>
        new Finder(new WordIndex(learnt.Words), First(column.IsOptional), !oneHot, column.IsOptional);

    /// <summary>Returns the number of the first word that is learnt.</summary>
    private static int First(bool isOptional) => isOptional ? 2 : 1;

    /// <summary>Returns a word in the form in which words are compared.</summary>
    internal static string Form(string word) => CsvText.Name(word);

    private sealed class Finder(WordIndex words, int first, bool asIndex, bool isOptional) : ColumnEncoder
    {
        internal override string? Text(string value, Span<float> to)
        {
            OneHot.Write(words.Find(value) is { } number ? first + number : 0, asIndex, to);
            return null;
        }

        internal override string? Missing(Span<float> to)
        {
            if (!isOptional) return IsMissing;
            OneHot.Write(1, asIndex, to);
            return null;
        }
    }
}
