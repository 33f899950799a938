using System.Numerics;
using Parquet.Meta;
using Parquet.Schema;

namespace ModelDsl.Tables;

/// <summary>Chooses how a column of a Parquet file is read, by its meaning. Source: LogicalTypes.md of the Parquet format.</summary>
internal static class ParquetColumns
{
    private const long Milli = 1000;
    private const long Micro = 1_000_000;
    private const long Nano = 1_000_000_000;

    /// <summary>Returns a column; null if rows have no type for its meaning.</summary>
    internal static ParquetColumn? Of(DataField field, ParquetMeaning meaning) => meaning.Physical switch
    {
        Parquet.Meta.Type.BOOLEAN => new ParquetColumn<bool>(field, static value => value),
        Parquet.Meta.Type.FLOAT => new ParquetColumn<float>(field, static value => value),
        Parquet.Meta.Type.DOUBLE => new ParquetColumn<double>(field, static value => value),
        Parquet.Meta.Type.INT32 => Int32(meaning) is { } convert ? new ParquetColumn<int>(field, convert) : null,
        Parquet.Meta.Type.INT64 => Int64(meaning) is { } convert ? new ParquetColumn<long>(field, convert) : null,
        // The moments of Impala and of older Spark. They have no zone.
        Parquet.Meta.Type.INT96 when field.ClrType == typeof(DateTime) =>
            new ParquetColumn<DateTime>(field, static value => DateTime.SpecifyKind(value, DateTimeKind.Unspecified)),
        Parquet.Meta.Type.BYTE_ARRAY when meaning.IsText => new ParquetTexts(field),
        Parquet.Meta.Type.BYTE_ARRAY or Parquet.Meta.Type.FIXED_LEN_BYTE_ARRAY =>
            Bytes(meaning) is { } convert ? new ParquetBytes(field, convert) : null,
        _ => null,
    };

    /// <summary>Returns why <see cref="Of"/> gives nothing.</summary>
    internal static string WhyNone(ParquetMeaning meaning) => meaning switch
    {
        { Converted: ConvertedType.INTERVAL } => "holds intervals; write them as numbers of one unit",
        { Physical: Parquet.Meta.Type.BYTE_ARRAY or Parquet.Meta.Type.FIXED_LEN_BYTE_ARRAY } =>
            "holds bytes; if they are texts, write them with the type string",
        _ => "holds values of a type that can't be read here; write them as numbers, texts or dates",
    };

    private static Func<int, object>? Int32(ParquetMeaning meaning) => meaning switch
    {
        { Logical.DECIMAL: not null } or { Converted: ConvertedType.DECIMAL } => value => CellOf.Decimal(value, meaning.Scale),
        { Logical.DATE: not null } or { Converted: ConvertedType.DATE } => static value => CellOf.Date(value),
        { Logical.TIME: not null } or { Converted: ConvertedType.TIME_MILLIS } => static value => CellOf.Time(value, Milli),
        { Logical.INTEGER: { IsSigned: false, BitWidth: 32 } } or { Converted: ConvertedType.UINT_32 } => static value => (uint)value,
        _ => static value => value,
    };

    private static Func<long, object>? Int64(ParquetMeaning meaning) => meaning switch
    {
        { Logical.DECIMAL: not null } or { Converted: ConvertedType.DECIMAL } => value => CellOf.Decimal(value, meaning.Scale),
        { Logical.TIMESTAMP: { } type } => Moment(PerSecond(type.Unit), type.IsAdjustedToUTC),
        { Converted: ConvertedType.TIMESTAMP_MILLIS } => Moment(Milli, isUtc: true),
        { Converted: ConvertedType.TIMESTAMP_MICROS } => Moment(Micro, isUtc: true),
        { Logical.TIME: { } type } => Time(PerSecond(type.Unit)),
        { Converted: ConvertedType.TIME_MICROS } => Time(Micro),
        { Logical.INTEGER.IsSigned: false } or { Converted: ConvertedType.UINT_64 } => static value => (ulong)value,
        _ => static value => value,
    };

    private static Func<byte[], object>? Bytes(ParquetMeaning meaning) => meaning switch
    {
        { Logical.DECIMAL: not null } or { Converted: ConvertedType.DECIMAL } =>
            bytes => CellOf.Decimal(new BigInteger(bytes, isUnsigned: false, isBigEndian: true), meaning.Scale),
        { Logical.FLOAT16: not null } => static bytes => BitConverter.ToHalf(bytes),
        { Logical.UUID: not null } => static bytes => new Guid(bytes, bigEndian: true),
        _ => null,
    };

    private static Func<long, object>? Moment(long? perSecond, bool isUtc) => perSecond is { } unit
        ? value => CellOf.Moment(value, unit, isUtc ? TimeZoneInfo.Utc : null)
        : null;

    private static Func<long, object>? Time(long? perSecond) => perSecond is { } unit ? value => CellOf.Time(value, unit) : null;

    private static long? PerSecond(TimeUnit unit) => unit switch
    {
        { MILLIS: not null } => Milli,
        { MICROS: not null } => Micro,
        { NANOS: not null } => Nano,
        _ => null,
    };
}
