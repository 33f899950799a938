using Parquet;
using Parquet.Schema;

namespace ModelDsl.Tables;

/// <summary>Reads a Parquet file row by row: a column when a cell of it is asked for, for one group of rows at a time.</summary>
internal sealed class ParquetTableReader : TableReader, IDisposable
{
    private readonly ParquetReader reader;
    private readonly ParquetColumn?[] columns;
    private readonly string?[] refusals;

    /// <summary>The group of rows that each column holds; −1 before the first.</summary>
    private readonly int[] loaded;

    private ParquetRowGroupReader? group;
    private int groupIndex = -1;
    private int row;
    private int rows;

    /// <exception cref="IOException">It is no Parquet file, or a damaged one.</exception>
    internal ParquetTableReader(Stream stream, string name)
    {
        Name = name;
        Signature.CheckParquet(stream);
        ParquetDirectory.Check(stream);
        reader = Reading.Wait(Reading.Damaged, () => ParquetReader.CreateAsync(stream, null, leaveStreamOpen: true));
        var fields = Reading.Of(Reading.Damaged, () => ParquetMeaning.TakeFrom(reader));
        Columns = Array.ConvertAll(fields, field => field.Field.Name);
        columns = new ParquetColumn?[fields.Length];
        refusals = new string?[fields.Length];
        for (var i = 0; i < fields.Length; i++)
        {
            var (field, meaning) = fields[i];
            if (field is not DataField { IsArray: false, MaxRepetitionLevel: 0 } data) refusals[i] = Nested(field);
            else if ((columns[i] = ParquetColumns.Of(data, meaning!)) is null) refusals[i] = ParquetColumns.WhyNone(meaning!);
        }
        loaded = new int[fields.Length];
        Array.Fill(loaded, -1);
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns { get; }

    /// <inheritdoc/>
    public override string? WhyUnreadable(int column) => refusals[column];

    /// <inheritdoc/>
    public void Dispose()
    {
        group?.Dispose();
        Reading.Wait(Reading.Damaged, async () =>
        {
            await reader.DisposeAsync().ConfigureAwait(false);
            return true;
        });
    }

    /// <inheritdoc/>
    protected override bool MoveNext()
    {
        row++;
        while (row >= rows)
        {
            if (groupIndex + 1 >= reader.RowGroupCount) return false;
            group?.Dispose();
            groupIndex++;
            group = Reading.Of(Reading.Damaged, () => reader.OpenRowGroupReader(groupIndex));
            if (group.RowCount is < 0 or > int.MaxValue) throw new IOException($"{Reading.Damaged}: a group of {group.RowCount} rows");
            (row, rows) = (0, (int)group.RowCount);
        }
        return true;
    }

    /// <inheritdoc/>
    protected override object? Value(int column)
    {
        if (columns[column] is not { } cells) return new UnreadableCell("a value of several parts");
        if (loaded[column] != groupIndex)
        {
            var damaged = $"the column {Columns[column]}: {Reading.Damaged}";
            // Before memory is asked for.
            var count = Reading.Of(damaged, () => group!.GetMetadata(cells.Field)?.MetaData?.NumValues);
            if (count != rows) throw new IOException($"{damaged}: it has {count} cells, and its group {rows} rows");
            Reading.Wait(damaged, () => cells.Load(group!, rows));
            loaded[column] = groupIndex;
        }
        return Reading.Of(Reading.Damaged, () => cells[row]);
    }

    private static string Nested(Field field) => field.SchemaType switch
    {
        SchemaType.Map => "holds maps; a column of a record holds one value",
        SchemaType.Struct => "holds groups of columns; write each of them as a column of its own",
        _ => "holds lists; a column of a record holds one value, so write each item as a column of its own",
    };
}
