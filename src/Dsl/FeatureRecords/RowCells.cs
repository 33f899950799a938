using System.Globalization;
using System.Numerics;
using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Data;
using ModelDsl.Formatting;
using ModelDsl.Printing;

namespace ModelDsl;

/// <summary>
/// The cells of the current row of a table, by the numbers of a record's columns. The generator's code makes a row of them. What is wrong
/// with a cell is collected; the value returned for it has no meaning.
/// </summary>
public sealed class RowCells
{
    private readonly FeatureSchema schema;
    private readonly ITableReader table;

    /// <summary>The table's column for each column of the record; −1 for an optional one that the table lacks.</summary>
    private readonly int[] places;

    private readonly List<string> faults = [];

    private RowCells(FeatureSchema schema, ITableReader table, int[] places) =>
        (this.schema, this.table, this.places) = (schema, table, places);

    /// <summary>Whether there are so many faults that reading may stop.</summary>
    internal bool AreEnough => FaultText.AreEnough(faults);

    /// <summary>The faults so far as one message; null if there are none.</summary>
    internal string? Fault => faults.Count == 0 ? null : $"{table.Name}: {FaultText.Join(faults)}.";

    /// <summary>Matches the columns of a record with those of a table, by name.</summary>
    internal static Fin<RowCells> Open(FeatureSchema schema, ITableReader table)
    {
        var names = table.Columns.Select(name => CsvText.Name(name)).ToArray();
        var (places, faults) = (new int[schema.Columns.Count], new List<string>());
        for (var i = 0; i < places.Length; i++)
        {
            var column = schema.Columns[i];
            int[] found = [.. Enumerable.Range(0,
                names.Length).Where(at => string.Equals(names[at], CsvText.Name(column.Header), StringComparison.OrdinalIgnoreCase))];
            if (found.Length > 1) faults.Add($"{found.Length} columns are called {column.Header}");
            if (found.Length == 0 && !column.IsOptional && !column.HasDefault) faults.Add($"there is no column {column.Header}");
            if (found.Length == 1 && table.WhyUnreadable(found[0]) is { } why) faults.Add($"the column {column.Header} {why}");
            places[i] = found.Length == 0 ? -1 : found[0];
        }
        if (faults.Count == 0 && Array.TrueForAll(places, place => place < 0)) faults.Add($"no column has the name of a parameter of {schema.Name}");
        return faults.Count == 0
            ? new RowCells(schema, table, places)
            : Error.New($"{table.Name}: {FaultText.Join([.. faults.Distinct()])}; the columns are {CsvText.Listed(names)}.");
    }

    /// <summary>Whether a cell is empty, or the table lacks its column, which must be optional then.</summary>
    public bool IsMissing(int column) => places[column] < 0 || table.IsMissing(places[column]);

    /// <summary>Returns a number. Each method adds a fault if the cell is empty, or not of the type.</summary>
    public T Number<T>(int column) where T : struct, INumber<T> => Read<T>(column, NumberName<T>.Text);

    /// <summary>Returns a number; null for an empty cell.</summary>
    public T? NumberOrNull<T>(int column) where T : struct, INumber<T> => IsMissing(column) ? null : Number<T>(column);

    /// <summary>Returns the items of an array, which are columns that follow each other.</summary>
    /// <param name="column">The first column.</param>
    /// <param name="count">Number of items.</param>
    public T[] Numbers<T>(int column, int count) where T : struct, INumber<T>
    {
        var items = new T[count];
        for (var i = 0; i < count; i++) items[i] = Number<T>(column + i);
        return items;
    }

    /// <summary>Returns a yes or no: <c>true</c>, <c>yes</c>, <c>1</c>, <c>false</c>, <c>no</c>, <c>0</c>.</summary>
    public bool Boolean(int column) => Read<bool>(column, "true or false, yes or no, 1 or 0");

    /// <summary>Returns a yes or no; null for an empty cell.</summary>
    public bool? BooleanOrNull(int column) => IsMissing(column) ? null : Boolean(column);

    /// <summary>Returns a text.</summary>
    public string Text(int column) => Read<string>(column, "a text") ?? "";

    /// <summary>Returns a text; null for an empty cell.</summary>
    public string? TextOrNull(int column) => IsMissing(column) ? null : Text(column);

    /// <summary>Returns a member of an enum, by its name in tables; case does not matter.</summary>
    /// <param name="column">The column.</param>
    /// <param name="names">The names of the members.</param>
    /// <param name="members">The members, in the same order.</param>
    public T Member<T>(int column, string[] names, T[] members) where T : struct, Enum
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(members);
        if (!Present(column)) return default;
        if (table.TryRead<string>(places[column], out var text))
        {
            var name = CsvText.Name(text);
            var at = Array.FindIndex(names, other => string.Equals(other, name, StringComparison.OrdinalIgnoreCase));
            // An author may write a name with white space, or an ü of two characters.
            if (at < 0) at = Array.FindIndex(names, other => string.Equals(CsvText.Name(other), name, StringComparison.OrdinalIgnoreCase));
            if (at >= 0) return members[at];
        }
        Wrong(column, "one of " + CsvText.Listed(names));
        return default;
    }

    /// <summary>Returns a member of an enum; null for an empty cell.</summary>
    /// <inheritdoc cref="Member" path="/param"/>
    public T? MemberOrNull<T>(int column, string[] names, T[] members) where T : struct, Enum =>
        IsMissing(column) ? null : Member(column, names, members);

    /// <summary>Returns a date with a time.</summary>
    public DateTime DateTime(int column) => Read<DateTime>(column, "a date, as 2026-11-30 or 2026-11-30T18:00");

    /// <summary>Returns a date with a time; null for an empty cell.</summary>
    public DateTime? DateTimeOrNull(int column) => IsMissing(column) ? null : DateTime(column);

    /// <summary>Returns a moment with its distance from UTC; UTC if the cell does not tell it.</summary>
    public DateTimeOffset DateTimeOffset(int column) => Read<DateTimeOffset>(column, "a moment, as 2026-11-30T18:00+01:00");

    /// <summary>Returns a moment with its distance from UTC; null for an empty cell.</summary>
    public DateTimeOffset? DateTimeOffsetOrNull(int column) => IsMissing(column) ? null : DateTimeOffset(column);

    /// <summary>Returns a date.</summary>
    public DateOnly DateOnly(int column) => Read<DateOnly>(column, "a date, as 2026-11-30");

    /// <summary>Returns a date; null for an empty cell.</summary>
    public DateOnly? DateOnlyOrNull(int column) => IsMissing(column) ? null : DateOnly(column);

    /// <summary>Returns a time of day.</summary>
    public TimeOnly TimeOnly(int column) => Read<TimeOnly>(column, "a time, as 18:30");

    /// <summary>Returns a time of day; null for an empty cell.</summary>
    public TimeOnly? TimeOnlyOrNull(int column) => IsMissing(column) ? null : TimeOnly(column);

    private T Read<T>(int column, string what) where T : ISpanParsable<T>
    {
        if (!Present(column)) return default!;
        if (!table.TryRead<T>(places[column], out var value)) Wrong(column, what);
        return value;
    }

    /// <summary>What a cell is not, if it can't be read as a number: 1.5 is a number, but no whole one.</summary>
    private static class NumberName<T> where T : struct, INumber<T>
    {
        internal static readonly string Text = T.CreateTruncating(0.5) != T.Zero ? "a number" : string.Create(CultureInfo.InvariantCulture,
            $"a whole number from {T.CreateSaturating(decimal.MinValue)} to {T.CreateSaturating(decimal.MaxValue)}");
    }

    private bool Present(int column)
    {
        if (!IsMissing(column)) return true;
        Add(column, "the cell is empty; fill it in, leave the row out, or make the parameter nullable");
        return false;
    }

    private void Wrong(int column, string what) => Add(column, $"{CsvText.Quoted(table.Show(places[column]))} is not {what}");

    private void Add(int column, string what)
    {
        if (AreEnough) return;
        var fault = $"{table.Unit} {NumberText.Of(table.Position)}, column {FaultText.Clip(schema.Columns[column].Header)}: {what}";
        // Two parameters may read one cell.
        if (!faults.Contains(fault)) faults.Add(fault);
    }
}
