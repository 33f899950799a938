using System.Runtime.CompilerServices;

namespace ModelDsl.Engines.Cpu;

internal sealed partial class CpuEngine<TLanes, TVector>
{
    /// <summary>Sums over all samples in the order of the windows, so that threads don't share the work.</summary>
    [MethodImpl(HotLoop.Options)]
    public void DepthwiseKernelGradient(TensorBuffer x, TensorBuffer gradient, Window window, TensorBuffer destination)
    {
        Floats(destination).Clear();
        if (x.Count == 0) return;
        var table = new WideTable<TLanes, TVector>(destination.Count);
        var windows = 0;
        var cursor = WindowCursor.OfSamples(x.Shape, gradient.Shape, window, 0, (nuint)x.Shape[0]);
        var (channels, total, zero) = (cursor.Channels, (nuint)destination.Count, TLanes.Broadcast(0f));
        var (rowStep, columnStep, windowStep, kernelStep) =
            (cursor.RowStep, cursor.ColumnStep, cursor.WindowStep, (nuint)window.Width * channels);
        ref var upstream = ref First(gradient);
        ref var to = ref First(destination);
        while (cursor.Next())
        {
            var (rows, columns) = (cursor.Rows.Count, cursor.Columns.Count);
            var kernel = (nuint)cursor.Rows.First * kernelStep + (nuint)cursor.Columns.First * channels;
            ref var first = ref Unsafe.Add(ref First(x), cursor.Offset);
            for (var left = cursor.Windows; left > 0; left--)
            {
                for (nuint channel = 0; channel < channels; channel += (nuint)TLanes.Count)
                {
                    var place = TLanes.Load(ref upstream, channel);
                    ref var cells = ref Unsafe.Add(ref first, channel);
                    var line = kernel + channel;
                    for (var row = rows; row > 0; row--, line += kernelStep)
                    {
                        var (offset, weight) = ((nuint)0, line);
                        for (var column = columns; column > 0; column--, offset += columnStep, weight += channels)
                        {
                            var product = Within(TLanes.Multiply(place, TLanes.Load(ref cells, offset)), channel, channels, zero);
                            Placing<TLanes, TVector>.Adding.Put(product, ref to, weight, total);
                        }
                        cells = ref Unsafe.Add(ref cells, rowStep);
                    }
                }
                upstream = ref Unsafe.Add(ref upstream, channels);
                first = ref Unsafe.Add(ref first, windowStep);
                if (++windows % WideSum<TLanes, TVector>.Short == 0) table.Take(ref to);
            }
        }
        table.Take(ref to);
        table.Store(ref to);
    }
}
