namespace ModelDsl.Tables.Tests;

/// <summary>A cell is read exactly, or is an error: only digits of a float may be lost.</summary>
public sealed class CellTests
{
    [Theory]
    [InlineData(16777217, 16777216f)]
    [InlineData(0.1, 0.1f)]
    [InlineData("1e38", 1e38f)]
    [InlineData("0.000", 0f)]
    [InlineData("-0e7", -0f)]
    [InlineData("NaN", float.NaN)]
    [InlineData("Infinity", float.PositiveInfinity)]
    [InlineData(double.NegativeInfinity, float.NegativeInfinity)]
    [InlineData('7', 7f)]
    public void FloatsMayLoseDigits(object cell, float value) => Assert.Equal(value, Read<float>(cell));

    [Theory]
    [InlineData(1e39)]
    [InlineData(1e-50)]
    [InlineData("1e39")]
    [InlineData("1e-50")]
    [InlineData("1,5")]
    [InlineData("")]
    public void FloatsNeverBecomeInfiniteOrZero(object cell) => Assert.Null(Read<float>(cell));

    [Theory]
    [InlineData(3.0, 3)]
    [InlineData("3.0", 3)]
    [InlineData(" 3 ", 3)]
    [InlineData((ulong)3, 3)]
    [InlineData(true, 1)]
    [InlineData(3.5, null)]
    [InlineData("3.5", null)]
    [InlineData(2147483648L, null)]
    [InlineData("2147483648", null)]
    [InlineData(double.NaN, null)]
    public void IntegersAreExact(object cell, int? value) => Assert.Equal(value, Read<int>(cell));

    [Fact]
    public void IntegersAndCharactersHaveOneText()
    {
        Assert.Equal("-7", Text(-7));
        Assert.Equal("x", Text('x'));
        Assert.Equal("18446744073709551615", Text(ulong.MaxValue));
        Assert.Null(Text(1.5));
        Assert.Null(Text(1.5m));
        Assert.Null(Text(true));
        Assert.Null(Text(DateTime.UnixEpoch));
    }

    [Fact]
    public void AMomentKeepsTheClockOfItsText()
    {
        var at = new DateTime(2026, 11, 30, 18, 0, 0);
        foreach (var text in new[] { "2026-11-30T18:00", "2026-11-30 18:00:00", "2026-11-30T18:00Z", "2026-11-30T18:00+05:00", "2026-11-30T18:00-08:00" })
            Assert.Equal(at, Read<DateTime>(text));
        Assert.Equal(at, Read<DateTime>(new DateTimeOffset(at, TimeSpan.FromHours(5))));
        Assert.Equal(new DateTimeOffset(at, TimeSpan.FromHours(5)), Read<DateTimeOffset>("2026-11-30T18:00+05:00"));
        Assert.Equal(new DateTimeOffset(at, TimeSpan.Zero), Read<DateTimeOffset>("2026-11-30T18:00"));
    }

    [Fact]
    public void ATimeAloneIsNoMomentOfToday()
    {
        foreach (var text in new[] { "18:00", "6:30 PM", "18:00+05:00", "00:30+01:00", "23:30-05:00" })
        {
            Assert.Null(Read<DateTime>(text));
            Assert.Null(Read<DateTimeOffset>(text));
            Assert.Null(Read<DateOnly>(text));
        }
        Assert.Equal(new TimeOnly(18, 0), Read<TimeOnly>("18:00"));
        Assert.Equal(new TimeOnly(18, 0), Read<TimeOnly>(TimeSpan.FromHours(18)));
        Assert.Null(Read<TimeOnly>(TimeSpan.FromHours(24)));
    }

    [Fact]
    public void AMidnightIsADay()
    {
        var day = new DateOnly(2026, 11, 30);
        Assert.Equal(day, Read<DateOnly>("2026-11-30"));
        Assert.Equal(day, Read<DateOnly>("2026-11-30 00:00:00"));
        Assert.Equal(day, Read<DateOnly>(new DateTimeOffset(2026, 11, 30, 0, 0, 0, TimeSpan.FromHours(1))));
        Assert.Null(Read<DateOnly>("2026-11-30 00:00:01"));
        Assert.Null(Read<DateOnly>(new DateTime(2026, 11, 30, 1, 0, 0)));
    }

    [Fact]
    public void OtherThingsAreNoNumbers()
    {
        Assert.Null(Read<int>(new byte[3]));
        Assert.Null(Read<double>(DateTime.UnixEpoch));
        Assert.Null(Read<bool>(2));
        Assert.Null(Read<bool>("perhaps"));
        Assert.True(Read<bool>(1m));
        Assert.True(Read<bool>("Yes"));
    }

    private static T? Read<T>(object cell) where T : struct, ISpanParsable<T> =>
        new OneCell(cell).TryRead<T>(0, out var value) ? value : null;

    private static string? Text(object cell) => new OneCell(cell).TryRead<string>(0, out var value) ? value : null;

    private sealed class OneCell(object cell) : TableReader
    {
        public override string Name => "a cell";

        public override IReadOnlyList<string> Columns => ["cell"];

        protected override bool MoveNext() => Position == 0;

        protected override object? Value(int column) => cell;
    }
}
