using System.Globalization;
using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Data;
using ModelDsl.Formatting;

namespace ModelDsl.FeatureRecords;

/// <summary>The interval that a number lies in, as a row of zeros with a one, or as an index.</summary>
internal abstract class IntervalEncoding(bool asIndex) : FeatureEncoding
{
    internal override bool IsIndex => asIndex;

    /// <summary>Number of intervals.</summary>
    protected abstract int Intervals { get; }

    internal override int Width(bool isOptional) => asIndex ? 1 : Intervals + (isOptional ? 1 : 0);

    internal override IEnumerable<string> Names(FeatureColumn column, Statistics learnt)
    {
        if (asIndex) return [column.Name];
        var ends = Boundaries(learnt);
        return Enumerable.Range(0, Intervals).Select(i => NameOf(i, column, ends))
            .Concat(column.IsOptional ? [$"{column.Name} is missing"] : []);
    }

    internal override string? ValueName(FeatureColumn column, Statistics learnt, int place) =>
        (uint)place < (uint)Intervals ? NameOf(place, column, Boundaries(learnt)) : null;

    private static string NameOf(int interval, FeatureColumn column, double[] ends) =>
        interval == 0 ? $"{column.Name} < {NumberText.Of(ends[0])}"
        : interval == ends.Length ? $"{column.Name} ≥ {NumberText.Of(ends[^1])}"
        : $"{NumberText.Of(ends[interval - 1])} ≤ {column.Name} < {NumberText.Of(ends[interval])}";

    protected abstract double[] Boundaries(Statistics learnt);

    internal override ColumnEncoder Encoder(FeatureColumn column, Statistics learnt) =>
        new Finder(Boundaries(learnt), asIndex, column.IsOptional);

    private sealed class Finder(double[] boundaries, bool asIndex, bool isOptional) : ColumnEncoder
    {
        internal override string? Number(double value, Span<float> to)
        {
            if (!double.IsFinite(value)) return IsNotFinite;
            var interval = 0;
            while (interval < boundaries.Length && value >= boundaries[interval]) interval++;
            OneHot.Write(interval, asIndex, to);
            return null;
        }

        internal override string? Missing(Span<float> to)
        {
            if (!isOptional) return IsMissing;
            OneHot.Write(boundaries.Length + 1, asIndex, to);
            return null;
        }
    }
}

/// <summary>Intervals between boundaries that the author gives.</summary>
internal sealed class BucketEncoding(double[] boundaries, bool asIndex) : IntervalEncoding(asIndex)
{
    protected override int Intervals => boundaries.Length + 1;

    protected override double[] Boundaries(Statistics learnt) => boundaries;

    public override string ToString() => $"bucket({string.Join(", ", boundaries.Select(one => NumberText.Of(one)))}{(IsIndex ? ", as index" : "")})";
}

/// <summary>Intervals whose boundaries are learnt. If many training rows have the same number, some intervals are empty.</summary>
internal sealed class BinsEncoding(int count, BinStrategy strategy, bool asIndex) : IntervalEncoding(asIndex)
{
    protected override int Intervals => count;

    protected override double[] Boundaries(Statistics learnt) => learnt.Numbers;

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"bins({count}, {strategy}{(IsIndex ? ", as index" : "")})");

    internal override Fin<Statistics> Learn(ColumnSample sample, bool isOptional)
    {
        var sorted = sample.Sorted();
        if (sorted.Length == 0) return Error.New("has no number in any training row, so its intervals are not known");
        var (least, most) = (sorted[0], sorted[^1]);
        return new Statistics([.. Enumerable.Range(1, count - 1).Select(i => strategy == BinStrategy.Quantile
            ? SortedNumbers.Quantile(sorted, (double)i / count)
            : least * (1 - (double)i / count) + most * ((double)i / count))], []);
    }

    internal override string? Misfit(Statistics learnt, bool isOptional) =>
        learnt.Words.Length == 0 && learnt.Numbers.Length == count - 1 && learnt.Numbers.All(double.IsFinite)
            && learnt.Numbers.Zip(learnt.Numbers.Skip(1), (a, b) => a <= b).All(rises => rises)
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"needs {count - 1} finite numbers in ascending order");
}

/// <summary>Writes the number of a category.</summary>
internal static class OneHot
{
    /// <summary>Writes zeros with a one at the index, or the index itself.</summary>
    internal static void Write(int index, bool asIndex, Span<float> to)
    {
        if (asIndex)
        {
            to[0] = index;
            return;
        }
        to.Clear();
        if (index >= 0) to[index] = 1;
    }
}
