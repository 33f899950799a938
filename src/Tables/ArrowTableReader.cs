using Apache.Arrow;

namespace ModelDsl.Tables;

/// <summary>Reads batches of Arrow's columns row by row.</summary>
internal sealed class ArrowTableReader : TableReader, IDisposable
{
    private readonly Schema schema;
    private readonly IEnumerator<RecordBatch> batches;
    private readonly string?[] refusals;

    /// <summary>The cells of the current batch, column by column; null before one of them is asked for.</summary>
    private readonly Func<int, object?>?[] cells;

    private RecordBatch? batch;
    private int row;

    internal ArrowTableReader(string name, Schema schema, IEnumerable<RecordBatch> batches)
    {
        (Name, this.schema, this.batches) = (name, schema, batches.GetEnumerator());
        Columns = [.. schema.FieldsList.Select(field => field.Name)];
        refusals = [.. schema.FieldsList.Select(field => ArrowTypes.WhyUnreadable(field.DataType))];
        cells = new Func<int, object?>?[Columns.Count];
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Columns { get; }

    /// <inheritdoc/>
    public override string? WhyUnreadable(int column) => refusals[column];

    /// <inheritdoc/>
    public void Dispose() => batches.Dispose();

    /// <inheritdoc/>
    protected override bool MoveNext()
    {
        row++;
        while (batch is null || row >= batch.Length)
        {
            if (!Reading.Of(Reading.Damaged, batches.MoveNext)) return false;
            (batch, row) = (batches.Current, 0);
            System.Array.Clear(cells);
        }
        return true;
    }

    /// <inheritdoc/>
    protected override object? Value(int column)
    {
        if (refusals[column] is not null) return new UnreadableCell("a value of several parts");
        try
        {
            return (cells[column] ??= ArrowCells.Of(batch!.Column(column)))(row);
        }
        catch (Exception fault) when (Reading.IsOfLibrary(fault))
        {
            throw Reading.Failure(Reading.Damaged, fault);
        }
    }
}
