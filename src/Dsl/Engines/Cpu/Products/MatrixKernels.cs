using System.Runtime.CompilerServices;

namespace ModelDsl.Engines.Cpu;

/// <summary>Divides a matrix product into panels of columns and tiles that stay in registers.</summary>
internal static partial class MatrixKernels<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    /// <summary>From this many rows on, it saves time to copy a panel into one piece.</summary>
    private const int RowsWorthPacking = 48;

    /// <summary>Rows per block. The part of C that its tiles have written is still in the cache when the activation follows.</summary>
    private const int BlockRows = 64;

    /// <summary>
    /// Returns the maximum number of parts that threads may share: the number of blocks of rows, or of panels if there are more. It depends
    /// on shapes only.
    /// </summary>
    public static nuint Parts(ref readonly Product product) =>
        IsOuter(in product) ? 1 : Math.Max(RowBlocks(in product), Panels(in product));

    /// <summary>Computes <see cref="Product.C"/>.</summary>
    public static void Run(ref Product product) => Run(ref product, 0, product.Rows, 0, nuint.MaxValue);

    /// <summary>Computes some parts of <see cref="Product.C"/>.</summary>
    public static void RunParts(ref Product product, nuint start, nuint end)
    {
        if (RowBlocks(in product) >= Panels(in product))
            Run(ref product, start * BlockRows, Math.Min(end * BlockRows, product.Rows), 0, nuint.MaxValue);
        else Run(ref product, 0, product.Rows, start, end);
    }

    /// <summary>
    /// Sums of more steps than <c>LongSum</c> are made of blocks. So a panel of B and its part of A stay in the second-level cache while
    /// all rows use them. This depends on the steps only: a row has the same bits in every batch.
    /// </summary>
    private const int LongSum = 1024, BlockSteps = 256;

    /// <summary>
    /// A sum of more steps is a sum of such sums, in double precision. The number is a multiple of <see cref="BlockSteps"/>.
    /// </summary>
    public const int LongestSum = 4096;

    /// <summary>Computes some rows of some panels.</summary>
    private static void Run(ref Product product, nuint row, nuint rowEnd, nuint panelStart, nuint panelEnd)
    {
        if (product.Total == 0) return;
        if (IsOuter(in product))
        {
            Outer(in product);
            return;
        }
        if (product.Steps > LongestSum) RunWide(in product, row, rowEnd, panelStart, panelEnd);
        else if (IsDots(in product)) RunDots(in product, row, rowEnd);
        else if (product.Steps <= LongSum) RunPanels(ref product, row, rowEnd, panelStart, panelEnd);
        else RunBlocks(in product, row, rowEnd, panelStart, panelEnd);
    }

    /// <summary>Computes some rows of some panels by blocks of steps.</summary>
    private static void RunBlocks(ref readonly Product product, nuint row, nuint rowEnd, nuint panelStart, nuint panelEnd)
    {
        var block = product;
        for (var steps = product.Steps; steps > 0; steps -= block.Steps)
        {
            block.Steps = Math.Min(steps, BlockSteps);
            (block.Activation, block.Slope) = steps > BlockSteps ? (ActivationKind.Linear, ActivationKind.Linear)
                : (product.Activation, product.Slope);
            RunPanels(ref block, row, rowEnd, panelStart, panelEnd);
            block.Advance();
        }
    }

    [MethodImpl(HotLoop.Options)]
    private static void RunPanels(ref Product product, nuint row, nuint rowEnd, nuint panelStart, nuint panelEnd)
    {
        if (SkipsZeros(in product))
        {
            RunSparsePanels(in product, panelStart, panelEnd);
            return;
        }
        var (remaining, width) = (VectorsOf(in product), (nuint)TLanes.Count);
        // With two vectors or fewer, an FMA unit waits for the last sum, unless the sums of several ranges run side by side.
        product.Ranges = remaining <= 2 && product.Steps >= 64 ? 4u : 1u;
        var packs = product.PackedColumns != 0 || product.BColumnStride != 1 || (remaining > 2 && product.Rows >= RowsWorthPacking);
        // The last columns come first, since the last vector of a row is stored over the first elements of the next row.
        for (nuint number = 0; remaining > 0 && number < panelEnd; number++)
        {
            var take = Take(remaining, in product);
            remaining -= take;
            if (number < panelStart) continue;
            var panel = PanelOf(in product, remaining, take);
            if (packs) Pack(in product, ref panel, take * width);
            RunPanel(in product, in panel, take, row, rowEnd);
        }
    }

    /// <summary>Returns some vectors of columns of B, without a copy.</summary>
    [MethodImpl(HotLoop.Options)]
    private static Panel PanelOf(ref readonly Product product, nuint first, nuint vectors)
    {
        var (column, end) = (first * (nuint)TLanes.Count, (first + vectors) * (nuint)TLanes.Count);
        return new Panel
        {
            Column = column,
            End = Math.Min(end, product.Columns),
            B = ref Unsafe.Add(ref product.B, column * product.BColumnStride),
            Stride = product.BStepStride,
            IsPlain = end <= product.Columns && !product.HasBias && !product.HasAddend,
        };
    }

    private static nuint Panels(ref readonly Product product)
    {
        nuint panels = 0;
        if (IsDots(in product)) return 1;
        for (var remaining = VectorsOf(in product); remaining > 0; panels++) remaining -= Take(remaining, in product);
        return panels;
    }

    private static nuint VectorsOf(ref readonly Product product) => (product.Columns + (nuint)TLanes.Count - 1) / (nuint)TLanes.Count;

    private static nuint RowBlocks(ref readonly Product product) => (product.Rows + BlockRows - 1) / BlockRows;

    /// <summary>Computes some rows of a panel, block by block if an activation or its slope follows.</summary>
    [MethodImpl(HotLoop.Options)]
    private static void RunPanel(ref readonly Product product, ref readonly Panel panel, nuint vectors, nuint row, nuint end)
    {
        var step = product.HasMore ? BlockRows : end - row;
        for (; row < end; row += step)
        {
            var blockEnd = Math.Min(row + step, end);
            switch (vectors)
            {
                case 1: Narrow(in product, in panel, row, blockEnd); break;
                case 2: Medium(in product, in panel, row, blockEnd); break;
                default: Broad(in product, in panel, row, blockEnd); break;
            }
            if (product.HasMore) Finish(in product, panel.Column, panel.End - panel.Column, row, blockEnd);
        }
    }

    private static void RunDots(ref readonly Product product, nuint row, nuint end)
    {
        Dots(in product, row, end);
        if (product.HasMore) Finish(in product, 0, product.Columns, row, end);
    }

    /// <summary>Applies the activation to complete sums, or multiplies them by its slope.</summary>
    private static void Finish(ref readonly Product product, nuint column, nuint columns, nuint row, nuint end)
    {
        var stride = product.CStride;
        // Rows that lie one directly after the other are treated as one.
        if (columns == stride) (columns, row, end, stride) = (columns * (end - row), row * stride, row * stride + 1, 1);
        for (; row < end; row++)
        {
            var first = row * stride + column;
            ref var c = ref Unsafe.Add(ref product.C, first);
            if (product.Slope == ActivationKind.Linear) CpuEngine<TLanes, TVector>.Activate(product.Activation, ref c, ref c, columns);
            else CpuEngine<TLanes, TVector>.ActivateGradient(product.Slope, ref Unsafe.Add(ref product.Saved, first), ref c,
                ref c, columns);
        }
    }

    /// <summary>Returns the number of vectors of the next panel: up to eight for a single row, two or three for tiles.</summary>
    private static nuint Take(nuint remaining, ref readonly Product product)
    {
        if (remaining <= 2) return remaining;
        if (product.Rows < 4 && product.PackedColumns == 0) return Math.Min(remaining, 8);
        return remaining % 3 == 0 && !IsTen(product.Rows, in product) ? 3u : 2u;
    }

    /// <summary>
    /// Returns true if some rows are a tile of ten. Ten classes are usual, and the gradient of their kernel has ten rows. The tile needs
    /// thirty-two registers. Panels that were packed ahead have the width that other tiles need.
    /// </summary>
    private static bool IsTen(nuint rows, ref readonly Product product) =>
        rows == 10 && product is { Rows: 10, PackedColumns: 0 } && TLanes.Registers >= 32;

    [MethodImpl(HotLoop.Options)]
    private static void Narrow(ref readonly Product product, ref readonly Panel panel, nuint row, nuint end)
    {
        Tile8x1(in product, in panel, row, end);
        for (row += (end - row) & ~(nuint)7; row < end; row++) Row1(in product, in panel, row);
    }

    [MethodImpl(HotLoop.Options)]
    private static void Medium(ref readonly Product product, ref readonly Panel panel, nuint row, nuint end)
    {
        if (IsTen(end - row, in product) && product.Ranges == 1)
        {
            Tile10x2(in product, in panel, row, end);
            return;
        }
        if (TLanes.Registers >= 32)
        {
            Tile8x2(in product, in panel, row, end);
            row += (end - row) & ~(nuint)7;
        }
        Tile4x2(in product, in panel, row, end);
        for (row += (end - row) & ~(nuint)3; row < end; row++) Row2(in product, in panel, row);
    }

    [MethodImpl(HotLoop.Options)]
    private static void Broad(ref readonly Product product, ref readonly Panel panel, nuint row, nuint end)
    {
        if (product.Rows >= 4)
        {
            if (TLanes.Registers >= 32)
            {
                Tile8x3(in product, in panel, row, end);
                row += (end - row) & ~(nuint)7;
            }
            Tile4x3(in product, in panel, row, end);
            row += (end - row) & ~(nuint)3;
        }
        if (panel.End - panel.Column > 4 * (nuint)TLanes.Count)
        {
            for (; row < end; row++) Row8(in product, in panel, row);
        }
        for (; row < end; row++) Row4(in product, in panel, row);
    }

    /// <summary>
    /// Adds bias and addend, and stores a vector of C. Lanes past the row's end are stored into the next row, which is written later. They
    /// are not stored past the end of C, nor into columns that do not belong to C.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(ref readonly Product product, TVector value, nuint row, nuint column)
    {
        var index = row * product.CStride + column;
        var end = product.RunsOver ? product.Total : row * product.CStride + product.Columns;
        if (product.HasBias) value = TLanes.Add(value, TLanes.Load(ref product.Bias, column));
        if (product.HasAddend) value = WithAddend(in product, value, index);
        if (index + (nuint)TLanes.Count <= end) TLanes.Store(value, ref product.C, index);
        else Lane.StoreFirst(value, ref product.C, index, (int)(end - index));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector WithAddend(ref readonly Product product, TVector value, nuint index) =>
        TLanes.MultiplyAdd(TLanes.Broadcast(product.AddendFactor), TLanes.Load(ref product.Addend, index), value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store1(ref readonly Product product, ref readonly Panel panel, nuint row, TVector first)
    {
        if (panel.IsPlain) TLanes.Store(first, ref product.C, row * product.CStride + panel.Column);
        else Store(in product, first, row, panel.Column);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store2(ref readonly Product product, ref readonly Panel panel, nuint row, TVector first, TVector second)
    {
        var (column, width) = (panel.Column, (nuint)TLanes.Count);
        if (panel.IsPlain)
        {
            ref var c = ref Unsafe.Add(ref product.C, row * product.CStride + column);
            TLanes.Store(first, ref c, 0);
            TLanes.Store(second, ref c, width);
            return;
        }
        Store(in product, first, row, column);
        Store(in product, second, row, column + width);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store3(
        ref readonly Product product, ref readonly Panel panel, nuint row, TVector first, TVector second, TVector third)
    {
        Store2(in product, in panel, row, first, second);
        var (column, width) = (panel.Column, (nuint)TLanes.Count);
        if (panel.IsPlain) TLanes.Store(third, ref Unsafe.Add(ref product.C, row * product.CStride + column), 2 * width);
        else Store(in product, third, row, column + 2 * width);
    }
}
