using Apache.Arrow;
using LanguageExt;
using ModelDsl.Tables;

namespace ModelDsl;

/// <summary>Tables of Apache Arrow in memory as tables of rows.</summary>
public static class ArrowTables
{
    /// <summary>Makes rows of a batch of Arrow's columns. Columns are matched by name.</summary>
    /// <typeparam name="TRow">The type of a row: a record with <see cref="FeaturesAttribute"/>.</typeparam>
    /// <param name="batch">The batch. It is only read.</param>
    /// <param name="name">The name of the table in errors.</param>
    /// <returns>
    /// The rows, or one error with all faults up to a bound: a column that is missing, there twice or of lists, a cell that is empty or has
    /// another type, no rows. Faults name the row, counted from 0, and the column.
    /// </returns>
    public static Fin<Table<TRow>> ToTable<TRow>(this RecordBatch batch, string name = "the record batch") where TRow : IFeatures<TRow>
    {
        ArgumentNullException.ThrowIfNull(batch);
        return Table<TRow>.From(new ArrowTableReader(name, batch.Schema, [batch]));
    }

    /// <summary>Makes rows of a table of Arrow's columns. Columns are matched by name.</summary>
    /// <typeparam name="TRow">The type of a row: a record with <see cref="FeaturesAttribute"/>.</typeparam>
    /// <param name="table">The table. It is only read.</param>
    /// <param name="name">The name of the table in errors.</param>
    /// <inheritdoc cref="ToTable{TRow}(RecordBatch, string)" path="/returns"/>
    public static Fin<Table<TRow>> ToTable<TRow>(this Table table, string name = "the Arrow table") where TRow : IFeatures<TRow>
    {
        ArgumentNullException.ThrowIfNull(table);
        return Table<TRow>.From(new ArrowTableReader(name, table.Schema, ArrowChunks.Batches(table)));
    }
}
