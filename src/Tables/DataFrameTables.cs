using LanguageExt;
using Microsoft.Data.Analysis;
using ModelDsl.Tables;

namespace ModelDsl;

/// <summary>Data frames of Microsoft.Data.Analysis as tables of rows.</summary>
public static class DataFrameTables
{
    /// <summary>Makes rows of a data frame. Columns are matched by name.</summary>
    /// <typeparam name="TRow">The type of a row: a record with <see cref="FeaturesAttribute"/>.</typeparam>
    /// <param name="frame">The data frame. It is only read.</param>
    /// <param name="name">The name of the table in errors.</param>
    /// <returns>
    /// The rows, or one error with all faults up to a bound: a column that is missing, there twice or of vectors, a cell that is empty or
    /// has another type, no rows. Faults name the row, counted from 0, and the column.
    /// </returns>
    public static Fin<Table<TRow>> ToTable<TRow>(this DataFrame frame, string name = "the data frame") where TRow : IFeatures<TRow>
    {
        ArgumentNullException.ThrowIfNull(frame);
        return Table<TRow>.From(new DataFrameReader(frame, name));
    }
}
