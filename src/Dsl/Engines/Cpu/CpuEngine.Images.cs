using System.Runtime.CompilerServices;

namespace ModelDsl.Engines;

/// <summary>
/// Windows over images. The numbers of a pixel lie side by side, and so do the pixels of a row: patches move whole rows of cells, pools
/// work on as many channels at once as a vector has lanes. What a vector writes behind its cells is written again later, or added as zero.
/// </summary>
internal sealed partial class CpuEngine<TLanes, TVector>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Patches(TensorBuffer x, Window window, TensorBuffer destination)
    {
        var cursor = new WindowCursor(x.Shape, destination.Shape, window);
        ref var from = ref First(x);
        ref var to = ref First(destination);
        var (channels, total) = ((nuint)cursor.Channels, (nuint)destination.Count);
        nuint at = 0;
        while (cursor.Next())
        {
            for (var row = 0; row < window.Height; row++)
            {
                if (row < cursor.Rows.First || row >= cursor.Rows.End)
                {
                    at = AppendZeros(ref to, at, (nuint)window.Width * channels, total);
                    continue;
                }
                var offset = cursor.Offset + (nuint)(row - cursor.Rows.First) * cursor.RowStep;
                at = AppendZeros(ref to, at, (nuint)cursor.Columns.First * channels, total);
                for (var piece = cursor.Pieces; piece > 0; piece--, offset += cursor.ColumnStep)
                    at = Append(ref Unsafe.Add(ref from, offset), ref to, at, cursor.PieceLength, total);
                at = AppendZeros(ref to, at, (nuint)(window.Width - cursor.Columns.End) * channels, total);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void PatchesGradient(TensorBuffer gradient, Window window, TensorBuffer destination)
    {
        var cursor = new WindowCursor(destination.Shape, gradient.Shape, window);
        ref var patch = ref First(gradient);
        ref var to = ref First(destination);
        var (channels, total, width, zero) = ((nuint)cursor.Channels, (nuint)destination.Count, (nuint)TLanes.Count, TLanes.Broadcast(0f));
        Floats(destination).Clear();
        while (cursor.Next())
        {
            for (var row = cursor.Rows.First; row < cursor.Rows.End; row++)
            {
                ref var from = ref Unsafe.Add(ref patch, (nuint)(row * window.Width + cursor.Columns.First) * channels);
                var (offset, length) = (cursor.Offset + (nuint)(row - cursor.Rows.First) * cursor.RowStep, cursor.PieceLength);
                for (var piece = cursor.Pieces; piece > 0; piece--, offset += cursor.ColumnStep)
                {
                    for (nuint i = 0; i < length; i += width)
                        AddAt(ref to, offset + i, Within(TLanes.Load(ref from, i), i, length, zero), total);
                    from = ref Unsafe.Add(ref from, length);
                }
            }
            patch = ref Unsafe.Add(ref patch, (nuint)(window.Height * window.Width) * channels);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void MaxPool(TensorBuffer x, Window window, TensorBuffer destination)
    {
        var cursor = new WindowCursor(x.Shape, destination.Shape, window);
        ref var from = ref First(x);
        ref var to = ref First(destination);
        var (channels, total) = ((nuint)cursor.Channels, (nuint)destination.Count);
        for (nuint at = 0; cursor.Next(); at += channels)
        {
            for (nuint channel = 0; channel < channels; channel += (nuint)TLanes.Count)
            {
                ref var cells = ref Unsafe.Add(ref from, cursor.Offset + channel);
                var max = TLanes.Load(ref cells, 0);
                for (var row = cursor.Rows.Count; row > 0; row--)
                {
                    nuint offset = 0;
                    for (var column = cursor.Columns.Count; column > 0; column--, offset += cursor.ColumnStep)
                        max = Larger(max, TLanes.Load(ref cells, offset));
                    cells = ref Unsafe.Add(ref cells, cursor.RowStep);
                }
                Store(max, ref to, at + channel, total);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void MaxPoolGradient(TensorBuffer x, TensorBuffer maxima, TensorBuffer gradient, Window window, TensorBuffer destination)
    {
        var cursor = new WindowCursor(x.Shape, gradient.Shape, window);
        ref var from = ref First(x);
        ref var largest = ref First(maxima);
        ref var upstream = ref First(gradient);
        ref var to = ref First(destination);
        var (channels, total, zero) = ((nuint)cursor.Channels, (nuint)destination.Count, TLanes.Broadcast(0f));
        Floats(destination).Clear();
        for (nuint at = 0; cursor.Next(); at += channels)
        {
            for (nuint channel = 0; channel < channels; channel += (nuint)TLanes.Count)
            {
                var max = TLanes.Load(ref largest, at + channel);
                // What the first cell that holds the maximum takes is not left for the next.
                var left = Within(TLanes.Load(ref upstream, at + channel), channel, channels, zero);
                var start = cursor.Offset + channel;
                for (var row = cursor.Rows.Count; row > 0; row--, start += cursor.RowStep)
                {
                    var offset = start;
                    for (var column = cursor.Columns.Count; column > 0; column--, offset += cursor.ColumnStep)
                    {
                        var cell = TLanes.Load(ref from, offset);
                        AddAt(ref to, offset, IfMaximum(cell, max, left, zero), total);
                        left = IfMaximum(cell, max, zero, left);
                    }
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AveragePool(TensorBuffer x, Window window, TensorBuffer destination)
    {
        var cursor = new WindowCursor(x.Shape, destination.Shape, window);
        ref var from = ref First(x);
        ref var to = ref First(destination);
        var (channels, total) = ((nuint)cursor.Channels, (nuint)destination.Count);
        for (nuint at = 0; cursor.Next(); at += channels)
        {
            var inside = TLanes.Broadcast(cursor.Rows.Count * cursor.Columns.Count);
            for (nuint channel = 0; channel < channels; channel += (nuint)TLanes.Count)
            {
                ref var cells = ref Unsafe.Add(ref from, cursor.Offset + channel);
                var sum = TLanes.Broadcast(0f);
                for (var row = cursor.Rows.Count; row > 0; row--)
                {
                    nuint offset = 0;
                    for (var column = cursor.Columns.Count; column > 0; column--, offset += cursor.ColumnStep)
                        sum = TLanes.Add(sum, TLanes.Load(ref cells, offset));
                    cells = ref Unsafe.Add(ref cells, cursor.RowStep);
                }
                Store(TLanes.Divide(sum, inside), ref to, at + channel, total);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AveragePoolGradient(TensorBuffer gradient, Window window, TensorBuffer destination)
    {
        var cursor = new WindowCursor(destination.Shape, gradient.Shape, window);
        ref var upstream = ref First(gradient);
        ref var to = ref First(destination);
        var (channels, total, zero) = ((nuint)cursor.Channels, (nuint)destination.Count, TLanes.Broadcast(0f));
        Floats(destination).Clear();
        for (nuint at = 0; cursor.Next(); at += channels)
        {
            var inside = TLanes.Broadcast(cursor.Rows.Count * cursor.Columns.Count);
            for (nuint channel = 0; channel < channels; channel += (nuint)TLanes.Count)
            {
                var share = Within(TLanes.Divide(TLanes.Load(ref upstream, at + channel), inside), channel, channels, zero);
                var start = cursor.Offset + channel;
                for (var row = cursor.Rows.Count; row > 0; row--, start += cursor.RowStep)
                {
                    var offset = start;
                    for (var column = cursor.Columns.Count; column > 0; column--, offset += cursor.ColumnStep) AddAt(ref to, offset, share, total);
                }
            }
        }
    }

    /// <summary>The larger of each pair; what is not a number, where one of the two is not.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Larger(TVector max, TVector x) => TLanes.Equal(max, max, TLanes.Less(x, max, max, x), max);

    /// <summary>Whether a cell holds its window's maximum. It is no number only where the maximum is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector IfMaximum(TVector cell, TVector max, TVector yes, TVector no) => TLanes.Equal(cell, max, yes, TLanes.Equal(cell, cell, no, yes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddAt(ref float to, nuint index, TVector value, nuint total) =>
        Store(TLanes.Add(TLanes.Load(ref to, index), value), ref to, index, total);

    /// <summary>Writes numbers behind those that were written before.</summary>
    /// <returns>Where the next are written.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nuint Append(ref float from, ref float to, nuint at, nuint count, nuint total)
    {
        for (nuint i = 0; i < count; i += (nuint)TLanes.Count) Store(TLanes.Load(ref from, i), ref to, at + i, total);
        return at + count;
    }

    /// <inheritdoc cref="Append"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nuint AppendZeros(ref float to, nuint at, nuint count, nuint total)
    {
        for (nuint i = 0; i < count; i += (nuint)TLanes.Count) Store(TLanes.Broadcast(0f), ref to, at + i, total);
        return at + count;
    }
}
