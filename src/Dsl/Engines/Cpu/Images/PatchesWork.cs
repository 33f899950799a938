using System.Runtime.CompilerServices;

namespace ModelDsl.Engines;

/// <summary><see cref="ITensorEngine.Patches"/> of some samples. Rows of cells are moved whole; what a vector writes behind one is written again later.</summary>
internal readonly record struct PatchesWork<TLanes, TVector>(CpuBuffer X, Window Window, CpuBuffer Destination) : IRangeWork
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(nuint start, nuint end)
    {
        var cursor = new WindowCursor(X.Shape, Destination.Shape, Window, start, end);
        var sample = (nuint)(Destination.Count / Destination.Shape[0]);
        var (channels, at, total) = (cursor.Channels, start * sample, end * sample);
        var (rowStep, columnStep, row) = (cursor.RowStep, cursor.ColumnStep, (nuint)Window.Width * channels);
        ref var to = ref Destination.First;
        while (cursor.Next())
        {
            var (top, bottom) = ((nuint)cursor.Rows.First * row, (nuint)(Window.Height - cursor.Rows.End) * row);
            var (left, right) = ((nuint)cursor.Columns.First * channels, (nuint)(Window.Width - cursor.Columns.End) * channels);
            var (rows, pieces, length, step) = (cursor.Rows.Count, cursor.Pieces, cursor.PieceLength, cursor.WindowStep);
            ref var first = ref Unsafe.Add(ref X.First, cursor.Offset);
            for (var window = cursor.Windows; window > 0; window--)
            {
                at = AppendZeros(ref to, at, top, total);
                ref var cells = ref first;
                for (var line = rows; line > 0; line--)
                {
                    at = AppendZeros(ref to, at, left, total);
                    ref var piece = ref cells;
                    for (var i = pieces; i > 0; i--)
                    {
                        at = Append(ref piece, ref to, at, length, total);
                        piece = ref Unsafe.Add(ref piece, columnStep);
                    }
                    at = AppendZeros(ref to, at, right, total);
                    cells = ref Unsafe.Add(ref cells, rowStep);
                }
                at = AppendZeros(ref to, at, bottom, total);
                first = ref Unsafe.Add(ref first, step);
            }
        }
    }

    /// <summary>Writes numbers behind those that were written before.</summary>
    /// <returns>Where the next are written.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nuint Append(ref float from, ref float to, nuint at, nuint count, nuint total)
    {
        for (nuint i = 0; i < count; i += (nuint)TLanes.Count) CpuEngine<TLanes, TVector>.Store(TLanes.Load(ref from, i), ref to, at + i, total);
        return at + count;
    }

    /// <inheritdoc cref="Append"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nuint AppendZeros(ref float to, nuint at, nuint count, nuint total)
    {
        for (nuint i = 0; i < count; i += (nuint)TLanes.Count) CpuEngine<TLanes, TVector>.Store(TLanes.Broadcast(0f), ref to, at + i, total);
        return at + count;
    }
}
