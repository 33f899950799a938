namespace ModelDsl;

/// <summary>
/// A table that is read row by row: a file, the result of a query, a frame of columns.
/// <see cref="Table{TRow}.From(ITableReader)"/> makes rows of it.
/// </summary>
public interface ITableReader
{
    /// <summary>The name of the table in errors: a path, or the name of a query.</summary>
    string Name { get; }

    /// <summary>The names of the columns, from left to right.</summary>
    IReadOnlyList<string> Columns { get; }

    /// <summary>
    /// Why a column has no cells that a row can hold, as <c>holds lists of int32</c>: it follows the column's name in errors. Null if it
    /// has such cells.
    /// </summary>
    /// <param name="column">The column, counted from 0.</param>
    string? WhyUnreadable(int column) => null;

    /// <summary>Moves to the next row. Returns false at the end.</summary>
    /// <exception cref="IOException">The table can't be read any further.</exception>
    /// <exception cref="InvalidDataException">
    /// The next row is not right; the message is the middle of a sentence: <c>line 7: …</c>
    /// </exception>
    bool Read();

    /// <summary>What <see cref="Position"/> counts: <c>line</c> or <c>row</c>.</summary>
    string Unit { get; }

    /// <summary>The place of the current row in errors: the line of a file, from 1, or the number of the row, from 0.</summary>
    int Position { get; }

    /// <summary>Whether a cell of the current row is empty.</summary>
    bool IsMissing(int column);

    /// <summary>Reads a cell of the current row. Returns false if it is not a value of this type, or too large for it.</summary>
    /// <typeparam name="T">
    /// A type of numbers, <see cref="bool"/>, <see cref="string"/>, <see cref="DateTime"/>, <see cref="DateTimeOffset"/>,
    /// <see cref="DateOnly"/> or <see cref="TimeOnly"/>.
    /// </typeparam>
    /// <param name="column">The column, counted from 0.</param>
    /// <param name="value">Receives the value.</param>
    bool TryRead<T>(int column, out T value) where T : ISpanParsable<T>;

    /// <summary>The text of a cell of the current row in errors.</summary>
    string Show(int column);
}
