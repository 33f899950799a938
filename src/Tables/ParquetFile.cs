using LanguageExt;
using ModelDsl.Tables;

namespace ModelDsl;

/// <summary>
/// Parquet files as tables of rows: numbers, decimals, texts, dates, times and moments. Compressed by Snappy, gzip, Zstandard, Brotli or
/// LZ4, or not compressed.
/// </summary>
/// <remarks>
/// Only the columns that the rows need are read, one group of rows at a time. A moment that the file adjusted to UTC is shown in UTC. A
/// column that the record needs and that holds lists, groups of columns or bytes is an error.
/// </remarks>
public static class ParquetFile
{
    /// <summary>Makes rows of a file. Columns are matched by name.</summary>
    /// <typeparam name="TRow">The type of a row: a record with <see cref="FeaturesAttribute"/>.</typeparam>
    /// <param name="path">The file.</param>
    /// <returns>
    /// The rows, or one error with all faults up to a bound: a column that is missing, there twice or of lists, a cell that is empty or has
    /// another type, no rows. Faults name the row, counted from 0, and the column. A file that is missing, no Parquet file, cut off,
    /// damaged, encrypted, or compressed in an unknown way is an error that names it.
    /// </returns>
    public static Fin<Table<TRow>> Load<TRow>(string path) where TRow : IFeatures<TRow> => Opening.File(path).Bind(stream =>
    {
        using (stream) return Load<TRow>(stream, path);
    });

    /// <summary>Makes rows of a file that a stream holds.</summary>
    /// <typeparam name="TRow">The type of a row: a record with <see cref="FeaturesAttribute"/>.</typeparam>
    /// <param name="stream">The whole file. It must be able to seek, since the file's directory stands at its end; it stays open.</param>
    /// <param name="name">The name of the table in errors.</param>
    /// <inheritdoc cref="Load{TRow}(string)" path="/returns"/>
    public static Fin<Table<TRow>> Load<TRow>(Stream stream, string name) where TRow : IFeatures<TRow>
    {
        ArgumentNullException.ThrowIfNull(stream);
        return Opening.Of(name, () => new ParquetTableReader(stream, name)).Bind(reader =>
        {
            using (reader) return Table<TRow>.From(reader);
        });
    }
}
