using System.Globalization;
using LanguageExt;
using Spectre.Console;

namespace ModelDsl.Examples;

/// <summary>The tables of the lessons, narrow enough for a terminal of 80 columns.</summary>
internal static class StoryTables
{
    /// <summary>Makes a table with these columns; numbers are aligned right.</summary>
    public static Table Of(params (string Title, bool Number)[] columns)
    {
        var table = new Table { Border = TableBorder.Rounded };
        foreach (var (title, number) in columns)
            table.AddColumn(new TableColumn(Markup.Escape(title)) { Alignment = number ? Justify.Right : Justify.Left, NoWrap = true });
        return table;
    }

    /// <summary>Makes a table of counts: true classes in rows, predictions in columns (by number). Zeros are left out.</summary>
    public static Table Of(ConfusionMatrix matrix, Seq<string> names)
    {
        var classes = Enumerable.Range(0, matrix.Classes).ToArray();
        var table = Of([("true", false), .. classes.Select(c => (Number(c), true))]).Collapse();
        table.Border = TableBorder.Simple;
        foreach (var column in table.Columns) column.Padding = new Spectre.Console.Padding(0, 0, 1, 0);
        foreach (var row in classes)
        {
            table.AddRow(
            [
                Markup.Escape($"{row} {names[row]}"),
                .. classes.Select(column => (matrix[row, column], row == column) switch
                {
                    (0, _) => "",
                    (var count, true) => $"[bold]{Number(count)}[/]",
                    (var count, false) => Number(count),
                }),
            ]);
        }
        return table;
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
