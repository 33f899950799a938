using System.Collections;
using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Data;
using ModelDsl.FeatureRecords;
using ModelDsl.Printing;

namespace ModelDsl;

/// <summary>Rows of a table, in memory: an immutable list with a name for errors.</summary>
/// <typeparam name="TRow">The type of a row: a record with <see cref="FeaturesAttribute"/>.</typeparam>
[JsonConverter(typeof(TextJson))]
public sealed class Table<TRow> : IReadOnlyList<TRow> where TRow : IFeatures<TRow>
{
    private readonly TRow[] rows;

    /// <summary>The positions of rows in their file, for errors; null if they are those of this list.</summary>
    private readonly int[]? positions;

    private readonly string unit;

    private Table(TRow[] rows, string name, int[]? positions = null, string unit = "row") =>
        (this.rows, Name, this.positions, this.unit) = (rows, name, positions, unit);

    /// <summary>The name of the table in errors.</summary>
    public string Name { get; }

    /// <summary>Number of rows; at least one.</summary>
    public int Count => rows.Length;

    /// <inheritdoc/>
    public TRow this[int index] => rows[index];

    /// <summary>Makes a table of a list.</summary>
    /// <param name="rows">The rows; at least one, none of them null.</param>
    /// <param name="name">The name of the table in errors.</param>
    /// <returns>The rows, or an error: there are none, or one is null.</returns>
    public static Fin<Table<TRow>> Of(IEnumerable<TRow> rows, string name = "the rows")
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (rows is Table<TRow> already) return already;
        TRow[] all = [.. rows];
        if (all.Length == 0) return Error.New($"{name}: there are no rows.");
        return Array.FindIndex(all, row => row is null) is >= 0 and var empty
            ? Error.New(FormattableString.Invariant($"{name}, row {empty}: the row is null."))
            : new Table<TRow>(all, name);
    }

    /// <summary>
    /// Reads a table to its end. Columns are matched by name: the case of letters does not matter, and columns without a parameter are left
    /// out.
    /// </summary>
    /// <param name="table">The table, before its first row.</param>
    /// <returns>
    /// The rows, or one error with all faults up to a bound: a column that is missing or there twice, a cell that is empty or has another
    /// type, no rows. Faults name the row and the column. A table that can't be read to its end is an error too.
    /// </returns>
    public static Fin<Table<TRow>> From(ITableReader table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return RowCells.Open(TRow.Schema, table).Bind(cells => Read(table, cells));
    }

    /// <summary>
    /// Splits the rows into two random parts, in the same way as <see cref="Functions.Split(double, int, bool)"/> splits samples.
    /// </summary>
    /// <param name="validation">Share of the validation part, between 0 and 1.</param>
    /// <param name="seed">The same seed gives the same split.</param>
    /// <returns>The parts, or an error: a share that is not between 0 and 1, or a part that would be empty.</returns>
    public Fin<TableParts<TRow>> Split(double validation, int seed)
    {
        if (!(validation > 0 && validation < 1))
            return Error.New(FormattableString.Invariant($"{Name}: the validation part's share lies between 0 and 1, but is {validation}."));
        var count = (int)Math.Round(Count * validation, MidpointRounding.AwayFromZero);
        if (count == 0 || count == Count)
        {
            return Error.New($"{Name}: of {Words.Counted(Count, "row")}, {count} would go to the validation part and {Count - count} to the " +
                "training part; both need at least one.");
        }
        var (train, held) = Partition.Split(Count, count, seed);
        return new TableParts<TRow>(View(train, $"{Name}, training part"), View(held, $"{Name}, validation part"));
    }

    /// <summary>Returns the first rows, or all of them if there are fewer.</summary>
    /// <param name="count">Number of rows; positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is not positive.</exception>
    public Table<TRow> Take(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        return new Table<TRow>(rows[..Math.Min(count, Count)], Name, positions, unit);
    }

    /// <summary>Returns the rows in random order; the same seed gives the same order.</summary>
    public Table<TRow> Shuffle(int seed) => View(Partition.Shuffle(Count, seed), Name);

    /// <inheritdoc/>
    public IEnumerator<TRow> GetEnumerator() => ((IEnumerable<TRow>)rows).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Returns the name and the number of rows: <c>titanic.csv: 891 rows of Passenger</c>.</summary>
    public override string ToString() => ValueText.Line($"{Name}: {Words.Counted(Count, "row")} of {TRow.Schema.Name}");

    /// <summary>Returns the place of a row in errors: <c>line 7</c>, or <c>row 3</c>, counted from 0.</summary>
    internal string Place(int row) => FormattableString.Invariant($"{unit} {PositionOf(row)}");

    /// <summary>Returns some rows in another order; errors still name their places here.</summary>
    internal Table<TRow> View(int[] order, string name) =>
        new(Array.ConvertAll(order, row => rows[row]), name, Array.ConvertAll(order, PositionOf), unit);

    private static Fin<Table<TRow>> Read(ITableReader table, RowCells cells)
    {
        var (rows, positions) = (new List<TRow>(), new List<int>());
        try
        {
            while (!cells.AreEnough && table.Read())
            {
                rows.Add(TRow.Create(cells));
                positions.Add(table.Position);
            }
        }
        catch (Exception fault) when (fault is InvalidDataException or IOException)
        {
            return Error.New(cells.Fault is { } before ? $"{before} And {fault.Message}." : $"{table.Name}: {fault.Message.TrimEnd('.')}.");
        }
        if (cells.Fault is { } wrong) return Error.New(wrong);
        return rows.Count == 0 ? Error.New($"{table.Name}: it has no rows.") : new Table<TRow>([.. rows], table.Name, [.. positions], table.Unit);
    }

    private int PositionOf(int row) => positions?[row] ?? row;
}

/// <summary>Rows in two parts that share no row.</summary>
/// <param name="Train">The part for training.</param>
/// <param name="Validation">The part for validation.</param>
public sealed record TableParts<TRow>(Table<TRow> Train, Table<TRow> Validation) where TRow : IFeatures<TRow>;
