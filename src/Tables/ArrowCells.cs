using System.Globalization;
using System.Numerics;
using System.Text;
using Apache.Arrow;
using Apache.Arrow.Arrays;
using Apache.Arrow.Types;

namespace ModelDsl.Tables;

/// <summary>Finds the cells of Arrow's arrays.</summary>
internal static class ArrowCells
{
    /// <summary>Returns a function from the row to its cell, which is null for an empty one.</summary>
    internal static Func<int, object?> Of(IArrowArray array) => array switch
    {
        NullArray => static _ => null,
        BooleanArray flags => row => flags.GetValue(row),
        Int8Array numbers => Primitive(numbers, static value => value),
        Int16Array numbers => Primitive(numbers, static value => value),
        Int32Array numbers => Primitive(numbers, static value => value),
        Int64Array numbers => Primitive(numbers, static value => value),
        UInt8Array numbers => Primitive(numbers, static value => value),
        UInt16Array numbers => Primitive(numbers, static value => value),
        UInt32Array numbers => Primitive(numbers, static value => value),
        UInt64Array numbers => Primitive(numbers, static value => value),
        HalfFloatArray numbers => Primitive(numbers, static value => value),
        FloatArray numbers => Primitive(numbers, static value => value),
        DoubleArray numbers => Primitive(numbers, static value => value),
        Date32Array days => Primitive(days, static value => CellOf.Date(value)),
        Date64Array days => Primitive(days, CellOf.DateOfMilliseconds),
        Time32Array times => Time(times),
        Time64Array times => Time(times),
        TimestampArray moments => Moment(moments),
        StringArray texts => row => Text(texts.GetBytes(row, out var isNull), isNull),
        LargeStringArray texts => row => Text(texts.GetBytes(row, out var isNull), isNull),
        StringViewArray texts => row => Text(texts.GetBytes(row, out var isNull), isNull),
        Decimal32Array numbers => Decimal(numbers, numbers.Scale),
        Decimal64Array numbers => Decimal(numbers, numbers.Scale),
        Decimal128Array numbers => Decimal(numbers, numbers.Scale),
        Decimal256Array numbers => Decimal(numbers, numbers.Scale),
        Bool8Array flags => row => flags[row],
        TimestampWithOffsetArray moments => row => moments[row],
        GuidArray ids => row => ids[row],
        DictionaryArray coded => Dictionary(coded),
        RunEndEncodedArray runs => Of(runs.Values) is var values ? row => values(runs.FindPhysicalIndex(row)) : null!,
        _ => throw new NotSupportedException($"Arrow's type {array.Data.DataType.Name}"),
    };

    private static Func<int, object?> Primitive<T>(PrimitiveArray<T> cells, Func<T, object> convert) where T : struct, IEquatable<T> =>
        row => cells.GetValue(row) is { } value ? convert(value) : null;

    /// <summary>Decodes a text. The arrays' own <c>GetString</c> doesn't check that it lies in the buffer.</summary>
    private static string? Text(ReadOnlySpan<byte> bytes, bool isNull) => isNull ? null : Encoding.UTF8.GetString(bytes);

    private static Func<int, object?> Time(Time32Array times)
    {
        var perSecond = PerSecond(((Time32Type)times.Data.DataType).Unit);
        return Primitive(times, value => CellOf.Time(value, perSecond));
    }

    private static Func<int, object?> Time(Time64Array times)
    {
        var perSecond = PerSecond(((Time64Type)times.Data.DataType).Unit);
        return Primitive(times, value => CellOf.Time(value, perSecond));
    }

    private static Func<int, object?> Moment(TimestampArray moments)
    {
        var type = (TimestampType)moments.Data.DataType;
        var perSecond = PerSecond(type.Unit);
        var zone = !string.IsNullOrEmpty(type.Timezone) && TimeZones.TryFind(type.Timezone, out var found) ? found : null;
        return Primitive(moments, value => CellOf.Moment(value, perSecond, zone));
    }

    private static Func<int, object?> Decimal(FixedSizeBinaryArray numbers, int scale) =>
        row => numbers.IsNull(row) ? null : CellOf.Decimal(new BigInteger(numbers.GetBytes(row)), scale);

    /// <summary>Finds a word by its code. Each word is made once, so that rows share it.</summary>
    private static Func<int, object?> Dictionary(DictionaryArray coded)
    {
        var codes = Of(coded.Indices);
        var read = Of(coded.Dictionary);
        var words = new object?[coded.Dictionary.Length];
        var isRead = new bool[words.Length];
        return row =>
        {
            if (codes(row) is not { } code) return null;
            var at = Convert.ToInt32(code, CultureInfo.InvariantCulture);
            if (isRead[at]) return words[at];
            isRead[at] = true;
            return words[at] = read(at);
        };
    }

    private static long PerSecond(TimeUnit unit) => unit switch
    {
        TimeUnit.Second => 1,
        TimeUnit.Millisecond => 1000,
        TimeUnit.Microsecond => 1_000_000,
        _ => 1_000_000_000,
    };
}
