using Apache.Arrow;
using Apache.Arrow.Types;
using Microsoft.Data.Analysis;

namespace ModelDsl.Tables.Tests;

/// <summary>Columns of types that only some libraries have, and columns that a row can't hold.</summary>
public sealed class ColumnTypeTests
{
    private static readonly DateTimeOffset Winter = new(2026, 11, 30, 18, 0, 0, TimeSpan.Zero);

    [Fact]
    public void CodedTextsAreTexts()
    {
        var codes = new UInt16Array.Builder().Append(1).AppendNull().Append(0).Append(1).Build();
        var words = new LargeStringArray.Builder().Append("S").Append("C").Build();
        var coded = new DictionaryArray(new DictionaryType(UInt16Type.Default, LargeStringType.Default, false), codes, words);
        Assert.Equal(["C", null, "S", "C"], Read(coded).Texts("column"));
        Assert.Equal([null, "S"], Read(ArrowArrayFactory.Slice(coded, 1, 2)).Texts("column"));
    }

    [Fact]
    public void RunsAreTheirValues()
    {
        var ends = new Int32Array.Builder().Append(2).Append(3).Append(5).Build();
        var values = new Int64Array.Builder().Append(7).AppendNull().Append(9).Build();
        Assert.Equal([7, 7, null, 9, 9], Read(new RunEndEncodedArray(ends, values)).Values<long>("column"));
    }

    [Fact]
    public void LongTextsAndViewsAreTexts()
    {
        Assert.Equal(["日本", null], Read(new LargeStringArray.Builder().Append("日本").AppendNull().Build()).Texts("column"));
        Assert.Equal(["a text that is longer than twelve bytes", null, ""],
            Read(new StringViewArray.Builder().Append("a text that is longer than twelve bytes").AppendNull().Append("").Build()).Texts("column"));
    }

    [Fact]
    public void MomentsAreShownInTheirZone()
    {
        Assert.Equal(new DateTime(2026, 11, 30, 19, 0, 0), Moment<DateTime>("Europe/Berlin"));
        Assert.Equal(new DateTime(2026, 11, 30, 12, 30, 0), Moment<DateTime>("-05:30"));
        Assert.Equal(new DateTime(2026, 11, 30, 18, 0, 0), Moment<DateTime>("UTC"));
        Assert.Equal(new DateTime(2026, 11, 30, 18, 0, 0), Moment<DateTime>(null));
        Assert.Equal(TimeSpan.FromHours(1), Moment<DateTimeOffset>("Europe/Berlin").Offset);
        Assert.Equal(Winter, Moment<DateTimeOffset>("Europe/Berlin"));
    }

    [Fact]
    public void DatesBeyondThoseOfNetAreErrorsOfTheirRow()
    {
        var days = new Date32Array(new ArrowBuffer.Builder<int>().Append(0).Append(int.MaxValue).Build(), ArrowBuffer.Empty, 2, 0, 0);
        var batch = new RecordBatch.Builder().Append("Day", true, days).Build();
        Assert.Equal("the record batch: row 1, column Day: '2147483647 days since 1970' is not a date, as 2026-11-30.", batch.ToTable<Everything>().Error());
    }

    [Fact]
    public void DigitsBelow100NanosecondsAreCutOff()
    {
        Assert.Equal(DateTime.UnixEpoch.AddTicks(1), CellOf.Moment(199, 1_000_000_000, null));
        Assert.Equal(DateTime.UnixEpoch.AddTicks(-1), CellOf.Moment(-1, 1_000_000_000, null));
        Assert.Equal(new TimeOnly(1), CellOf.Time(199, 1_000_000_000));
        Assert.IsType<UnreadableCell>(CellOf.Time(24 * 3600, 1));
        Assert.IsType<UnreadableCell>(CellOf.Moment(long.MaxValue, 1, null));
    }

    [Fact]
    public void DecimalsKeepTheDigitsThatNetHas()
    {
        Assert.Equal(-1.5m, CellOf.Decimal(-15, 1));
        Assert.Equal(decimal.MaxValue, CellOf.Decimal(new System.Numerics.BigInteger(decimal.MaxValue), 0));
        Assert.Equal(0.3333333333333333333333333333m, CellOf.Decimal(System.Numerics.BigInteger.Parse("3" + new string('3', 37)), 38));
        Assert.Equal(1e40, CellOf.Decimal(System.Numerics.BigInteger.Pow(10, 40), 0));
        Assert.Equal(2m, CellOf.Decimal(2 * System.Numerics.BigInteger.Pow(10, 60), 60));
    }

    [Fact]
    public void ColumnsThatARowCannotHoldAreRefusedByName()
    {
        var batch = Odd();
        Assert.Equal("the record batch: the column I32 holds lists; a column of a record holds one value, so write each item as a column of its own; "
            + "the column F32 holds durations; write them as numbers of one unit; "
            + "the column Text holds bytes; if they are texts, write them with the type string; "
            + "the column Moment holds moments in the time zone Moon/Tycho, which this machine does not know; convert them to UTC; "
            + "the columns are I32, F32, Text, Moment, Flag.", batch.ToTable<Everything>().Error());
    }

    [Fact]
    public void ColumnsThatNoRowNeedsAreNotRefused()
    {
        var batch = Odd();
        Assert.Equal([true], batch.ToTable<FlagOnly>().Value().Select(row => row.Flag));
        using var types = GoldenTests.Bytes("cpp-types.parquet");
        Assert.Equal([true, false, null, true, true, false], ParquetFile.Load<FlagOnly>(types, "rows").Value().Select(row => row.Flag));
    }

    [Fact]
    public void NestedColumnsOfParquetAreRefusedByName()
    {
        using var reader = new ParquetTableReader(GoldenTests.Bytes("cpp-types.parquet"), "rows");
        string? Why(string name) => reader.WhyUnreadable(reader.Columns.ToList().IndexOf(name));
        Assert.StartsWith("holds lists", Why("tags"), StringComparison.Ordinal);
        Assert.StartsWith("holds groups of columns", Why("home"), StringComparison.Ordinal);
        Assert.StartsWith("holds bytes", Why("bytes"), StringComparison.Ordinal);
        Assert.Null(Why("f16"));
    }

    [Fact]
    public void TextsOfAFrameMayBeArrowsAndVectorsAreRefused()
    {
        var words = new ArrowStringDataFrameColumn("Text", "ab"u8.ToArray(), new byte[] { 0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0 }, new byte[] { 3 }, 2, 0);
        Assert.Equal(["a", "b"], new DataFrame(words).ToTable<Everything>().Value().Select(row => row.Text));
        var vectors = new VBufferDataFrameColumn<float>("F32", [new Microsoft.ML.Data.VBuffer<float>(2, [1, 2])]);
        Assert.StartsWith("frame: the column F32 holds vectors", new DataFrame(vectors).ToTable<Everything>("frame").Error(), StringComparison.Ordinal);
        Assert.Equal("the data frame: it has no rows.", new DataFrame(new Int32DataFrameColumn("I32")).ToTable<Everything>().Error());
    }

    private static RecordBatch Odd()
    {
        var lists = new ListArray.Builder(Int32Type.Default);
        lists.Append();
        var tycho = new TimestampArray.Builder(new TimestampType(TimeUnit.Second, "Moon/Tycho")).Append(Winter).Build();
        return new RecordBatch.Builder().Append("I32", true, lists.Build())
            .Append("F32", true, new DurationArray.Builder(DurationType.Second).Append(TimeSpan.FromSeconds(1)).Build())
            .Append("Text", true, new BinaryArray.Builder().Append([1]).Build()).Append("Moment", true, tycho)
            .Append("Flag", true, new BooleanArray.Builder().Append(true).Build()).Build();
    }

    private static T Moment<T>(string? zone) where T : struct, ISpanParsable<T> =>
        Read(new TimestampArray.Builder(new TimestampType(TimeUnit.Nanosecond, zone)).Append(Winter).Build()).Values<T>("column")[0]!.Value;

    private static ArrowTableReader Read(IArrowArray array)
    {
        var batch = new RecordBatch(new Schema([new Field("column", array.Data.DataType, true)], null), [array], array.Length);
        return new ArrowTableReader("batch", batch.Schema, [batch]);
    }

    private sealed record FlagOnly(bool? Flag) : IFeatures<FlagOnly>
    {
        public static FeatureSchema Schema { get; } = new("FlagOnly", new FeatureColumn("Flag", "flag", FeatureEncoding.Ignored(), IsOptional: true));

        public static FlagOnly Create(RowCells cells) => new(cells.BooleanOrNull(0));

        public static void Visit<TVisitor>(FlagOnly row, ref TVisitor visitor) where TVisitor : struct, IFeatureVisitor, allows ref struct
        {
        }
    }
}
