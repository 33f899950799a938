using Apache.Arrow;

namespace ModelDsl.Tables;

/// <summary>Cuts a table whose columns have parts of different lengths into batches.</summary>
internal static class ArrowChunks
{
    /// <summary>Returns the batches, as views of the table's columns.</summary>
    internal static IEnumerable<RecordBatch> Batches(Table table)
    {
        var count = table.ColumnCount;
        var (parts, starts) = (new int[count], new int[count]);
        for (long row = 0; row < table.RowCount;)
        {
            var length = int.MaxValue;
            for (var i = 0; i < count; i++)
            {
                var data = table.Column(i).Data;
                while (starts[i] == data.ArrowArray(parts[i]).Length) (parts[i], starts[i]) = (parts[i] + 1, 0);
                length = Math.Min(length, data.ArrowArray(parts[i]).Length - starts[i]);
            }
            var columns = new IArrowArray[count];
            for (var i = 0; i < count; i++)
            {
                columns[i] = ArrowArrayFactory.Slice(table.Column(i).Data.ArrowArray(parts[i]), starts[i], length);
                starts[i] += length;
            }
            yield return new RecordBatch(table.Schema, columns, length);
            row += length;
        }
    }
}
