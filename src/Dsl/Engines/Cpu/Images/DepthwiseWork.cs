using System.Runtime.CompilerServices;

namespace ModelDsl.Engines.Cpu;

/// <summary>
/// <see cref="ITensorEngine.DepthwiseConvolution"/> for some samples. It computes as many channels at once as a vector has lanes.
/// </summary>
internal readonly record struct DepthwiseWork<TLanes, TVector>(
    CpuBuffer X, CpuBuffer Kernel, Window Window, CpuBuffer Destination) : IRangeWork
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
        var (rowStep, columnStep, windowStep, kernelStep) =
            (cursor.RowStep, cursor.ColumnStep, cursor.WindowStep, (nuint)Window.Width * channels);
        ref var to = ref Destination.First;
        while (cursor.Next())
        {
            var (rows, columns) = (cursor.Rows.Count, cursor.Columns.Count);
            ref var kernel = ref Unsafe.Add(ref Kernel.First,
                (nuint)cursor.Rows.First * kernelStep + (nuint)cursor.Columns.First * channels);
            ref var first = ref Unsafe.Add(ref X.First, cursor.Offset);
            for (var window = cursor.Windows; window > 0; window--, at += channels)
            {
                for (nuint channel = 0; channel < channels; channel += width)
                {
                    var sum = default(TSum);
                    ref var cells = ref Unsafe.Add(ref first, channel);
                    ref var weights = ref Unsafe.Add(ref kernel, channel);
                    for (var row = rows; row > 0; row--)
                    {
                        var (offset, weight) = ((nuint)0, (nuint)0);
                        for (var column = columns; column > 0; column--, offset += columnStep, weight += channels)
                            sum.AddProduct(TLanes.Load(ref cells, offset), TLanes.Load(ref weights, weight));
                        cells = ref Unsafe.Add(ref cells, rowStep);
                        weights = ref Unsafe.Add(ref weights, kernelStep);
                    }
                    CpuEngine<TLanes, TVector>.Store(sum.Rounded(), ref to, at + channel, total);
                }
                first = ref Unsafe.Add(ref first, windowStep);
            }
        }
    }
}

/// <summary><see cref="ITensorEngine.DepthwiseImageGradient"/> for some samples.</summary>
internal readonly record struct DepthwiseImageGradientWork<TLanes, TVector>(
    CpuBuffer Gradient, CpuBuffer Kernel, Window Window, CpuBuffer Destination) : IRangeWork
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    [MethodImpl(HotLoop.Options)]
    public void Run(nuint start, nuint end)
    {
        Placing<TLanes, TVector>.Clear(Destination, Gradient.Shape, Window, writes: false, start, end);
        var cursor = WindowCursor.OfSamples(Destination.Shape, Gradient.Shape, Window, start, end);
        var (channels, width, zero) = (cursor.Channels, (nuint)TLanes.Count, TLanes.Broadcast(0f));
        var (at, total) = (start * (nuint)(Gradient.Count / Gradient.Shape[0]), end * (nuint)(Destination.Count / Destination.Shape[0]));
        var (rowStep, columnStep, windowStep, kernelStep) =
            (cursor.RowStep, cursor.ColumnStep, cursor.WindowStep, (nuint)Window.Width * channels);
        ref var upstream = ref Gradient.First;
        ref var to = ref Destination.First;
        while (cursor.Next())
        {
            var (rows, columns, first) = (cursor.Rows.Count, cursor.Columns.Count, cursor.Offset);
            ref var kernel = ref Unsafe.Add(ref Kernel.First,
                (nuint)cursor.Rows.First * kernelStep + (nuint)cursor.Columns.First * channels);
            for (var window = cursor.Windows; window > 0; window--, at += channels, first += windowStep)
            {
                for (nuint channel = 0; channel < channels; channel += width)
                {
                    var place = TLanes.Load(ref upstream, at + channel);
                    ref var weights = ref Unsafe.Add(ref kernel, channel);
                    var line = first + channel;
                    for (var row = rows; row > 0; row--, line += rowStep)
                    {
                        var (offset, weight) = (line, (nuint)0);
                        for (var column = columns; column > 0; column--, offset += columnStep, weight += channels)
                        {
                            var product = TLanes.Multiply(place, TLanes.Load(ref weights, weight));
                            product = CpuEngine<TLanes, TVector>.Within(product, channel, channels, zero);
                            Placing<TLanes, TVector>.Adding.Put(product, ref to, offset, total);
                        }
                        weights = ref Unsafe.Add(ref weights, kernelStep);
                    }
                }
            }
        }
    }
}
