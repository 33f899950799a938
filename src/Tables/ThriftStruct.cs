namespace ModelDsl.Tables;

/// <summary>
/// The types of a structure's fields, from field 1: <c>i</c> an integer, <c>f</c> a flag, <c>b</c> bytes, <c>s</c> a structure; <c>I</c>,
/// <c>B</c>, <c>S</c> a list of them. Source: parquet.thrift of the Parquet format.
/// </summary>
/// <param name="Types">The types, a letter for each field.</param>
/// <param name="Parts">The structures of some of its fields, by their numbers.</param>
internal sealed record ThriftStruct(string Types, params (int Field, ThriftStruct Struct)[] Parts)
{
    /// <summary>A structure of unknown fields.</summary>
    internal static readonly ThriftStruct Any = new("");

    private static readonly ThriftStruct KeyValue = new("bb");
    private static readonly ThriftStruct Statistics = new("bbiibbff");
    private static readonly ThriftStruct PageStatistics = new("iii");
    private static readonly ThriftStruct SizeStatistics = new("iII");

    private static readonly ThriftStruct ColumnMetaData =
        new("iIBiiiiSiiisSiiss", (8, KeyValue), (12, Statistics), (13, PageStatistics), (16, SizeStatistics));

    private static readonly ThriftStruct RowGroup = new("SiiSiii", (1, new("bisiiiisb", (3, ColumnMetaData))), (4, new("iff")));

    /// <summary>The directory of a file: <c>FileMetaData</c>.</summary>
    internal static readonly ThriftStruct FileMetaData = new("iSiSSbSsb", (2, new("iiibiiiiis")), (4, RowGroup), (5, KeyValue));

    /// <summary>Returns whether a field may have a type of the compact protocol. Fields of newer versions may have any.</summary>
    internal bool Allows(long field, int type) => field < 1 || field > Types.Length || Types[(int)field - 1] switch
    {
        'i' => type is 4 or 5 or 6,
        'f' => type is 1 or 2,
        'b' => type == 8,
        's' => type == 12,
        _ => type == 9,
    };

    /// <summary>Returns whether the items of a list may have a type of the compact protocol.</summary>
    internal bool AllowsItems(long field, int type) => field < 1 || field > Types.Length || Types[(int)field - 1] switch
    {
        'I' => type is 4 or 5 or 6,
        'B' => type == 8,
        'S' => type == 12,
        _ => false,
    };

    /// <summary>Returns the structure of a field, or of the items of its list.</summary>
    internal ThriftStruct Of(long field) => Array.Find(Parts, part => part.Field == field).Struct ?? Any;
}
