using Parquet;
using Parquet.Schema;

namespace ModelDsl.Tables;

/// <summary>The cells of a column of a Parquet file, in one group of rows.</summary>
internal abstract class ParquetColumn(DataField field)
{
    /// <summary>The column in the file's schema.</summary>
    internal DataField Field { get; } = field;

    /// <summary>Returns a cell; null for an empty one.</summary>
    internal abstract object? this[int row] { get; }

    /// <summary>Reads the cells of a group of rows.</summary>
    internal abstract Task<bool> Load(ParquetRowGroupReader group, int rows);
}

/// <summary>A column whose cells .NET stores in themselves.</summary>
internal sealed class ParquetColumn<T>(DataField field, Func<T, object> convert) : ParquetColumn(field) where T : struct
{
    private T?[] cells = [];

    /// <inheritdoc/>
    internal override object? this[int row] => cells[row] is { } cell ? convert(cell) : null;

    /// <inheritdoc/>
    internal override async Task<bool> Load(ParquetRowGroupReader group, int rows)
    {
        cells = new T?[rows];
        await group.ReadAsync<T>(Field, cells.AsMemory()).ConfigureAwait(false);
        return true;
    }
}

/// <summary>A column of texts.</summary>
internal sealed class ParquetTexts(DataField field) : ParquetColumn(field)
{
    private string?[] cells = [];

    /// <inheritdoc/>
    internal override object? this[int row] => cells[row];

    /// <inheritdoc/>
    internal override async Task<bool> Load(ParquetRowGroupReader group, int rows)
    {
        cells = new string?[rows];
        await group.ReadAsync(Field, cells.AsMemory()).ConfigureAwait(false);
        return true;
    }
}

/// <summary>A column of bytes that mean something else.</summary>
internal sealed class ParquetBytes(DataField field, Func<byte[], object> convert) : ParquetColumn(field)
{
    private byte[]?[] cells = [];

    /// <inheritdoc/>
    internal override object? this[int row] => cells[row] is { } cell ? convert(cell) : null;

    /// <inheritdoc/>
    internal override async Task<bool> Load(ParquetRowGroupReader group, int rows)
    {
        cells = new byte[]?[rows];
        await group.ReadAsync(Field, cells.AsMemory()).ConfigureAwait(false);
        return true;
    }
}
