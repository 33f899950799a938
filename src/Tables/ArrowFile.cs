using LanguageExt;
using ModelDsl.Tables;

namespace ModelDsl;

/// <summary>
/// Files of Apache Arrow (IPC files, Feather of version 2) and its streams as tables of rows; also compressed by LZ4 or Zstandard.
/// </summary>
/// <remarks>
/// One batch of rows is in memory at a time. A moment with a time zone is shown in this zone. A column that the record needs and that holds
/// lists, groups of columns or bytes is an error.
/// </remarks>
public static class ArrowFile
{
    /// <summary>Makes rows of a file. Columns are matched by name.</summary>
    /// <typeparam name="TRow">The type of a row: a record with <see cref="FeaturesAttribute"/>.</typeparam>
    /// <param name="path">The file.</param>
    /// <returns>
    /// The rows, or one error with all faults up to a bound: a column that is missing, there twice or of lists, a cell that is empty or has
    /// another type, no rows. Faults name the row, counted from 0, and the column. A file that is missing, no Arrow file, cut off or
    /// damaged is an error that names it.
    /// </returns>
    public static Fin<Table<TRow>> Load<TRow>(string path) where TRow : IFeatures<TRow> => Opening.File(path).Bind(stream =>
    {
        using (stream) return Load<TRow>(stream, path);
    });

    /// <summary>Makes rows of a file or stream of Arrow.</summary>
    /// <typeparam name="TRow">The type of a row: a record with <see cref="FeaturesAttribute"/>.</typeparam>
    /// <param name="stream">The bytes, from the current position. It must be able to seek; it stays open.</param>
    /// <param name="name">The name of the table in errors.</param>
    /// <inheritdoc cref="Load{TRow}(string)" path="/returns"/>
    public static Fin<Table<TRow>> Load<TRow>(Stream stream, string name) where TRow : IFeatures<TRow>
    {
        ArgumentNullException.ThrowIfNull(stream);
        return Opening.Of(name, () => ArrowBatches.Open(stream, name)).Bind(reader =>
        {
            using (reader) return Table<TRow>.From(reader);
        });
    }
}
