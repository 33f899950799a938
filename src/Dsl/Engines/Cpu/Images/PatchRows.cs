using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ModelDsl.Engines.Cpu;

/// <summary>
/// Patches of images as a matrix with one row per place. Some rows can be made, or added back, without the others. So a convolution
/// processes the matrix in blocks of rows that stay in the second-level cache.
/// </summary>
/// <param name="Images">Shape of the images <c>[N, height, width, channels]</c>.</param>
/// <param name="Places">Shape of the results. Its first three dimensions count the windows.</param>
/// <param name="Window">The windows.</param>
internal readonly record struct PatchRows<TLanes, TVector>(Shape Images, Shape Places, Window Window)
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    /// <summary>Numbers per block: a quarter of a second-level cache of one megabyte.</summary>
    private const int BlockLength = 1 << 16;

    /// <summary>Numbers of a second-level cache of one megabyte.</summary>
    private const int CacheLength = 4 * BlockLength;

    /// <summary>
    /// The maximum number of rows of a block. A product gains nothing from more rows. It is also the number of steps of a sum over the
    /// rows.
    /// </summary>
    private const int MostRows = 256;

    /// <summary>The minimum number of rows of a block: the rows of one tile in the matrix kernels.</summary>
    private const int LeastRows = 8;

    /// <summary>Numbers per row: those of the window's cells.</summary>
    public nuint Length => (nuint)Window.Height * RowOfCells;

    /// <summary>Numbers in a row of cells.</summary>
    public nuint RowOfCells => (nuint)Window.Width * (nuint)Images[3];

    /// <summary>Rows per block. They depend only on shapes, and not on the number of images.</summary>
    public nuint BlockRows => Math.Clamp(BlockLength / Math.Max(Length, 1) / LeastRows * LeastRows, LeastRows, MostRows);

    /// <summary>
    /// Rows per block of a product with a kernel. Each block reads the whole kernel. So one that is larger than the second-level cache gets
    /// blocks as large as that cache.
    /// </summary>
    /// <param name="filters">Columns of the kernel.</param>
    public nuint RowsBeside(nuint filters)
    {
        var isLarge = Length * filters > CacheLength;
        return isLarge ? Math.Clamp(CacheLength / Length / LeastRows * LeastRows, LeastRows, MostRows) : BlockRows;
    }

    /// <summary>Returns the part of the patches that consists of some rows of cells.</summary>
    public PatchRows<TLanes, TVector> OfCellRows(int first, int end) =>
        this with { Window = Window with { Height = end - first, Top = Window.Top - first * Window.DilationHeight } };

    /// <summary>Returns memory of this thread for a block of rows.</summary>
    /// <param name="rows">Rows of the block.</param>
    /// <param name="more">The count of numbers that must fit after it.</param>
    public ref float Block(nuint rows, nuint more = 0) =>
        ref MemoryMarshal.GetReference(Scratch.TakeAround(checked((int)(rows * Length + more))));

    /// <summary>
    /// Returns memory of this thread for a block of rows. If the product's B serves several blocks, it is packed after the block.
    /// </summary>
    /// <param name="product">A product without its rows and without the numbers of the block.</param>
    /// <param name="blockRows">Rows of a block.</param>
    /// <param name="rows">Number of rows in all blocks.</param>
    public ref float Block(scoped ref Product product, nuint blockRows, nuint rows)
    {
        ref var block = ref Block(blockRows, MatrixKernels<TLanes, TVector>.PackedLength(in product));
        product.Packed = ref Unsafe.Add(ref block, blockRows * Length);
        if (rows > blockRows) MatrixKernels<TLanes, TVector>.PackAhead(ref product);
        return ref block;
    }

    /// <summary>
    /// Writes some rows. Whole rows of cells are copied. A vector may write past the end of a row; those numbers are overwritten later.
    /// </summary>
    /// <param name="x">The images.</param>
    /// <param name="start">The first row.</param>
    /// <param name="end">The row after the last.</param>
    /// <param name="to">The start of the first row.</param>
    public void Make(ref float x, nuint start, nuint end, ref float to)
    {
        // The last rows, which a vector may run past, are written with a check of the end.
        var bounded = Math.Min(((nuint)TLanes.Count + Length - 2) / Math.Max(Length, 1), end - start);
        var total = (end - start) * Length;
        Make<Placing<TLanes, TVector>.Writing>(ref x, start, end - bounded, ref to, total);
        to = ref Unsafe.Add(ref to, (end - bounded - start) * Length);
        Make<Placing<TLanes, TVector>.WritingWithin>(ref x, end - bounded, end, ref to, bounded * Length);
    }

    [MethodImpl(HotLoop.Options)]
    private void Make<TPlacing>(ref float x, nuint start, nuint end, ref float to, nuint total) where TPlacing : struct, IPlacing<TVector>
    {
        var cursor = new WindowCursor(Images, Places, Window, start, end);
        var (channels, at, patch) = (cursor.Channels, (nuint)0, Length);
        var (rowStep, columnStep, row) = (cursor.RowStep, cursor.ColumnStep, RowOfCells);
        while (cursor.Next())
        {
            var (top, bottom) = ((nuint)cursor.Rows.First * row, (nuint)(Window.Height - cursor.Rows.End) * row);
            var (left, right) = ((nuint)cursor.Columns.First * channels, (nuint)(Window.Width - cursor.Columns.End) * channels);
            var (rows, pieces, length, step) = (cursor.Rows.Count, cursor.Pieces, cursor.PieceLength, cursor.WindowStep);
            var isInside = rows * pieces * (int)length == (int)patch;
            ref var first = ref Unsafe.Add(ref x, cursor.Offset);
            if (isInside && pieces == 1)
            {
                at = MakeInside<TPlacing>(ref first, cursor.Windows, step, rows, rowStep, length, ref to, at, total);
                continue;
            }
            for (var window = cursor.Windows; window > 0; window--)
            {
                ref var cells = ref first;
                if (!isInside) at = Append<TPlacing>(ref to, at, top, total);
                for (var line = rows; line > 0; line--)
                {
                    if (!isInside) at = Append<TPlacing>(ref to, at, left, total);
                    ref var piece = ref cells;
                    for (var i = pieces; i > 0; i--)
                    {
                        Move<TPlacing>(ref piece, ref to, at, length, total);
                        at += length;
                        piece = ref Unsafe.Add(ref piece, columnStep);
                    }
                    if (!isInside) at = Append<TPlacing>(ref to, at, right, total);
                    cells = ref Unsafe.Add(ref cells, rowStep);
                }
                if (!isInside) at = Append<TPlacing>(ref to, at, bottom, total);
                first = ref Unsafe.Add(ref first, step);
            }
        }
    }

    /// <summary>Copies windows that lie inside the image and have no holes, one row of cells after the other.</summary>
    /// <returns>The index for the next numbers.</returns>
    [MethodImpl(HotLoop.Options)]
    private static nuint MakeInside<TPlacing>(
        ref float first, int windows, nuint step, int rows, nuint rowStep, nuint length, ref float to, nuint at, nuint total)
        where TPlacing : struct, IPlacing<TVector>
    {
        for (; windows > 0; windows--)
        {
            ref var cells = ref first;
            for (var row = rows; row > 0; row--)
            {
                Move<TPlacing>(ref cells, ref to, at, length, total);
                cells = ref Unsafe.Add(ref cells, rowStep);
                at += length;
            }
            first = ref Unsafe.Add(ref first, step);
        }
        return at;
    }

    /// <summary>Copies numbers that lie side by side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Move<TPlacing>(
        ref float from, ref float to, nuint at, nuint count, nuint total) where TPlacing : struct, IPlacing<TVector>
    {
        // Wider vectors would nearly always lie across two cache lines.
        if (count <= 4 && at + 4 <= total) Vector128.LoadUnsafe(ref from).StoreUnsafe(ref to, at);
        else for (nuint i = 0; i < count; i += (nuint)TLanes.Count) TPlacing.Put(TLanes.Load(ref from, i), ref to, at + i, total);
    }

    /// <summary>Writes zeros after the numbers that were written before.</summary>
    /// <returns>The index for the next numbers.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nuint Append<TPlacing>(ref float to, nuint at, nuint count, nuint total) where TPlacing : struct, IPlacing<TVector>
    {
        for (nuint i = 0; i < count; i += (nuint)TLanes.Count) TPlacing.Put(TLanes.Broadcast(0f), ref to, at + i, total);
        return at + count;
    }

    /// <summary>Adds every cell of some rows to the pixel that it was taken from.</summary>
    /// <param name="from">The start of the first row.</param>
    /// <param name="start">The first row.</param>
    /// <param name="end">The row after the last.</param>
    /// <param name="to">The images.</param>
    public void AddBack(ref float from, nuint start, nuint end, ref float to)
    {
        if (Images[3] % TLanes.Count == 0) AddBack<Placing<TLanes, TVector>.AddingWhole>(ref from, start, end, ref to);
        else AddBack<Placing<TLanes, TVector>.Adding>(ref from, start, end, ref to);
    }

    /// <summary>Adds back some rows. Past the end of its cells a vector adds zero.</summary>
    [MethodImpl(HotLoop.Options)]
    private void AddBack<TPlacing>(ref float from, nuint start, nuint end, ref float to) where TPlacing : struct, IPlacing<TVector>
    {
        var cursor = new WindowCursor(Images, Places, Window, start, end);
        var (patch, row, total) = (Length, RowOfCells, EndOfImage(end));
        var (rowStep, columnStep, width, zero) = (cursor.RowStep, cursor.ColumnStep, (nuint)TLanes.Count, TLanes.Broadcast(0f));
        while (cursor.Next())
        {
            var inside = (nuint)cursor.Rows.First * row + (nuint)cursor.Columns.First * cursor.Channels;
            var (rows, pieces, length) = (cursor.Rows.Count, cursor.Pieces, cursor.PieceLength);
            var offset = cursor.Offset;
            for (var window = cursor.Windows; window > 0; window--, offset += cursor.WindowStep)
            {
                ref var cells = ref Unsafe.Add(ref from, inside);
                var place = offset;
                for (var line = rows; line > 0; line--, place += rowStep)
                {
                    ref var piece = ref cells;
                    var at = place;
                    for (var i = pieces; i > 0; i--, at += columnStep)
                    {
                        for (nuint k = 0; k < length; k += width)
                        {
                            var value = CpuEngine<TLanes, TVector>.Within(TLanes.Load(ref piece, k), k, length, zero);
                            TPlacing.Put(value, ref to, at + k, total);
                        }
                        piece = ref Unsafe.Add(ref piece, length);
                    }
                    cells = ref Unsafe.Add(ref cells, row);
                }
                from = ref Unsafe.Add(ref from, patch);
            }
        }
    }

    /// <summary>Returns the count of numbers up to the end of the image that holds the previous row.</summary>
    private nuint EndOfImage(nuint row)
    {
        var places = WindowCursor.Places(Places);
        return (row + places - 1) / places * ((nuint)Images[1] * (nuint)Images[2] * (nuint)Images[3]);
    }
}
