using System.Globalization;
using LanguageExt;
using ModelDsl.Data;

namespace ModelDsl.FeatureRecords;

/// <summary>A yes or no: one column, and one more for missing values of a nullable parameter.</summary>
internal sealed class FlagEncoding : FeatureEncoding
{
    public override Seq<string> Choices { get; } = Prelude.Seq(bool.FalseString, bool.TrueString);

    public override string ToString() => "flag";

    internal override int Width(bool isOptional) => isOptional ? 2 : 1;

    internal override IEnumerable<string> Names(FeatureColumn column, Statistics learnt) =>
        column.IsOptional ? [column.Name, $"{column.Name} is missing"] : [column.Name];

    internal override string? ValueName(FeatureColumn column, Statistics learnt, int place) => place == 1 ? "True" : "False";

    internal override ColumnEncoder Encoder(FeatureColumn column, Statistics learnt) => new Switch(column.IsOptional);

    private sealed class Switch(bool isOptional) : ColumnEncoder
    {
        internal override string? Category(int index, Span<float> to) => Write(index, 0, to);

        internal override string? Missing(Span<float> to) => isOptional ? Write(0, 1, to) : IsMissing;

        private static string? Write(int yes, int missing, Span<float> to)
        {
            to[0] = yes;
            if (to.Length > 1) to[1] = missing;
            return null;
        }
    }
}

/// <summary>One of some names, as a row of zeros with a one, or as an index. Unknown and missing values come after the names.</summary>
internal sealed class NamesEncoding(string[] names, Unknown unknown, bool asIndex) : FeatureEncoding
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"category({string.Join(", ", names.Select(name => CsvText.Quoted(name)))}, unknown: {unknown}{(asIndex ? ", as index" : "")})");

    public override Seq<string> Choices { get; } = Prelude.toSeq(names).Strict();

    internal override bool IsIndex => asIndex;

    internal override int Width(bool isOptional) => asIndex ? 1 : Places(isOptional);

    internal override IEnumerable<string> Names(FeatureColumn column, Statistics learnt) => asIndex ? [column.Name]
        : names.Select(name => $"{column.Name} = {name}").Concat(unknown == Unknown.Own ? [$"{column.Name} is unknown"] : [])
            .Concat(column.IsOptional ? [$"{column.Name} is missing"] : []);

    internal override string? ValueName(FeatureColumn column, Statistics learnt, int place) =>
        (uint)place < (uint)names.Length ? names[place] : null;

    internal override ColumnEncoder Encoder(FeatureColumn column, Statistics learnt) =>
        new Finder(new WordIndex(names), names.Length, unknown, asIndex, column.IsOptional ? Places(true) - 1 : null,
            $"is none of the categories {CsvText.Listed(names)}; Unknown says what becomes of others");

    private int Places(bool isOptional) => names.Length + (unknown == Unknown.Own ? 1 : 0) + (isOptional ? 1 : 0);

    private sealed class Finder(WordIndex words, int count, Unknown unknown, bool asIndex, int? missing, string isUnknown) : ColumnEncoder
    {
        internal override string? Category(int index, Span<float> to)
        {
            if ((uint)index >= (uint)count)
            {
                if (unknown == Unknown.Refuse) return isUnknown;
                index = unknown == Unknown.Own ? count : -1;
            }
            OneHot.Write(index, asIndex, to);
            return null;
        }

        internal override string? Text(string value, Span<float> to) => Category(words.Find(value) ?? -1, to);

        internal override string? Missing(Span<float> to)
        {
            if (missing is not { } place) return IsMissing;
            OneHot.Write(place, asIndex, to);
            return null;
        }
    }
}

/// <summary>Finds the number of a word. White space at its ends, and the two encodings of an <c>ü</c>, make no difference.</summary>
internal sealed class WordIndex
{
    private readonly Dictionary<string, int> numbers;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> trimmed;

    internal WordIndex(IReadOnlyList<string> words)
    {
        numbers = new Dictionary<string, int>(words.Count, StringComparer.Ordinal);
        for (var i = 0; i < words.Count; i++) numbers.TryAdd(CsvText.Name(words[i]), i);
        trimmed = numbers.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Returns the number of a word; null if it is not there.</summary>
    internal int? Find(string word)
    {
        if (trimmed.TryGetValue(CsvText.Trim(word), out var number)) return number;
        // The form of ASCII is the text itself, so that an unknown word allocates nothing.
        return !System.Text.Ascii.IsValid(word) && numbers.TryGetValue(CsvText.Name(word), out number) ? number : null;
    }
}
