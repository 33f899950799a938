using System.Runtime.CompilerServices;

namespace ModelDsl.Engines.Cpu;

/// <summary>
/// Products with few columns whose operands both have their steps side by side: an output layer whose kernel is stored transposed. Vectors run
/// along the steps, so that none of their lanes is idle, and the sum over lanes comes last. An element is summed alike in every tile.
/// </summary>
internal static partial class MatrixKernels<TLanes, TVector>
{
    /// <summary>With more columns than this, vectors along the columns are full enough.</summary>
    private const int FewColumns = 16;

    private static bool IsDots(ref readonly Product product) =>
        product is { StepStride: 1, BStepStride: 1, Columns: <= FewColumns } && product.Steps >= 2 * (nuint)TLanes.Count;

    /// <summary>Computes some rows, all columns of them.</summary>
    [MethodImpl(HotLoop.Options)]
    private static void Dots(ref readonly Product product, nuint row, nuint end)
    {
        nuint column = 0;
        for (; column + 5 <= product.Columns; column += 5)
        {
            var next = row;
            if (TLanes.Registers >= 32)
            {
                Dots4x5(in product, row, end, column);
                next += (end - row) & ~(nuint)3;
            }
            Dots2x5(in product, next, end, column);
            if ((end - row) % 2 != 0) Dots1x5(in product, end - 1, end, column);
        }
        for (; column < product.Columns; column++)
        {
            Dots4x1(in product, row, end, column);
            Dots1x1(in product, row + ((end - row) & ~(nuint)3), end, column);
        }
    }

    /// <summary>Four rows, five columns.</summary>
    [MethodImpl(HotLoop.Options)]
    private static void Dots4x5(ref readonly Product product, nuint row, nuint end, nuint column)
    {
        var (width, rowStride, columnStride) = ((nuint)TLanes.Count, product.RowStride, product.BColumnStride);
        for (; row + 4 <= end; row += 4)
        {
            ref var a = ref product.AtRow(row);
            ref var d = ref Unsafe.Add(ref a, 3 * rowStride);
            ref var b = ref product.AtColumn(column);
            ref var e = ref Unsafe.Add(ref b, 3 * columnStride);
            var s00 = TLanes.Broadcast(0f);
            var (s01, s02, s03, s04) = (s00, s00, s00, s00);
            var (s10, s11, s12, s13, s14) = (s00, s00, s00, s00, s00);
            var (s20, s21, s22, s23, s24) = (s00, s00, s00, s00, s00);
            var (s30, s31, s32, s33, s34) = (s00, s00, s00, s00, s00);
            for (var steps = product.Steps; steps >= width; steps -= width)
            {
                var x0 = TLanes.Load(ref a, 0);
                var x1 = TLanes.Load(ref Unsafe.Add(ref a, rowStride), 0);
                var x2 = TLanes.Load(ref Unsafe.Add(ref a, 2 * rowStride), 0);
                var x3 = TLanes.Load(ref d, 0);
                var y = TLanes.Load(ref b, 0);
                s00 = TLanes.MultiplyAdd(x0, y, s00);
                s10 = TLanes.MultiplyAdd(x1, y, s10);
                s20 = TLanes.MultiplyAdd(x2, y, s20);
                s30 = TLanes.MultiplyAdd(x3, y, s30);
                y = TLanes.Load(ref Unsafe.Add(ref b, columnStride), 0);
                s01 = TLanes.MultiplyAdd(x0, y, s01);
                s11 = TLanes.MultiplyAdd(x1, y, s11);
                s21 = TLanes.MultiplyAdd(x2, y, s21);
                s31 = TLanes.MultiplyAdd(x3, y, s31);
                y = TLanes.Load(ref Unsafe.Add(ref b, 2 * columnStride), 0);
                s02 = TLanes.MultiplyAdd(x0, y, s02);
                s12 = TLanes.MultiplyAdd(x1, y, s12);
                s22 = TLanes.MultiplyAdd(x2, y, s22);
                s32 = TLanes.MultiplyAdd(x3, y, s32);
                y = TLanes.Load(ref e, 0);
                s03 = TLanes.MultiplyAdd(x0, y, s03);
                s13 = TLanes.MultiplyAdd(x1, y, s13);
                s23 = TLanes.MultiplyAdd(x2, y, s23);
                s33 = TLanes.MultiplyAdd(x3, y, s33);
                y = TLanes.Load(ref Unsafe.Add(ref e, columnStride), 0);
                s04 = TLanes.MultiplyAdd(x0, y, s04);
                s14 = TLanes.MultiplyAdd(x1, y, s14);
                s24 = TLanes.MultiplyAdd(x2, y, s24);
                s34 = TLanes.MultiplyAdd(x3, y, s34);
                a = ref Unsafe.Add(ref a, width);
                d = ref Unsafe.Add(ref d, width);
                b = ref Unsafe.Add(ref b, width);
                e = ref Unsafe.Add(ref e, width);
            }
            StoreDot(in product, s00, row, column);
            StoreDot(in product, s01, row, column + 1);
            StoreDot(in product, s02, row, column + 2);
            StoreDot(in product, s03, row, column + 3);
            StoreDot(in product, s04, row, column + 4);
            StoreDot(in product, s10, row + 1, column);
            StoreDot(in product, s11, row + 1, column + 1);
            StoreDot(in product, s12, row + 1, column + 2);
            StoreDot(in product, s13, row + 1, column + 3);
            StoreDot(in product, s14, row + 1, column + 4);
            StoreDot(in product, s20, row + 2, column);
            StoreDot(in product, s21, row + 2, column + 1);
            StoreDot(in product, s22, row + 2, column + 2);
            StoreDot(in product, s23, row + 2, column + 3);
            StoreDot(in product, s24, row + 2, column + 4);
            StoreDot(in product, s30, row + 3, column);
            StoreDot(in product, s31, row + 3, column + 1);
            StoreDot(in product, s32, row + 3, column + 2);
            StoreDot(in product, s33, row + 3, column + 3);
            StoreDot(in product, s34, row + 3, column + 4);
        }
    }

    /// <summary>Two rows, five columns.</summary>
    [MethodImpl(HotLoop.Options)]
    private static void Dots2x5(ref readonly Product product, nuint row, nuint end, nuint column)
    {
        var (width, rowStride, columnStride) = ((nuint)TLanes.Count, product.RowStride, product.BColumnStride);
        for (; row + 2 <= end; row += 2)
        {
            ref var a = ref product.AtRow(row);
            ref var b = ref product.AtColumn(column);
            ref var e = ref Unsafe.Add(ref b, 3 * columnStride);
            var s00 = TLanes.Broadcast(0f);
            var (s01, s02, s03, s04) = (s00, s00, s00, s00);
            var (s10, s11, s12, s13, s14) = (s00, s00, s00, s00, s00);
            for (var steps = product.Steps; steps >= width; steps -= width)
            {
                var x0 = TLanes.Load(ref a, 0);
                var x1 = TLanes.Load(ref Unsafe.Add(ref a, rowStride), 0);
                var y = TLanes.Load(ref b, 0);
                s00 = TLanes.MultiplyAdd(x0, y, s00);
                s10 = TLanes.MultiplyAdd(x1, y, s10);
                y = TLanes.Load(ref Unsafe.Add(ref b, columnStride), 0);
                s01 = TLanes.MultiplyAdd(x0, y, s01);
                s11 = TLanes.MultiplyAdd(x1, y, s11);
                y = TLanes.Load(ref Unsafe.Add(ref b, 2 * columnStride), 0);
                s02 = TLanes.MultiplyAdd(x0, y, s02);
                s12 = TLanes.MultiplyAdd(x1, y, s12);
                y = TLanes.Load(ref e, 0);
                s03 = TLanes.MultiplyAdd(x0, y, s03);
                s13 = TLanes.MultiplyAdd(x1, y, s13);
                y = TLanes.Load(ref Unsafe.Add(ref e, columnStride), 0);
                s04 = TLanes.MultiplyAdd(x0, y, s04);
                s14 = TLanes.MultiplyAdd(x1, y, s14);
                a = ref Unsafe.Add(ref a, width);
                b = ref Unsafe.Add(ref b, width);
                e = ref Unsafe.Add(ref e, width);
            }
            StoreDot(in product, s00, row, column);
            StoreDot(in product, s01, row, column + 1);
            StoreDot(in product, s02, row, column + 2);
            StoreDot(in product, s03, row, column + 3);
            StoreDot(in product, s04, row, column + 4);
            StoreDot(in product, s10, row + 1, column);
            StoreDot(in product, s11, row + 1, column + 1);
            StoreDot(in product, s12, row + 1, column + 2);
            StoreDot(in product, s13, row + 1, column + 3);
            StoreDot(in product, s14, row + 1, column + 4);
        }
    }

    /// <summary>One row, five columns.</summary>
    [MethodImpl(HotLoop.Options)]
    private static void Dots1x5(ref readonly Product product, nuint row, nuint end, nuint column)
    {
        var (width, columnStride) = ((nuint)TLanes.Count, product.BColumnStride);
        for (; row + 1 <= end; row += 1)
        {
            ref var a = ref product.AtRow(row);
            ref var b = ref product.AtColumn(column);
            ref var e = ref Unsafe.Add(ref b, 3 * columnStride);
            var s00 = TLanes.Broadcast(0f);
            var (s01, s02, s03, s04) = (s00, s00, s00, s00);
            for (var steps = product.Steps; steps >= width; steps -= width)
            {
                var x0 = TLanes.Load(ref a, 0);
                var y = TLanes.Load(ref b, 0);
                s00 = TLanes.MultiplyAdd(x0, y, s00);
                y = TLanes.Load(ref Unsafe.Add(ref b, columnStride), 0);
                s01 = TLanes.MultiplyAdd(x0, y, s01);
                y = TLanes.Load(ref Unsafe.Add(ref b, 2 * columnStride), 0);
                s02 = TLanes.MultiplyAdd(x0, y, s02);
                y = TLanes.Load(ref e, 0);
                s03 = TLanes.MultiplyAdd(x0, y, s03);
                y = TLanes.Load(ref Unsafe.Add(ref e, columnStride), 0);
                s04 = TLanes.MultiplyAdd(x0, y, s04);
                a = ref Unsafe.Add(ref a, width);
                b = ref Unsafe.Add(ref b, width);
                e = ref Unsafe.Add(ref e, width);
            }
            StoreDot(in product, s00, row, column);
            StoreDot(in product, s01, row, column + 1);
            StoreDot(in product, s02, row, column + 2);
            StoreDot(in product, s03, row, column + 3);
            StoreDot(in product, s04, row, column + 4);
        }
    }

    /// <summary>Four rows, one column.</summary>
    [MethodImpl(HotLoop.Options)]
    private static void Dots4x1(ref readonly Product product, nuint row, nuint end, nuint column)
    {
        var (width, rowStride) = ((nuint)TLanes.Count, product.RowStride);
        for (; row + 4 <= end; row += 4)
        {
            ref var a = ref product.AtRow(row);
            ref var d = ref Unsafe.Add(ref a, 3 * rowStride);
            ref var b = ref product.AtColumn(column);
            var s00 = TLanes.Broadcast(0f);
            var s10 = s00;
            var s20 = s00;
            var s30 = s00;
            for (var steps = product.Steps; steps >= width; steps -= width)
            {
                var x0 = TLanes.Load(ref a, 0);
                var x1 = TLanes.Load(ref Unsafe.Add(ref a, rowStride), 0);
                var x2 = TLanes.Load(ref Unsafe.Add(ref a, 2 * rowStride), 0);
                var x3 = TLanes.Load(ref d, 0);
                var y = TLanes.Load(ref b, 0);
                s00 = TLanes.MultiplyAdd(x0, y, s00);
                s10 = TLanes.MultiplyAdd(x1, y, s10);
                s20 = TLanes.MultiplyAdd(x2, y, s20);
                s30 = TLanes.MultiplyAdd(x3, y, s30);
                a = ref Unsafe.Add(ref a, width);
                d = ref Unsafe.Add(ref d, width);
                b = ref Unsafe.Add(ref b, width);
            }
            StoreDot(in product, s00, row, column);
            StoreDot(in product, s10, row + 1, column);
            StoreDot(in product, s20, row + 2, column);
            StoreDot(in product, s30, row + 3, column);
        }
    }

    /// <summary>One row, one column.</summary>
    [MethodImpl(HotLoop.Options)]
    private static void Dots1x1(ref readonly Product product, nuint row, nuint end, nuint column)
    {
        var (width, rowStride) = ((nuint)TLanes.Count, product.RowStride);
        for (; row + 1 <= end; row += 1)
        {
            ref var a = ref product.AtRow(row);
            ref var b = ref product.AtColumn(column);
            var s00 = TLanes.Broadcast(0f);
            for (var steps = product.Steps; steps >= width; steps -= width)
            {
                var x0 = TLanes.Load(ref a, 0);
                var y = TLanes.Load(ref b, 0);
                s00 = TLanes.MultiplyAdd(x0, y, s00);
                a = ref Unsafe.Add(ref a, width);
                b = ref Unsafe.Add(ref b, width);
            }
            StoreDot(in product, s00, row, column);
        }
    }

    /// <summary>Adds the steps that fill no vector, and the lanes, and stores an element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreDot(ref readonly Product product, TVector sums, nuint row, nuint column)
    {
        var rest = product.Steps % (nuint)TLanes.Count;
        if (rest != 0)
        {
            var whole = product.Steps - rest;
            var x = TLanes.First((int)rest, TLanes.Load(ref product.AtRow(row), whole), TLanes.Broadcast(0f));
            var y = TLanes.First((int)rest, TLanes.Load(ref product.AtColumn(column), whole), TLanes.Broadcast(0f));
            sums = TLanes.MultiplyAdd(x, y, sums);
        }
        var value = TLanes.Sum(sums);
        var index = row * product.CStride + column;
        if (product.HasBias) value += Unsafe.Add(ref product.Bias, column);
        if (product.HasAddend) value += product.AddendFactor * Unsafe.Add(ref product.Addend, index);
        Unsafe.Add(ref product.C, index) = value;
    }
}
