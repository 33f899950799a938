using System.Runtime.CompilerServices;

namespace ModelDsl.Engines.Cpu;

/// <summary><see cref="ITensorEngine.MaxPool"/> for some samples.</summary>
internal readonly record struct MaxPoolWork<TLanes, TVector>(CpuBuffer X, Window Window, CpuBuffer Destination) : IRangeWork
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
        ref var to = ref Destination.First;
        while (cursor.Next())
        {
            var (rows, columns) = (cursor.Rows.Count, cursor.Columns.Count);
            ref var first = ref Unsafe.Add(ref X.First, cursor.Offset);
            for (var window = cursor.Windows; window > 0; window--, at += channels)
            {
                for (nuint channel = 0; channel < channels; channel += width)
                {
                    ref var cells = ref Unsafe.Add(ref first, channel);
                    var max = TLanes.Load(ref cells, 0);
                    for (var row = rows; row > 0; row--)
                    {
                        nuint offset = 0;
                        for (var column = columns; column > 0; column--, offset += columnStep)
                            max = Float32Math<TLanes, TVector>.Larger(max, TLanes.Load(ref cells, offset));
                        cells = ref Unsafe.Add(ref cells, rowStep);
                    }
                    CpuEngine<TLanes, TVector>.Store(max, ref to, at + channel, total);
                }
                first = ref Unsafe.Add(ref first, windowStep);
            }
        }
    }
}
