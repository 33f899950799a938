using FsCheck;
using FsCheck.Fluent;

namespace ModelDsl.Tables.Tests;

/// <summary>Random rows, each cell empty now and then. Times have whole microseconds, as most formats do.</summary>
public static class RandomRows
{
    private const int TicksPerMicrosecond = 10;

    /// <summary>One row or more.</summary>
    public static Arbitrary<Everything[]> Rows() => Arb.From(Row.ArrayOf().Where(rows => rows.Length > 0));

    private static Gen<Everything> Row =>
        from i8 in Maybe(Number<sbyte>())
        from i16 in Maybe(Number<short>())
        from i32 in Maybe(Number<int>())
        from i64 in Maybe(Edge(Whole, long.MinValue, long.MaxValue))
        from u8 in Maybe(Number<byte>())
        from u16 in Maybe(Edge(Whole.Select(n => (ushort)n), ushort.MaxValue))
        from u32 in Maybe(Edge(Whole.Select(n => (uint)n), uint.MaxValue))
        from u64 in Maybe(Edge(Whole.Select(n => (ulong)n), ulong.MaxValue))
        from f16 in Maybe(Edge(Number<short>().Select(BitConverter.Int16BitsToHalf).Where(Half.IsFinite), Half.Epsilon, Half.MaxValue))
        from f32 in Maybe(Edge(Number<float>(), float.Epsilon, float.MaxValue, float.NaN, float.NegativeInfinity))
        from f64 in Maybe(Edge(Number<double>(), double.Epsilon, double.MaxValue, double.NaN, double.PositiveInfinity))
        from money in Maybe(Whole.Select(n => new decimal(n >> 8) / 10_000))
        from flag in Maybe(Number<bool>())
        from text in Text
        from at in Maybe(Time(new DateTime(1700, 1, 1), new DateTime(2200, 1, 1)))
        from moment in Maybe(Time(new DateTime(1700, 1, 1), new DateTime(2200, 1, 1)))
        from day in Maybe(Edge(Gen.Choose(0, DateOnly.MaxValue.DayNumber).Select(DateOnly.FromDayNumber),
            DateOnly.MinValue, DateOnly.MaxValue))
        from time in Maybe(Time(DateTime.MinValue, DateTime.MinValue.AddDays(1)).Select(TimeOnly.FromDateTime))
        select new Everything(i8, i16, i32, i64, u8, u16, u32, u64, f16, f32, f64, money, flag, text,
            at, moment is { } utc ? new DateTimeOffset(utc, TimeSpan.Zero) : null, day, time);

    private static Gen<long> Whole =>
        Gen.Choose(int.MinValue, int.MaxValue).Two().Select(pair => ((long)pair.Item1 << 32) | (uint)pair.Item2);

    /// <summary>Texts that UTF-8 can hold.</summary>
    private static Gen<string?> Text => Gen.Frequency(
        (1, Gen.Constant<string?>(null)),
        (1, Gen.Elements<string?>("", " ", "a,b\n\"c\"", "Süd", "日本", "😀")),
        (4, ArbMap.Default.GeneratorFor<char>().Where(c => !char.IsSurrogate(c) && c != 0).ArrayOf()
            .Select(text => (string?)new string(text))));

    private static Gen<T> Number<T>() => ArbMap.Default.GeneratorFor<T>();

    private static Gen<T> Edge<T>(Gen<T> usual, params T[] edges) => Gen.Frequency((4, usual), (1, Gen.Elements(edges)));

    private static Gen<T?> Maybe<T>(Gen<T> value) where T : struct =>
        Gen.Frequency((1, Gen.Constant<T?>(null)), (4, value.Select(cell => (T?)cell)));

    private static Gen<DateTime> Time(DateTime from, DateTime until)
    {
        var steps = (until.Ticks - from.Ticks) / TicksPerMicrosecond;
        return Whole.Select(n => from.AddTicks((long)((ulong)n % (ulong)steps) * TicksPerMicrosecond));
    }
}
