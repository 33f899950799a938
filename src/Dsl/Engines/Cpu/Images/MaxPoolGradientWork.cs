using System.Runtime.CompilerServices;

namespace ModelDsl.Engines.Cpu;

/// <summary><see cref="ITensorEngine.MaxPoolGradient"/> for some samples.</summary>
internal readonly record struct MaxPoolGradientWork<TLanes, TVector>(
    CpuBuffer X, CpuBuffer Maxima, CpuBuffer Gradient, Window Window, CpuBuffer Destination) : IRangeWork
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    public void Run(nuint start, nuint end)
    {
        var writes = Placing<TLanes, TVector>.MayWrite(Window, Destination.Shape);
        Placing<TLanes, TVector>.Clear(Destination, Gradient.Shape, Window, writes, start, end);
        if (writes) Run<Placing<TLanes, TVector>.Writing>(start, end);
        else Run<Placing<TLanes, TVector>.Adding>(start, end);
    }

    [MethodImpl(HotLoop.Options)]
    private void Run<TPlacing>(nuint start, nuint end) where TPlacing : struct, IPlacing<TVector>
    {
        var cursor = WindowCursor.OfSamples(X.Shape, Gradient.Shape, Window, start, end);
        var (channels, width, zero) = (cursor.Channels, (nuint)TLanes.Count, TLanes.Broadcast(0f));
        var (at, total) = (start * (nuint)(Gradient.Count / Gradient.Shape[0]), end * (nuint)(X.Count / X.Shape[0]));
        var (rowStep, columnStep, windowStep) = (cursor.RowStep, cursor.ColumnStep, cursor.WindowStep);
        ref var from = ref X.First;
        ref var largest = ref Maxima.First;
        ref var upstream = ref Gradient.First;
        ref var to = ref Destination.First;
        while (cursor.Next())
        {
            var (rows, columns, first) = (cursor.Rows.Count, cursor.Columns.Count, cursor.Offset);
            for (var window = cursor.Windows; window > 0; window--, at += channels, first += windowStep)
            {
                for (nuint channel = 0; channel < channels; channel += width)
                {
                    var max = TLanes.Load(ref largest, at + channel);
                    // The first cell that holds the maximum takes the gradient; nothing is left for the next.
                    var left = CpuEngine<TLanes, TVector>.Within(TLanes.Load(ref upstream, at + channel), channel, channels, zero);
                    var line = first + channel;
                    for (var row = rows; row > 0; row--, line += rowStep)
                    {
                        var offset = line;
                        for (var column = columns; column > 0; column--, offset += columnStep)
                        {
                            var cell = TLanes.Load(ref from, offset);
                            TPlacing.Put(IfMaximum(cell, max, left, zero), ref to, offset, total);
                            left = IfMaximum(cell, max, zero, left);
                        }
                    }
                }
            }
        }
    }

    /// <summary>Returns yes if a cell holds its window's maximum, otherwise no. A cell is NaN only if the maximum is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector IfMaximum(TVector cell, TVector max, TVector yes, TVector no) =>
        TLanes.Equal(cell, max, yes, TLanes.Equal(cell, cell, no, yes));
}
