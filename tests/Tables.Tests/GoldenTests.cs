using System.Globalization;

namespace ModelDsl.Tables.Tests;

/// <summary>Files that other libraries wrote hold what these wrote (Golden/README.md).</summary>
public sealed class GoldenTests
{
    private static readonly DateTime First = new DateTime(2026, 11, 30, 18, 5, 7).AddTicks(1234567);

    [Fact]
    public void NumbersOfParquetAreThoseThatWereWritten()
    {
        Assert.Equal([-128, 127, null, 0, 1, 2], Column<sbyte>("i8"));
        Assert.Equal([short.MinValue, short.MaxValue, null, 0, 1, 2], Column<short>("i16"));
        Assert.Equal([int.MinValue, int.MaxValue, null, 0, 1, 2], Column<int>("i32"));
        Assert.Equal([long.MinValue, long.MaxValue, null, 0, 1, 2], Column<long>("i64"));
        Assert.Equal([0, byte.MaxValue, null, 0, 1, 2], Column<byte>("u8"));
        Assert.Equal([0, ushort.MaxValue, null, 0, 1, 2], Column<ushort>("u16"));
        Assert.Equal([0, uint.MaxValue, null, 0, 1, 2], Column<uint>("u32"));
        Assert.Equal([0, ulong.MaxValue, null, 0, 1, 2], Column<ulong>("u64"));
        Assert.Equal([(Half)0.5f, Half.MaxValue, null, (Half)0, (Half)1, (Half)2], Column<Half>("f16"));
        Assert.Equal([0.1f, float.MaxValue, null, float.NaN, 1, 2], Column<float>("f32"));
        Assert.Equal([0.1, double.MaxValue, null, double.NaN, 1, 2], Column<double>("f64"));
        Assert.Equal([-1.234m, 123456789.123m, null, 0, 1.5m, 2], Column<decimal>("dec128"));
        Assert.Equal([-1.23456m, 12345678901234567890123.5m, null, 0, 1.5m, 2], Column<decimal>("dec256"));
        Assert.Equal([10, 11, 12, 13, 14, 15], Column<int>("sure"));
    }

    [Fact]
    public void TextsOfParquetAreThoseThatWereWritten()
    {
        Assert.Equal([true, false, null, true, true, false], Column<bool>("flag"));
        Assert.Equal(["Süd", "", null, "日本", "a,b", "x"], Open("cpp-types.parquet").Texts("text"));
        Assert.Equal(["S", "C", null, "Q", "S", "C"], Open("cpp-types.parquet").Texts("port"));
    }

    [Theory]
    [InlineData("s", TimeSpan.TicksPerSecond)]
    [InlineData("ms", TimeSpan.TicksPerMillisecond)]
    [InlineData("us", TimeSpan.TicksPerMicrosecond)]
    [InlineData("ns", 1)]
    public void MomentsOfParquetAreThoseThatWereWritten(string unit, long step)
    {
        // Arrow's builder cuts digits off towards 1970.
        DateTime?[] expected = [First, First.AddYears(-100), null, DateTime.UnixEpoch, First.AddHours(3000), First.AddTicks(1)];
        var cut = Array.ConvertAll(expected, at => at is { } moment
            ? (DateTime?)DateTime.UnixEpoch.AddTicks((moment - DateTime.UnixEpoch).Ticks / step * step)
            : null);
        Assert.Equal(cut, Column<DateTime>("at_" + unit));
        Assert.Equal(cut, Column<DateTime>("at_" + unit + "_u"));
        Assert.Equal(Array.ConvertAll(cut, at => at is { } moment ? (DateTimeOffset?)new DateTimeOffset(moment, TimeSpan.Zero) : null),
            Column<DateTimeOffset>("at_" + unit + "_e"));
    }

    [Fact]
    public void DatesAndTimesOfParquetAreThoseThatWereWritten()
    {
        Assert.Equal([new(1912, 4, 15), new(2026, 11, 30), null, new(1970, 1, 1), DateOnly.MinValue, DateOnly.MaxValue], Column<DateOnly>("date32"));
        TimeOnly late = new(23, 59, 59, 999), one = new(1, 0), two = new(2, 0);
        Assert.Equal([new(18, 30, 1, 5), default(TimeOnly), null, late, one, two], Column<TimeOnly>("time_ms"));
        Assert.Equal([new(18, 30, 1, 5, 7), default(TimeOnly), null, late, one, two], Column<TimeOnly>("time_us"));
        Assert.Equal([new(18, 30, 1, 5, 7), default(TimeOnly), null, TimeOnly.MaxValue, one, two], Column<TimeOnly>("time_ns"));
    }

    [Fact]
    public void MomentsOf96BitsAreThoseThatWereWritten() =>
        Assert.Equal([First, null, DateTime.UnixEpoch], Open("cpp-int96.parquet").Values<DateTime>("at"));

    [Theory]
    [InlineData("uncompressed")]
    [InlineData("snappy")]
    [InlineData("gzip")]
    [InlineData("zstd")]
    [InlineData("brotli")]
    [InlineData("lz4")]
    [InlineData("pages2")]
    public void EveryCompressionOfParquetIsRead(string name)
    {
        Assert.Equal([int.MinValue, int.MaxValue, null, 0, 1, 2], Open($"cpp-{name}.parquet").Values<int>("i32"));
        Assert.Equal(["Süd", "", null, "日本", "a,b", "x"], Open($"cpp-{name}.parquet").Texts("text"));
    }

    /// <summary>Parquet.Net 6.1.0 can't read booleans that are coded in runs, as the second form of pages has them.</summary>
    [Fact]
    public void FlagsThatCannotBeReadAreAnError()
    {
        var flags = Open("cpp-pages2.parquet");
        var error = Assert.Throws<IOException>(() => flags.Values<bool>("flag"));
        Assert.StartsWith("the column flag: it is damaged, or written in a way that can't be read here", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("js.arrow")]
    [InlineData("js.arrows")]
    [InlineData("rust.parquet")]
    public void FilesOfOtherLanguagesHoldWhatWasWritten(string file)
    {
        var at = new DateTime(2026, 11, 30, 18, 5, 7, 123);
        Assert.Equal([1, int.MinValue, null], Open(file).Values<int>("count"));
        Assert.Equal([0.1, -1e300, null], Open(file).Values<double>("price"));
        Assert.Equal([0.5f, 2, null], Open(file).Values<float>("half"));
        Assert.Equal(["S", "Süd", null], Open(file).Texts("port"));
        Assert.Equal(["日本", "", null], Open(file).Texts("text"));
        Assert.Equal(["long", "text", null], Open(file).Texts("long"));
        Assert.Equal([new(2026, 11, 30), new(1912, 4, 15), null], Open(file).Values<DateOnly>("day"));
        Assert.Equal([at, new(1926, 11, 30), null], Open(file).Values<DateTime>("at"));
        Assert.Equal([9007199254740993, -1, null], Open(file).Values<long>("big"));
        var moments = Open(file).Values<DateTimeOffset>("berlin");
        Assert.Equal(new DateTimeOffset(at, TimeSpan.Zero), moments[0]);
        // Arrow keeps the zone of a column; Parquet does not.
        Assert.Equal(file.EndsWith("parquet", StringComparison.Ordinal) ? 0 : 1, moments[0]!.Value.Offset.TotalHours);
        if (!file.EndsWith("parquet", StringComparison.Ordinal)) Assert.Equal([true, false, null], Open(file).Values<bool>("flag"));
    }

    [Fact]
    public void CulturesChangeNothing()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            Assert.Equal([-1.234m, 123456789.123m, null, 0, 1.5m, 2], Column<decimal>("dec128"));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    internal static MemoryStream Bytes(string file) => new(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Golden", file)));

    private static T?[] Column<T>(string name) where T : struct, ISpanParsable<T> => Open("cpp-types.parquet").Values<T>(name);

    private static ITableReader Open(string file) => file.EndsWith("parquet", StringComparison.Ordinal)
        ? new ParquetTableReader(Bytes(file), file)
        : ArrowBatches.Open(Bytes(file), file);
}
