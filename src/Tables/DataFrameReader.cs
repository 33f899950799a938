using Microsoft.Data.Analysis;

namespace ModelDsl.Tables;

/// <summary>Reads a data frame row by row.</summary>
internal sealed class DataFrameReader(DataFrame frame, string name) : TableReader
{
    private readonly DataFrameColumn[] columns = [.. frame.Columns];

    /// <inheritdoc/>
    public override string Name => name;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns { get; } = [.. frame.Columns.Select(column => column.Name)];

    /// <inheritdoc/>
    public override string? WhyUnreadable(int column) => columns[column].DataType is { IsGenericType: true }
        ? "holds vectors; a column of a record holds one value, so split it into columns"
        : null;

    /// <inheritdoc/>
    protected override bool MoveNext() => Position < frame.Rows.Count;

    /// <inheritdoc/>
    protected override object? Value(int column) => columns[column][Position];
}
