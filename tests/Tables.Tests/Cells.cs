namespace ModelDsl.Tables.Tests;

/// <summary>Reads a column of a table.</summary>
internal static class Cells
{
    internal static T?[] Values<T>(this ITableReader table, string column) where T : struct, ISpanParsable<T>
    {
        var cells = new List<T?>();
        Read<T>(table, column, value => cells.Add(value), () => cells.Add(null));
        return [.. cells];
    }

    internal static IReadOnlyList<string?> Texts(this ITableReader table, string column)
    {
        var cells = new List<string?>();
        Read<string>(table, column, cells.Add, () => cells.Add(null));
        return cells;
    }

    private static void Read<T>(ITableReader table, string column, Action<T> found, Action missing) where T : ISpanParsable<T>
    {
        var at = table.Columns.ToList().IndexOf(column);
        Assert.Null(table.WhyUnreadable(at));
        while (table.Read())
        {
            if (table.IsMissing(at)) missing();
            else if (table.TryRead<T>(at, out var value)) found(value);
            else Assert.Fail($"row {table.Position}: {table.Show(at)} can't be read");
        }
    }
}
