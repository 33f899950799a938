using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace ModelDsl.Tables.Tests;

/// <summary>A database of SQLite in memory.</summary>
internal sealed class Database : IDisposable
{
    private readonly SqliteConnection connection = new("Data Source=:memory:");

    internal Database() => connection.Open();

    internal void Run(string sql, params object?[] values)
    {
        using var command = Command(sql, values);
        command.ExecuteNonQuery();
    }

    internal DbDataReader Query(string sql) => Command(sql).ExecuteReader();

    /// <summary>Writes rows in the types of SQLite: integers, floats and texts.</summary>
    internal void Write(IEnumerable<Everything> rows)
    {
        Run("""
            CREATE TABLE rows (I8 INTEGER, I16 INTEGER, I32 INTEGER, I64 INTEGER, U8 INTEGER, U16 INTEGER, U32 INTEGER, U64 TEXT, F16 REAL,
              F32 REAL, F64 REAL, Money TEXT, Flag INTEGER, Text TEXT, At TEXT, Moment TEXT, Day TEXT, Time TEXT)
            """);
        var places = string.Join(", ", Everything.Names.Select((_, i) => $"$p{i}"));
        foreach (var row in rows) Run($"INSERT INTO rows VALUES ({places})", row.Cells);
    }

    public void Dispose() => connection.Dispose();

    private SqliteCommand Command(string sql, params object?[] values)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 0; i < values.Length; i++) command.Parameters.AddWithValue($"$p{i}", Stored(values[i]));
        return command;
    }

    private static object Stored(object? cell) => cell switch
    {
        null => DBNull.Value,
        Half number => (double)number,
        // SQLite stores NaN as NULL.
        double.NaN or float.NaN => "NaN",
        ulong number => number.ToString(CultureInfo.InvariantCulture),
        DateTime or DateTimeOffset or DateOnly or TimeOnly => ((IFormattable)cell).ToString("O", CultureInfo.InvariantCulture),
        _ => cell,
    };
}
