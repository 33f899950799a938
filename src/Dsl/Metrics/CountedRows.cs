namespace ModelDsl.Metrics;

/// <summary>Brings the rows that count side by side. Its memory is kept for the next batch.</summary>
internal sealed class CountedRows<T>
{
    private T[] room = [];

    /// <summary>Returns the rows that count; they are valid until the next call.</summary>
    /// <param name="rows">Rows of equal length; empty for none.</param>
    /// <param name="counted">For each row 0 if it is left out.</param>
    public ReadOnlySpan<T> Take(ReadOnlySpan<T> rows, ReadOnlySpan<float> counted)
    {
        if (room.Length < rows.Length) room = new T[rows.Length];
        var (width, count) = (rows.Length / counted.Length, 0);
        for (var row = 0; row < counted.Length; row++)
        {
            if (counted[row] == 0f) continue;
            rows.Slice(row * width, width).CopyTo(room.AsSpan(count * width));
            count++;
        }
        return room.AsSpan(0, count * width);
    }
}
