using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Data;

namespace ModelDsl.FeatureRecords;

/// <summary>An encoding that gives no feature: a label, a weight, or nothing. Its one number is kept beside the sample.</summary>
internal abstract class NoFeatureEncoding : FeatureEncoding
{
    internal override int Width(bool isOptional) => 0;

    internal override IEnumerable<string> Names(FeatureColumn column, Statistics learnt) => [];
}

/// <summary>A label. A missing one, which is right in rows to predict, is NaN.</summary>
internal abstract class LabelEncoding : NoFeatureEncoding;

/// <summary>A class, as its index.</summary>
internal sealed class ClassLabelEncoding(string[] names) : LabelEncoding
{
    /// <summary>The names of the classes.</summary>
    internal IReadOnlyList<string> Classes => names;

    public override Seq<string> Choices { get; } = Prelude.toSeq(names).Strict();

    public override string ToString() => $"label({string.Join(", ", names.Select(name => CsvText.Quoted(name)))})";

    internal override ColumnEncoder Encoder(FeatureColumn column, Statistics learnt) =>
        new Finder(new WordIndex(names), names.Length, column.IsOptional, $"is none of the classes {CsvText.Listed(names)}");

    private sealed class Finder(WordIndex words, int count, bool isOptional, string isUnknown) : ColumnEncoder
    {
        internal override string? Category(int index, Span<float> to)
        {
            to[0] = index;
            return (uint)index < (uint)count ? null : isUnknown;
        }

        internal override string? Text(string value, Span<float> to) => Category(words.Find(value) ?? -1, to);

        internal override string? Missing(Span<float> to)
        {
            to[0] = float.NaN;
            return isOptional ? null : IsMissing;
        }
    }
}

/// <summary>A number to predict. It learns mean and deviation if it is normalized.</summary>
internal sealed class NumberLabelEncoding(bool normalize) : LabelEncoding
{
    public override string ToString() => normalize ? "label(normalized number)" : "label(number)";

    internal override Fin<Statistics> Learn(ColumnSample sample, bool isOptional)
    {
        if (!normalize) return Statistics.Nothing;
        var sorted = sample.Sorted();
        if (sorted.Length == 0) return Error.New("has no label in any training row");
        var (mean, deviation) = SortedNumbers.Moments(sorted);
        return new Statistics([mean, deviation], []);
    }

    internal override string? Misfit(Statistics learnt, bool isOptional) => !normalize ? base.Misfit(learnt, isOptional)
        : learnt.ScaleFault;

    internal override ColumnEncoder Encoder(FeatureColumn column, Statistics learnt) => new Scaler(UnitOf(learnt), column.IsOptional);

    /// <summary>Returns the unit of a label that learnt this; that of the table itself if it learnt nothing.</summary>
    internal static LabelUnit UnitOf(Statistics learnt) =>
        learnt.Numbers is [var center, var scale] ? new(center, scale) : LabelUnit.OfTable;

    private sealed class Scaler(LabelUnit unit, bool isOptional) : ColumnEncoder
    {
        internal override string? Number(double value, Span<float> to)
        {
            to[0] = (float)unit.Encode(value);
            return !double.IsFinite(value) ? IsNotFinite : float.IsFinite(to[0]) ? null : "is too large for float32";
        }

        internal override string? Missing(Span<float> to)
        {
            to[0] = float.NaN;
            return isOptional ? null : IsMissing;
        }
    }
}

/// <summary>The weight of a row.</summary>
internal sealed class SampleWeightEncoding : NoFeatureEncoding
{
    public override string ToString() => "sample weight";

    internal override ColumnEncoder Encoder(FeatureColumn column, Statistics learnt) => new Weigher();

    private sealed class Weigher : ColumnEncoder
    {
        internal override string? Number(double value, Span<float> to)
        {
            to[0] = (float)value;
            return float.IsFinite(to[0]) && value >= 0 ? null : "is not a weight, which is finite and 0 or more";
        }
    }
}

/// <summary>A column that gives nothing; its values are not looked at.</summary>
internal sealed class IgnoredEncoding : NoFeatureEncoding
{
    public override string ToString() => "ignored";

    internal override ColumnEncoder Encoder(FeatureColumn column, Statistics learnt) => new Nobody();

    private sealed class Nobody : ColumnEncoder
    {
        internal override string? Number(double value, Span<float> to) => null;

        internal override string? Category(int index, Span<float> to) => null;

        internal override string? Text(string value, Span<float> to) => null;

        internal override string? Date(DateTime value, Span<float> to) => null;

        internal override string? Missing(Span<float> to) => null;
    }
}
