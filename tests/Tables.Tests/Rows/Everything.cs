namespace ModelDsl.Tables.Tests;

/// <summary>A row with every type that a table can hold. Every cell may be empty.</summary>
public sealed record Everything(
    sbyte? I8, short? I16, int? I32, long? I64, byte? U8, ushort? U16, uint? U32, ulong? U64,
    Half? F16, float? F32, double? F64, decimal? Money, bool? Flag, string? Text,
    DateTime? At, DateTimeOffset? Moment, DateOnly? Day, TimeOnly? Time) : IFeatures<Everything>
{
    /// <inheritdoc/>
    public static FeatureSchema Schema { get; } = new("Everything", [.. Names.Select(name =>
        new FeatureColumn(name, name, FeatureEncoding.Ignored(), IsOptional: true))]);

    /// <summary>The names of the columns.</summary>
    public static string[] Names =>
        ["I8", "I16", "I32", "I64", "U8", "U16", "U32", "U64", "F16", "F32", "F64", "Money", "Flag", "Text", "At", "Moment", "Day", "Time"];

    /// <summary>The cells, in the order of the columns.</summary>
    public object?[] Cells => [I8, I16, I32, I64, U8, U16, U32, U64, F16, F32, F64, Money, Flag, Text, At, Moment, Day, Time];

    /// <inheritdoc/>
    public static Everything Create(RowCells cells) => new(
        cells.NumberOrNull<sbyte>(0), cells.NumberOrNull<short>(1), cells.NumberOrNull<int>(2), cells.NumberOrNull<long>(3),
        cells.NumberOrNull<byte>(4), cells.NumberOrNull<ushort>(5), cells.NumberOrNull<uint>(6), cells.NumberOrNull<ulong>(7),
        cells.NumberOrNull<Half>(8), cells.NumberOrNull<float>(9), cells.NumberOrNull<double>(10), cells.NumberOrNull<decimal>(11),
        cells.BooleanOrNull(12), cells.TextOrNull(13),
        cells.DateTimeOrNull(14), cells.DateTimeOffsetOrNull(15), cells.DateOnlyOrNull(16), cells.TimeOnlyOrNull(17));

    /// <inheritdoc/>
    public static void Visit<TVisitor>(Everything row, ref TVisitor visitor) where TVisitor : struct, IFeatureVisitor, allows ref struct
    {
    }
}
