using System.Data.Common;
using LanguageExt;
using ModelDsl.Tables;

namespace ModelDsl;

/// <summary>Results of database queries as tables of rows.</summary>
public static class DatabaseTables
{
    /// <summary>
    /// Reads the rest of a query's current result: of any ADO.NET provider, and of a <see cref="System.Data.DataTable"/> by
    /// <c>CreateDataReader()</c>. Columns are matched by name. The reader stays open.
    /// </summary>
    /// <typeparam name="TRow">The type of a row: a record with <see cref="FeaturesAttribute"/>.</typeparam>
    /// <param name="reader">The result of a query, before the first row that is wanted.</param>
    /// <param name="name">The name of the table in errors.</param>
    /// <returns>
    /// The rows, or one error with all faults up to a bound: a column that is missing or there twice, a cell that is NULL or has another
    /// type, no rows, a failure of the database. Faults name the row, counted from 0, and the column.
    /// </returns>
    public static Fin<Table<TRow>> ToTable<TRow>(this DbDataReader reader, string name = "the query") where TRow : IFeatures<TRow>
    {
        ArgumentNullException.ThrowIfNull(reader);
        return Opening.Of(name, () => new QueryReader(reader, name)).Bind(Table<TRow>.From);
    }
}
