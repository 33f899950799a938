using System.Globalization;
using ModelDsl.Data;
using ModelDsl.FeatureRecords;

namespace ModelDsl;

/// <summary>A table whose cells are values of .NET, as those of data frames and databases.</summary>
public abstract class TableReader : ITableReader
{
    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public abstract IReadOnlyList<string> Columns { get; }

    /// <inheritdoc/>
    public string Unit => "row";

    /// <inheritdoc/>
    public int Position { get; private set; } = -1;

    /// <inheritdoc/>
    public bool Read()
    {
        Position++;
        return MoveNext();
    }

    /// <inheritdoc/>
    public virtual string? WhyUnreadable(int column) => null;

    /// <inheritdoc/>
    public virtual bool IsMissing(int column) => Value(column) is null or DBNull;

    /// <inheritdoc/>
    public bool TryRead<T>(int column, out T value) where T : ISpanParsable<T> => CellValue.TryConvert(Value(column), out value);

    /// <inheritdoc/>
    public string Show(int column) => Value(column) switch
    {
        null or DBNull => "nothing",
        byte[] bytes => Words.Counted(bytes.Length, "byte"),
        IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
        var value => value.ToString() ?? "nothing",
    };

    /// <summary>Moves to the next row. Returns false at the end.</summary>
    protected abstract bool MoveNext();

    /// <summary>Returns a cell of the current row; null or <see cref="DBNull"/> for an empty one.</summary>
    protected abstract object? Value(int column);
}
