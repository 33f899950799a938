using System.Data.Common;

namespace ModelDsl.Tables;

/// <summary>Reads the result of a database query row by row.</summary>
internal sealed class QueryReader : TableReader
{
    private readonly DbDataReader reader;

    /// <exception cref="IOException">The reader is closed.</exception>
    internal QueryReader(DbDataReader reader, string name)
    {
        (this.reader, Name) = (reader, name);
        Columns = Reading.Of(Failed, () => Enumerable.Range(0, reader.FieldCount).Select(reader.GetName).ToArray());
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns { get; }

    private const string Failed = "the query failed";

    /// <inheritdoc/>
    protected override bool MoveNext() => Reading.Of(Failed, reader.Read);

    /// <inheritdoc/>
    protected override object? Value(int column)
    {
        try
        {
            return reader.GetValue(column);
        }
        catch (InvalidCastException)
        {
            // A type of the database that its provider has no type of .NET for.
            return new UnreadableCell($"a value of the type {reader.GetDataTypeName(column)}");
        }
        catch (Exception fault) when (Reading.IsOfLibrary(fault))
        {
            throw Reading.Failure(Failed, fault);
        }
    }
}
