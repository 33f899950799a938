using System.Globalization;
using Microsoft.Data.Analysis;

namespace ModelDsl.Tables.Tests;

/// <summary>Makes data frames of rows. Types that frames lack are written in the next larger one, or as text.</summary>
internal static class DataFrames
{
    internal static DataFrame Of(IReadOnlyList<Everything> rows) => new(
        Column(rows, "I8", row => row.I8), Column(rows, "I16", row => row.I16), Column(rows, "I32", row => row.I32), Column(rows, "I64", row => row.I64),
        Column(rows, "U8", row => row.U8), Column(rows, "U16", row => row.U16), Column(rows, "U32", row => row.U32), Column(rows, "U64", row => row.U64),
        Column(rows, "F16", row => (float?)row.F16), Column(rows, "F32", row => row.F32), Column(rows, "F64", row => row.F64),
        Column(rows, "Money", row => row.Money), Column(rows, "Flag", row => row.Flag), Texts(rows, "Text", row => row.Text),
        Column(rows, "At", row => row.At),
        Texts(rows, "Moment", row => row.Moment?.ToString("O", CultureInfo.InvariantCulture)),
        Column(rows, "Day", row => row.Day?.ToDateTime(default)),
        Texts(rows, "Time", row => row.Time?.ToString("O", CultureInfo.InvariantCulture)));

    private static PrimitiveDataFrameColumn<T> Column<T>(IEnumerable<Everything> rows, string name, Func<Everything, T?> cell)
        where T : unmanaged => new(name, rows.Select(cell));

    private static StringDataFrameColumn Texts(IEnumerable<Everything> rows, string name, Func<Everything, string?> cell) =>
        new(name, rows.Select(cell));
}
