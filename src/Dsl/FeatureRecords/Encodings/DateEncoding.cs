using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Data;

namespace ModelDsl.FeatureRecords;

/// <summary>Parts of a date. It learns mean and deviation of the days since 2000 if the trend is one of the parts.</summary>
internal sealed class DateEncoding(DateParts parts) : FeatureEncoding
{
    private static readonly DateParts[] InOrder = Enum.GetValues<DateParts>()[1..];
    private static readonly DateTime Epoch = new(2000, 1, 1);

    private readonly DateParts[] chosen = [.. InOrder.Where(part => parts.HasFlag(part))];

    public override string ToString() => $"date({parts})";

    internal override int Width(bool isOptional) => chosen.Sum(WidthOf) + (isOptional ? 1 : 0);

    internal override IEnumerable<string> Names(FeatureColumn column, Statistics learnt) => chosen
        .SelectMany(part => WidthOf(part) == 1 ? [$"{column.Name} {part}"] : new[] { $"sin {column.Name} {part}", $"cos {column.Name} {part}" })
        .Concat(column.IsOptional ? [$"{column.Name} is missing"] : []);

    internal override (string Name, double Center, double Scale) Unit(FeatureColumn column, Statistics learnt, int number, string name) =>
        // The trend is the first part in order.
        parts.HasFlag(DateParts.Trend) && number == 0
            ? ($"{column.Name}, days since 2000", learnt.Numbers[0], 1 / learnt.Numbers[1])
            : base.Unit(column, learnt, number, name);

    internal override Fin<Statistics> Learn(ColumnSample sample, bool isOptional)
    {
        if (!parts.HasFlag(DateParts.Trend)) return Statistics.Nothing;
        var sorted = sample.Sorted();
        if (sorted.Length == 0) return Error.New("has no date in any training row, so its trend is not known");
        var (mean, deviation) = SortedNumbers.Moments(sorted);
        return new Statistics([mean, deviation], []);
    }

    internal override string? Misfit(Statistics learnt, bool isOptional) =>
        !parts.HasFlag(DateParts.Trend) ? base.Misfit(learnt, isOptional)
        : learnt.ScaleFault;

    internal override ColumnEncoder Encoder(FeatureColumn column, Statistics learnt) =>
        new Clock(chosen, learnt.Numbers, column.IsOptional);

    /// <summary>Returns the days since the year 2000 began.</summary>
    internal static double Days(DateTime date) => (date.Ticks - Epoch.Ticks) / (double)TimeSpan.TicksPerDay;

    private static int WidthOf(DateParts part) => part is DateParts.Trend or DateParts.Weekend ? 1 : 2;

    private sealed class Clock(DateParts[] parts, double[] trend, bool isOptional) : ColumnEncoder
    {
        internal override string? Date(DateTime value, Span<float> to)
        {
            foreach (var part in parts)
            {
                if (part == DateParts.Trend) to[0] = (float)((Days(value) - trend[0]) / trend[1]);
                else if (part == DateParts.Weekend) to[0] = value.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? 1 : 0;
                else CyclicEncoding.Write(Turns(part, value), to);
                to = to[WidthOf(part)..];
            }
            if (isOptional) to[0] = 0;
            return null;
        }

        internal override string? Missing(Span<float> to)
        {
            if (!isOptional) return IsMissing;
            to.Clear();
            to[^1] = 1;
            return null;
        }

        private static double Turns(DateParts part, DateTime date) => part switch
        {
            DateParts.Month => (date.Month - 1) / 12.0,
            DateParts.DayOfMonth => (date.Day - 1) / (double)DateTime.DaysInMonth(date.Year, date.Month),
            DateParts.DayOfWeek => ((int)date.DayOfWeek + 6) % 7 / 7.0,
            DateParts.DayOfYear => (date.DayOfYear - 1) / (DateTime.IsLeapYear(date.Year) ? 366.0 : 365.0),
            _ => date.TimeOfDay.Ticks / (double)TimeSpan.TicksPerDay,
        };
    }
}
