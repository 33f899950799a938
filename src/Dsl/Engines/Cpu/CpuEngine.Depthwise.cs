using System.Runtime.CompilerServices;

namespace ModelDsl.Engines;

/// <summary>Convolutions of each channel by itself, on as many channels at once as a vector has lanes.</summary>
internal sealed partial class CpuEngine<TLanes, TVector>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void DepthwiseConvolution(TensorBuffer x, TensorBuffer kernel, Window window, TensorBuffer destination)
    {
        var cursor = new WindowCursor(x.Shape, destination.Shape, window);
        ref var from = ref First(x);
        ref var weights = ref First(kernel);
        ref var to = ref First(destination);
        var (channels, total) = ((nuint)cursor.Channels, (nuint)destination.Count);
        for (nuint at = 0; cursor.Next(); at += channels)
        {
            for (nuint channel = 0; channel < channels; channel += (nuint)TLanes.Count)
            {
                var sum = TLanes.Broadcast(0f);
                var start = cursor.Offset + channel;
                for (var row = cursor.Rows.First; row < cursor.Rows.End; row++, start += cursor.RowStep)
                {
                    var (offset, weight) = (start, (nuint)(row * window.Width + cursor.Columns.First) * channels + channel);
                    for (var column = cursor.Columns.Count; column > 0; column--, offset += cursor.ColumnStep, weight += channels)
                        sum = TLanes.MultiplyAdd(TLanes.Load(ref from, offset), TLanes.Load(ref weights, weight), sum);
                }
                Store(sum, ref to, at + channel, total);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void DepthwiseImageGradient(TensorBuffer gradient, TensorBuffer kernel, Window window, TensorBuffer destination)
    {
        var cursor = new WindowCursor(destination.Shape, gradient.Shape, window);
        ref var upstream = ref First(gradient);
        ref var weights = ref First(kernel);
        ref var to = ref First(destination);
        var (channels, total, zero) = ((nuint)cursor.Channels, (nuint)destination.Count, TLanes.Broadcast(0f));
        Floats(destination).Clear();
        for (nuint at = 0; cursor.Next(); at += channels)
        {
            for (nuint channel = 0; channel < channels; channel += (nuint)TLanes.Count)
            {
                var place = TLanes.Load(ref upstream, at + channel);
                var start = cursor.Offset + channel;
                for (var row = cursor.Rows.First; row < cursor.Rows.End; row++, start += cursor.RowStep)
                {
                    var (offset, weight) = (start, (nuint)(row * window.Width + cursor.Columns.First) * channels + channel);
                    for (var column = cursor.Columns.Count; column > 0; column--, offset += cursor.ColumnStep, weight += channels)
                        AddAt(ref to, offset, Within(TLanes.Multiply(place, TLanes.Load(ref weights, weight)), channel, channels, zero), total);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void DepthwiseKernelGradient(TensorBuffer x, TensorBuffer gradient, Window window, TensorBuffer destination)
    {
        var cursor = new WindowCursor(x.Shape, gradient.Shape, window);
        ref var from = ref First(x);
        ref var upstream = ref First(gradient);
        ref var to = ref First(destination);
        var (channels, total, zero) = ((nuint)cursor.Channels, (nuint)destination.Count, TLanes.Broadcast(0f));
        Floats(destination).Clear();
        for (nuint at = 0; cursor.Next(); at += channels)
        {
            for (nuint channel = 0; channel < channels; channel += (nuint)TLanes.Count)
            {
                var place = TLanes.Load(ref upstream, at + channel);
                var start = cursor.Offset + channel;
                for (var row = cursor.Rows.First; row < cursor.Rows.End; row++, start += cursor.RowStep)
                {
                    var (offset, weight) = (start, (nuint)(row * window.Width + cursor.Columns.First) * channels + channel);
                    for (var column = cursor.Columns.Count; column > 0; column--, offset += cursor.ColumnStep, weight += channels)
                        AddAt(ref to, weight, Within(TLanes.Multiply(place, TLanes.Load(ref from, offset)), channel, channels, zero), total);
                }
            }
        }
    }
}
