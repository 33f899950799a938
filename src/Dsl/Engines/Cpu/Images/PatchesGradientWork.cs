using System.Runtime.CompilerServices;

namespace ModelDsl.Engines;

/// <summary><see cref="ITensorEngine.PatchesGradient"/> of some samples. What a vector adds behind its cells is zero.</summary>
internal readonly record struct PatchesGradientWork<TLanes, TVector>(CpuBuffer Gradient, Window Window, CpuBuffer Destination) : IRangeWork
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(nuint start, nuint end)
    {
        var cursor = new WindowCursor(Destination.Shape, Gradient.Shape, Window, start, end);
        var (sample, patch) = ((nuint)(Destination.Count / Destination.Shape[0]), (nuint)Gradient.Columns);
        var (width, zero, total) = ((nuint)TLanes.Count, TLanes.Broadcast(0f), end * sample);
        var (rowStep, columnStep, row) = (cursor.RowStep, cursor.ColumnStep, (nuint)Window.Width * cursor.Channels);
        ref var to = ref Destination.First;
        ref var upstream = ref Unsafe.Add(ref Gradient.First, start * (nuint)(Gradient.Count / Gradient.Shape[0]));
        Destination.Floats[(int)(start * sample)..(int)total].Clear();
        while (cursor.Next())
        {
            var inside = (nuint)cursor.Rows.First * row + (nuint)cursor.Columns.First * cursor.Channels;
            var (rows, pieces, length) = (cursor.Rows.Count, cursor.Pieces, cursor.PieceLength);
            var offset = cursor.Offset;
            for (var window = cursor.Windows; window > 0; window--, offset += cursor.WindowStep)
            {
                ref var cells = ref Unsafe.Add(ref upstream, inside);
                var place = offset;
                for (var line = rows; line > 0; line--, place += rowStep)
                {
                    ref var from = ref cells;
                    var at = place;
                    for (var piece = pieces; piece > 0; piece--, at += columnStep)
                    {
                        for (nuint i = 0; i < length; i += width)
                        {
                            var value = CpuEngine<TLanes, TVector>.Within(TLanes.Load(ref from, i), i, length, zero);
                            Placing<TLanes, TVector>.Adding.Put(value, ref to, at + i, total);
                        }
                        from = ref Unsafe.Add(ref from, length);
                    }
                    cells = ref Unsafe.Add(ref cells, row);
                }
                upstream = ref Unsafe.Add(ref upstream, patch);
            }
        }
    }
}
