using System.Runtime.CompilerServices;

namespace ModelDsl.Engines.Cpu;

/// <summary><see cref="ITensorEngine.MaxPoolTangent"/> for some samples.</summary>
internal readonly record struct MaxPoolTangentWork<TLanes, TVector>(
    CpuBuffer X, CpuBuffer Maxima, CpuBuffer Tangent, Window Window, CpuBuffer Destination) : IRangeWork
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    [MethodImpl(HotLoop.Options)]
    public void Run(nuint start, nuint end)
    {
        var cursor = WindowCursor.OfSamples(X.Shape, Destination.Shape, Window, start, end);
        var sample = (nuint)(Destination.Count / Destination.Shape[0]);
        var (channels, at, total, width) = (cursor.Channels, start * sample, end * sample, (nuint)TLanes.Count);
        var (rowStep, columnStep, windowStep) = (cursor.RowStep, cursor.ColumnStep, cursor.WindowStep);
        ref var from = ref X.First;
        ref var largest = ref Maxima.First;
        ref var moves = ref Tangent.First;
        ref var to = ref Destination.First;
        while (cursor.Next())
        {
            var (rows, columns, first) = (cursor.Rows.Count, cursor.Columns.Count, cursor.Offset);
            // From the last cell to the first: if several hold the maximum, the first one stays.
            var (lastRow, lastColumn) = ((nuint)(rows - 1) * rowStep, (nuint)(columns - 1) * columnStep);
            for (var window = cursor.Windows; window > 0; window--, at += channels, first += windowStep)
            {
                for (nuint channel = 0; channel < channels; channel += width)
                {
                    var max = TLanes.Load(ref largest, at + channel);
                    var tangent = TLanes.Broadcast(0f);
                    var line = first + channel + lastRow;
                    for (var row = rows; row > 0; row--, line -= rowStep)
                    {
                        var offset = line + lastColumn;
                        for (var column = columns; column > 0; column--, offset -= columnStep)
                        {
                            var cell = TLanes.Load(ref from, offset);
                            var move = TLanes.Load(ref moves, offset);
                            // A cell is NaN only if the maximum is NaN.
                            tangent = TLanes.Equal(cell, max, move, TLanes.Equal(cell, cell, tangent, move));
                        }
                    }
                    CpuEngine<TLanes, TVector>.Store(tangent, ref to, at + channel, total);
                }
            }
        }
    }
}
