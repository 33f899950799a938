using Apache.Arrow;
using Apache.Arrow.Types;

namespace ModelDsl.Tables;

/// <summary>Tells which types of Arrow a row can hold.</summary>
internal static class ArrowTypes
{
    /// <summary>Returns why a column of a type can't be read, to follow the column's name; null if it can.</summary>
    internal static string? WhyUnreadable(IArrowType type) => type switch
    {
        DictionaryType coded => WhyUnreadable(coded.ValueType),
        RunEndEncodedType runs => WhyUnreadable(runs.ValuesDataType),
        TimestampType { Timezone: { Length: > 0 } zone } => TimeZones.TryFind(zone, out _)
            ? null
            : $"holds moments in the time zone {zone}, which this machine does not know; convert them to UTC",
        NullType or BooleanType or NumberType or StringType or LargeStringType or StringViewType or Date32Type or Date64Type
            or TimestampType or Time32Type or Time64Type or Decimal32Type or Decimal64Type or Decimal128Type or Decimal256Type
            or Bool8Type or TimestampWithOffsetType or GuidType => null,
        DurationType => "holds durations; write them as numbers of one unit",
        IntervalType => "holds intervals; write them as numbers of one unit",
        BinaryType or LargeBinaryType or BinaryViewType or FixedSizeBinaryType => "holds bytes; if they are texts, write them with the type string",
        StructType => "holds groups of columns; write each of them as a column of its own",
        MapType => "holds maps; a column of a record holds one value",
        ListType or LargeListType or ListViewType or LargeListViewType or FixedSizeListType =>
            "holds lists; a column of a record holds one value, so write each item as a column of its own",
        UnionType => "holds values of several types; a column of a record has one type",
        _ => $"holds values of Arrow's type {type.Name}, which can't be read here",
    };
}
