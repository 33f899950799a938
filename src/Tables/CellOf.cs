using System.Globalization;
using System.Numerics;

namespace ModelDsl.Tables;

/// <summary>
/// Makes values of .NET from the numbers that Arrow and Parquet store for dates, times and decimals. A value that .NET can't hold becomes
/// an <see cref="UnreadableCell"/>. Digits below 100 ns, the step of .NET's times, are cut off.
/// </summary>
internal static class CellOf
{
    private static readonly int EpochDay = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    /// <summary>Makes a date.</summary>
    /// <param name="days">Days since 1970.</param>
    internal static object Date(long days) => days >= -EpochDay && days <= DateOnly.MaxValue.DayNumber - EpochDay
        ? DateOnly.FromDayNumber((int)(EpochDay + days))
        : new UnreadableCell(FormattableString.Invariant($"{days} days since 1970"));

    /// <summary>Makes a date of a number of milliseconds, as Arrow's date64 stores it.</summary>
    internal static object DateOfMilliseconds(long milliseconds)
    {
        const long Day = 86_400_000;
        return milliseconds % Day == 0 ? Date(milliseconds / Day) : Moment(milliseconds, 1000, null);
    }

    /// <summary>Makes a date with a time.</summary>
    /// <param name="since">Time since 1970.</param>
    /// <param name="perSecond">The number of its units in a second.</param>
    /// <param name="zone">The zone in which the moment is shown; null if the time belongs to no zone.</param>
    /// <returns>A <see cref="DateTimeOffset"/> in the zone; without a zone a <see cref="DateTime"/>.</returns>
    internal static object Moment(long since, long perSecond, TimeZoneInfo? zone)
    {
        var ticks = Ticks(since, perSecond) + DateTime.UnixEpoch.Ticks;
        if (ticks < DateTime.MinValue.Ticks || ticks > DateTime.MaxValue.Ticks)
            return new UnreadableCell(FormattableString.Invariant($"{since} of {perSecond} parts of a second since 1970"));
        var moment = new DateTime((long)ticks);
        // Without the cast it would become a moment in the zone of this machine.
        return zone is null ? (object)moment : TimeZoneInfo.ConvertTime(new DateTimeOffset(moment, TimeSpan.Zero), zone);
    }

    /// <summary>Makes a time of day.</summary>
    /// <param name="since">Time since midnight.</param>
    /// <param name="perSecond">The number of its units in a second.</param>
    internal static object Time(long since, long perSecond)
    {
        var ticks = Ticks(since, perSecond);
        return ticks >= 0 && ticks < TimeSpan.TicksPerDay
            ? new TimeOnly((long)ticks)
            : new UnreadableCell(FormattableString.Invariant($"{since} of {perSecond} parts of a second since midnight"));
    }

    /// <summary>
    /// Makes a number with digits behind the point: a <see cref="decimal"/>, with at least 28 right digits, or a <see cref="double"/> for a
    /// number that is too large for it.
    /// </summary>
    /// <param name="digits">The number without its point.</param>
    /// <param name="scale">Number of digits behind the point.</param>
    internal static object Decimal(BigInteger digits, int scale)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{digits}E{-scale}");
        // Parsing rounds what is behind the 28th digit.
        return decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact)
            ? exact
            : double.Parse(text, CultureInfo.InvariantCulture);
    }

    private static Int128 Ticks(long since, long perSecond) => perSecond <= TimeSpan.TicksPerSecond
        ? (Int128)since * (TimeSpan.TicksPerSecond / perSecond)
        : Math.DivRem(since, perSecond / TimeSpan.TicksPerSecond) is var (ticks, rest) && rest < 0 ? ticks - 1 : ticks;
}
