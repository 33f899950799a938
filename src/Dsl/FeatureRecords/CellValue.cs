using System.Globalization;
using System.Numerics;

namespace ModelDsl.FeatureRecords;

/// <summary>Converts the cells of tables to the types of parameters, and only where nothing is lost but digits of a float.</summary>
internal static class CellValue
{
    /// <summary>Converts a value of .NET.</summary>
    internal static bool TryConvert<T>(object? cell, out T value) where T : ISpanParsable<T>
    {
        object? converted = null;
        if (cell is T same) converted = same;
        else if (cell is string text) return TryParse(text, CultureInfo.InvariantCulture, out value);
        else if (typeof(T) == typeof(string)) converted = Text(cell);
        else if (cell is char one) return TryParse(new ReadOnlySpan<char>(in one), CultureInfo.InvariantCulture, out value);
        else if (typeof(T) == typeof(bool)) converted = Number<long>(cell) switch { 0 => false, 1 => true, _ => null };
        else if (typeof(T) == typeof(float)) converted = Number<float>(cell);
        else if (typeof(T) == typeof(double)) converted = Number<double>(cell);
        else if (typeof(T) == typeof(Half)) converted = Number<Half>(cell);
        else if (typeof(T) == typeof(decimal)) converted = Number<decimal>(cell);
        else if (typeof(T) == typeof(int)) converted = Number<int>(cell);
        else if (typeof(T) == typeof(long)) converted = Number<long>(cell);
        else if (typeof(T) == typeof(short)) converted = Number<short>(cell);
        else if (typeof(T) == typeof(sbyte)) converted = Number<sbyte>(cell);
        else if (typeof(T) == typeof(byte)) converted = Number<byte>(cell);
        else if (typeof(T) == typeof(ushort)) converted = Number<ushort>(cell);
        else if (typeof(T) == typeof(uint)) converted = Number<uint>(cell);
        else if (typeof(T) == typeof(ulong)) converted = Number<ulong>(cell);
        else if (typeof(T) == typeof(DateTime)) converted = cell switch
        {
            DateTimeOffset moment => moment.DateTime,
            DateOnly day => day.ToDateTime(default),
            _ => null,
        };
        else if (typeof(T) == typeof(DateTimeOffset)) converted = cell switch
        {
            DateTime { Kind: DateTimeKind.Unspecified } moment => new DateTimeOffset(moment, TimeSpan.Zero),
            DateTime moment => new DateTimeOffset(moment),
            _ => null,
        };
        else if (typeof(T) == typeof(DateOnly)) converted = cell switch
        {
            DateTime { TimeOfDay.Ticks: 0 } date => DateOnly.FromDateTime(date),
            DateTimeOffset { TimeOfDay.Ticks: 0 } date => DateOnly.FromDateTime(date.DateTime),
            _ => null,
        };
        else if (typeof(T) == typeof(TimeOnly))
            converted = cell is TimeSpan { Ticks: >= 0 and < TimeSpan.TicksPerDay } time ? TimeOnly.FromTimeSpan(time) : null;
        value = converted is T found ? found : default!;
        return converted is T;
    }

    /// <summary>
    /// Reads a text: numbers in the culture's form, <c>true</c>, <c>yes</c> or <c>1</c>, dates in the culture's or ISO 8601's form.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="culture">The culture.</param>
    /// <param name="value">Receives the value.</param>
    /// <param name="dateForm">The only form of dates, <c>dd.MM.yyyy</c>; null for every form.</param>
    internal static bool TryParse<T>(ReadOnlySpan<char> text, IFormatProvider culture, out T value, string? dateForm = null)
        where T : ISpanParsable<T>
    {
        // The comparisons are constants for the JIT.
        if (typeof(T) == typeof(float)) return As(TryFloat(text, culture, out float single), single, out value);
        if (typeof(T) == typeof(double)) return As(TryFloat(text, culture, out double number), number, out value);
        if (typeof(T) == typeof(Half)) return As(TryFloat(text, culture, out Half half), half, out value);
        if (typeof(T) == typeof(decimal)) return As(decimal.TryParse(text, NumberStyles.Float, culture, out var exact), exact, out value);
        if (typeof(T) == typeof(bool)) return As(TryParse(text, out var flag), flag, out value);
        // The time that the text shows, and not the one that this machine's clock showed then.
        if (typeof(T) == typeof(DateTime)) return As(TryMoment(text, culture, dateForm, out var moment), moment.DateTime, out value);
        if (typeof(T) == typeof(DateTimeOffset)) return As(TryMoment(text, culture, dateForm, out var at), at, out value);
        if (typeof(T) == typeof(DateOnly))
        {
            // Databases often write a day as midnight.
            if (TryMoment(text, culture, dateForm, out var midnight)) return TryConvert(midnight, out value);
            value = default!;
            return false;
        }
        if (T.TryParse(text, culture, out var parsed))
        {
            value = parsed;
            return true;
        }
        // Files often write a whole number as 3.0.
        if (IsInteger<T>() && decimal.TryParse(text, NumberStyles.Float, culture, out var whole) && whole == decimal.Truncate(whole))
            return TryConvert(whole, out value);
        value = default!;
        return false;
    }

    /// <summary>Reads a float: digits may be lost, but a number never becomes infinite or 0.</summary>
    private static bool TryFloat<T>(ReadOnlySpan<char> text, IFormatProvider culture, out T value)
        where T : struct, IFloatingPointIeee754<T>
    {
        if (!T.TryParse(text, NumberStyles.Float, culture, out value)) return false;
        if (T.IsInfinity(value)) return !text.ContainsAnyInRange('0', '9');
        if (value != T.Zero) return true;
        var exponent = text.IndexOfAny('e', 'E');
        return !(exponent < 0 ? text : text[..exponent]).ContainsAnyInRange('1', '9');
    }

    /// <summary>
    /// Reads a date with or without a time; UTC if the text does not tell its distance. A text without a day or a year is no moment.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="culture">The culture of names and separators.</param>
    /// <param name="form">The only form that is read, <c>dd.MM.yyyy</c>; null for every form of the culture and of ISO 8601.</param>
    /// <param name="value">Receives the moment.</param>
    private static bool TryMoment(ReadOnlySpan<char> text, IFormatProvider culture, string? form, out DateTimeOffset value)
    {
        const DateTimeStyles Styles = DateTimeStyles.AllowWhiteSpaces | DateTimeStyles.AssumeUniversal;
        // .NET takes a time alone as one of today, and a day without a year as one of this year. With another "today" it is another moment.
        const DateTimeStyles Dated = Styles | DateTimeStyles.AdjustToUniversal | DateTimeStyles.NoCurrentDateDefault;
        var dated = default(DateTime);
        return (form is null
            ? DateTimeOffset.TryParse(text, culture, Styles, out value) && HasDay(text)
                && DateTime.TryParse(text, OtherYear.Dates, Dated, out dated)
            : DateTimeOffset.TryParseExact(text, form, culture, Styles, out value)
                && DateTime.TryParseExact(text, form, OtherYear.Dates, Dated, out dated))
            && dated == value.UtcDateTime;
    }

    /// <summary>
    /// Returns whether a text has two numbers besides its time, as every date has. .NET takes <c>30 Nov</c> as November of 2030.
    /// </summary>
    private static bool HasDay(ReadOnlySpan<char> text)
    {
        var numbers = 0;
        for (int i = 0, end; i < text.Length; i = end + 1)
        {
            end = i;
            while (end < text.Length && char.IsAsciiDigit(text[end])) end++;
            var isOfTime = (i > 0 && text[i - 1] == ':') || text[end..].StartsWith(":")
                || IsMeridiem(text[end..].TrimStart());
            if (end > i && !isOfTime) numbers++;
        }
        return numbers >= 2;

        static bool IsMeridiem(ReadOnlySpan<char> text) => text is ['A' or 'a' or 'P' or 'p', 'M' or 'm', ..];
    }

    /// <summary>A calendar in which the current year is another. Everything that a text says itself is as usual.</summary>
    private sealed class OtherYear : GregorianCalendar
    {
        /// <summary>The forms of dates of the invariant culture, which all tables have, with this calendar.</summary>
        internal static readonly DateTimeFormatInfo Dates = DateTimeFormatInfo.ReadOnly(
            new DateTimeFormatInfo { Calendar = new OtherYear() });

        public override int GetYear(DateTime time) => base.GetYear(time) - 1;
    }

    /// <summary>Returns the text of a cell that has only one: a character, an integer or a GUID. Null for others.</summary>
    private static string? Text(object? cell) => cell switch
    {
        char one => one.ToString(),
        byte or sbyte or short or ushort or int or uint or long or ulong or Guid =>
            ((IFormattable)cell).ToString(null, CultureInfo.InvariantCulture),
        _ => null,
    };

    private static bool IsInteger<T>() =>
        typeof(T) == typeof(int) || typeof(T) == typeof(long) || typeof(T) == typeof(short) || typeof(T) == typeof(byte)
        || typeof(T) == typeof(sbyte) || typeof(T) == typeof(ushort) || typeof(T) == typeof(uint) || typeof(T) == typeof(ulong);

    private static bool TryParse(ReadOnlySpan<char> text, out bool value)
    {
        value = Is(text, "true") || Is(text, "yes") || Is(text, "1");
        return value || Is(text, "false") || Is(text, "no") || Is(text, "0");

        static bool Is(ReadOnlySpan<char> text, string word) => text.Equals(word, StringComparison.OrdinalIgnoreCase);
    }

    private static bool As<TFrom, T>(bool isRight, TFrom from, out T value) where TFrom : struct
    {
        value = isRight ? (T)(object)from : default!;
        return isRight;
    }

    /// <summary>Converts a number; null if the cell is no number, or one that the type can't hold. Floats may lose digits.</summary>
    private static T? Number<T>(object? cell) where T : struct, INumber<T> => cell switch
    {
        byte n => Checked<byte, T>(n),
        sbyte n => Checked<sbyte, T>(n),
        short n => Checked<short, T>(n),
        ushort n => Checked<ushort, T>(n),
        int n => Checked<int, T>(n),
        uint n => Checked<uint, T>(n),
        long n => Checked<long, T>(n),
        ulong n => Checked<ulong, T>(n),
        decimal n => Checked<decimal, T>(n),
        Half n => Checked<Half, T>(n),
        float n => Checked<float, T>(n),
        double n => Checked<double, T>(n),
        bool n => n ? T.One : T.Zero,
        _ => null,
    };

    private static T? Checked<TFrom, T>(TFrom number) where TFrom : struct, INumber<TFrom> where T : struct, INumber<T>
    {
        try
        {
            var converted = T.CreateChecked(number);
            if (!IsInteger<T>())
            {
                return (T.IsFinite(converted) || !TFrom.IsFinite(number)) && T.IsZero(converted) == TFrom.IsZero(number)
                    ? converted : null;
            }
            return TFrom.CreateChecked(converted) == number ? converted : null;
        }
        catch (OverflowException)
        {
            return null;
        }
    }
}
