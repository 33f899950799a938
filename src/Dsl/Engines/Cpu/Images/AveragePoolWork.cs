using System.Runtime.CompilerServices;

namespace ModelDsl.Engines.Cpu;

/// <summary><see cref="ITensorEngine.AveragePool"/> for some samples.</summary>
internal readonly record struct AveragePoolWork<TLanes, TVector>(CpuBuffer X, Window Window, CpuBuffer Destination) : IRangeWork
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    public void Run(nuint start, nuint end)
    {
        if (Window.Height * Window.Width <= WideSum<TLanes, TVector>.Short) Run<ShortSum<TLanes, TVector>>(start, end);
        else Run<RunningSum<TLanes, TVector>>(start, end);
    }

    [MethodImpl(HotLoop.Options)]
    private void Run<TSum>(nuint start, nuint end) where TSum : struct, IRunningSum<TVector>
    {
        var cursor = WindowCursor.OfSamples(X.Shape, Destination.Shape, Window, start, end);
        var sample = (nuint)(Destination.Count / Destination.Shape[0]);
        var (channels, at, total, width) = (cursor.Channels, start * sample, end * sample, (nuint)TLanes.Count);
        var (rowStep, columnStep, windowStep) = (cursor.RowStep, cursor.ColumnStep, cursor.WindowStep);
        ref var to = ref Destination.First;
        while (cursor.Next())
        {
            var (rows, columns) = (cursor.Rows.Count, cursor.Columns.Count);
            var inside = TLanes.Broadcast(rows * columns);
            ref var first = ref Unsafe.Add(ref X.First, cursor.Offset);
            for (var window = cursor.Windows; window > 0; window--, at += channels)
            {
                for (nuint channel = 0; channel < channels; channel += width)
                {
                    ref var cells = ref Unsafe.Add(ref first, channel);
                    var sum = default(TSum);
                    for (var row = rows; row > 0; row--)
                    {
                        nuint offset = 0;
                        for (var column = columns; column > 0; column--, offset += columnStep) sum.Add(TLanes.Load(ref cells, offset));
                        cells = ref Unsafe.Add(ref cells, rowStep);
                    }
                    CpuEngine<TLanes, TVector>.Store(TLanes.Divide(sum.Rounded(), inside), ref to, at + channel, total);
                }
                first = ref Unsafe.Add(ref first, windowStep);
            }
        }
    }
}

/// <summary><see cref="ITensorEngine.AveragePoolGradient"/> for some samples.</summary>
internal readonly record struct AveragePoolGradientWork<TLanes, TVector>(
    CpuBuffer Gradient, Window Window, CpuBuffer Destination) : IRangeWork
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
        var cursor = WindowCursor.OfSamples(Destination.Shape, Gradient.Shape, Window, start, end);
        var (channels, width, zero) = (cursor.Channels, (nuint)TLanes.Count, TLanes.Broadcast(0f));
        var (at, total) = (start * (nuint)(Gradient.Count / Gradient.Shape[0]), end * (nuint)(Destination.Count / Destination.Shape[0]));
        var (rowStep, columnStep, windowStep) = (cursor.RowStep, cursor.ColumnStep, cursor.WindowStep);
        ref var upstream = ref Gradient.First;
        ref var to = ref Destination.First;
        while (cursor.Next())
        {
            var (rows, columns, first) = (cursor.Rows.Count, cursor.Columns.Count, cursor.Offset);
            var inside = TLanes.Broadcast(rows * columns);
            for (var window = cursor.Windows; window > 0; window--, at += channels, first += windowStep)
            {
                for (nuint channel = 0; channel < channels; channel += width)
                {
                    var share = TLanes.Divide(TLanes.Load(ref upstream, at + channel), inside);
                    share = CpuEngine<TLanes, TVector>.Within(share, channel, channels, zero);
                    var line = first + channel;
                    for (var row = rows; row > 0; row--, line += rowStep)
                    {
                        var offset = line;
                        for (var column = columns; column > 0; column--, offset += columnStep) TPlacing.Put(share, ref to, offset, total);
                    }
                }
            }
        }
    }
}
