using System.Runtime.CompilerServices;

namespace ModelDsl.Engines;

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

    /// <summary>Computes some rows: five columns at a time, and what is left one by one where five would mostly repeat it.</summary>
    private static void Dots(ref readonly Product product, nuint row, nuint end)
    {
        nuint column = 0;
        for (; column + 2 < product.Columns; column += 5)
        {
            if (TLanes.Registers >= 32 && end - row > 2) Dots4x5(in product, row, end, column);
            else Dots2x5(in product, row, end, column);
        }
        for (; column < product.Columns; column++) Dots4x1(in product, row, end, column);
    }

    /// <summary>Five columns, four rows; behind the last of each it is computed again.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Dots4x5(ref readonly Product product, nuint row, nuint end, nuint column)
    {
        var (steps, width, zero) = (product.Steps, (nuint)TLanes.Count, TLanes.Broadcast(0f));
        var whole = steps - steps % width;
        var (j0, j1, j2, j3, j4) = (column, Within(column + 1, product.Columns), Within(column + 2, product.Columns), Within(column + 3, product.Columns), Within(column + 4, product.Columns));
        ref var b0 = ref Column(in product, j0);
        ref var b1 = ref Column(in product, j1);
        ref var b2 = ref Column(in product, j2);
        ref var b3 = ref Column(in product, j3);
        ref var b4 = ref Column(in product, j4);
        for (; row < end; row += 4)
        {
            var (i0, i1, i2, i3) = (row, Within(row + 1, end), Within(row + 2, end), Within(row + 3, end));
            ref var a0 = ref Unsafe.Add(ref product.A, i0 * product.RowStride);
            ref var a1 = ref Unsafe.Add(ref product.A, i1 * product.RowStride);
            ref var a2 = ref Unsafe.Add(ref product.A, i2 * product.RowStride);
            ref var a3 = ref Unsafe.Add(ref product.A, i3 * product.RowStride);
            var (s00, s01, s02, s03, s04) = (zero, zero, zero, zero, zero);
            var (s10, s11, s12, s13, s14) = (zero, zero, zero, zero, zero);
            var (s20, s21, s22, s23, s24) = (zero, zero, zero, zero, zero);
            var (s30, s31, s32, s33, s34) = (zero, zero, zero, zero, zero);
            for (nuint k = 0; k < steps; k += width)
            {
                var x0 = Steps(ref a0, k, whole, steps);
                var x1 = Steps(ref a1, k, whole, steps);
                var x2 = Steps(ref a2, k, whole, steps);
                var x3 = Steps(ref a3, k, whole, steps);
                var y = Steps(ref b0, k, whole, steps);
                s00 = TLanes.MultiplyAdd(x0, y, s00);
                s10 = TLanes.MultiplyAdd(x1, y, s10);
                s20 = TLanes.MultiplyAdd(x2, y, s20);
                s30 = TLanes.MultiplyAdd(x3, y, s30);
                y = Steps(ref b1, k, whole, steps);
                s01 = TLanes.MultiplyAdd(x0, y, s01);
                s11 = TLanes.MultiplyAdd(x1, y, s11);
                s21 = TLanes.MultiplyAdd(x2, y, s21);
                s31 = TLanes.MultiplyAdd(x3, y, s31);
                y = Steps(ref b2, k, whole, steps);
                s02 = TLanes.MultiplyAdd(x0, y, s02);
                s12 = TLanes.MultiplyAdd(x1, y, s12);
                s22 = TLanes.MultiplyAdd(x2, y, s22);
                s32 = TLanes.MultiplyAdd(x3, y, s32);
                y = Steps(ref b3, k, whole, steps);
                s03 = TLanes.MultiplyAdd(x0, y, s03);
                s13 = TLanes.MultiplyAdd(x1, y, s13);
                s23 = TLanes.MultiplyAdd(x2, y, s23);
                s33 = TLanes.MultiplyAdd(x3, y, s33);
                y = Steps(ref b4, k, whole, steps);
                s04 = TLanes.MultiplyAdd(x0, y, s04);
                s14 = TLanes.MultiplyAdd(x1, y, s14);
                s24 = TLanes.MultiplyAdd(x2, y, s24);
                s34 = TLanes.MultiplyAdd(x3, y, s34);
            }
            StoreDot(in product, s00, i0, j0);
            StoreDot(in product, s01, i0, j1);
            StoreDot(in product, s02, i0, j2);
            StoreDot(in product, s03, i0, j3);
            StoreDot(in product, s04, i0, j4);
            StoreDot(in product, s10, i1, j0);
            StoreDot(in product, s11, i1, j1);
            StoreDot(in product, s12, i1, j2);
            StoreDot(in product, s13, i1, j3);
            StoreDot(in product, s14, i1, j4);
            StoreDot(in product, s20, i2, j0);
            StoreDot(in product, s21, i2, j1);
            StoreDot(in product, s22, i2, j2);
            StoreDot(in product, s23, i2, j3);
            StoreDot(in product, s24, i2, j4);
            StoreDot(in product, s30, i3, j0);
            StoreDot(in product, s31, i3, j1);
            StoreDot(in product, s32, i3, j2);
            StoreDot(in product, s33, i3, j3);
            StoreDot(in product, s34, i3, j4);
        }
    }

    /// <summary>Five columns, two rows; behind the last of each it is computed again.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Dots2x5(ref readonly Product product, nuint row, nuint end, nuint column)
    {
        var (steps, width, zero) = (product.Steps, (nuint)TLanes.Count, TLanes.Broadcast(0f));
        var whole = steps - steps % width;
        var (j0, j1, j2, j3, j4) = (column, Within(column + 1, product.Columns), Within(column + 2, product.Columns), Within(column + 3, product.Columns), Within(column + 4, product.Columns));
        ref var b0 = ref Column(in product, j0);
        ref var b1 = ref Column(in product, j1);
        ref var b2 = ref Column(in product, j2);
        ref var b3 = ref Column(in product, j3);
        ref var b4 = ref Column(in product, j4);
        for (; row < end; row += 2)
        {
            var (i0, i1) = (row, Within(row + 1, end));
            ref var a0 = ref Unsafe.Add(ref product.A, i0 * product.RowStride);
            ref var a1 = ref Unsafe.Add(ref product.A, i1 * product.RowStride);
            var (s00, s01, s02, s03, s04) = (zero, zero, zero, zero, zero);
            var (s10, s11, s12, s13, s14) = (zero, zero, zero, zero, zero);
            for (nuint k = 0; k < steps; k += width)
            {
                var x0 = Steps(ref a0, k, whole, steps);
                var x1 = Steps(ref a1, k, whole, steps);
                var y = Steps(ref b0, k, whole, steps);
                s00 = TLanes.MultiplyAdd(x0, y, s00);
                s10 = TLanes.MultiplyAdd(x1, y, s10);
                y = Steps(ref b1, k, whole, steps);
                s01 = TLanes.MultiplyAdd(x0, y, s01);
                s11 = TLanes.MultiplyAdd(x1, y, s11);
                y = Steps(ref b2, k, whole, steps);
                s02 = TLanes.MultiplyAdd(x0, y, s02);
                s12 = TLanes.MultiplyAdd(x1, y, s12);
                y = Steps(ref b3, k, whole, steps);
                s03 = TLanes.MultiplyAdd(x0, y, s03);
                s13 = TLanes.MultiplyAdd(x1, y, s13);
                y = Steps(ref b4, k, whole, steps);
                s04 = TLanes.MultiplyAdd(x0, y, s04);
                s14 = TLanes.MultiplyAdd(x1, y, s14);
            }
            StoreDot(in product, s00, i0, j0);
            StoreDot(in product, s01, i0, j1);
            StoreDot(in product, s02, i0, j2);
            StoreDot(in product, s03, i0, j3);
            StoreDot(in product, s04, i0, j4);
            StoreDot(in product, s10, i1, j0);
            StoreDot(in product, s11, i1, j1);
            StoreDot(in product, s12, i1, j2);
            StoreDot(in product, s13, i1, j3);
            StoreDot(in product, s14, i1, j4);
        }
    }

    /// <summary>One column, four rows; behind the last of each it is computed again.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Dots4x1(ref readonly Product product, nuint row, nuint end, nuint column)
    {
        var (steps, width, zero) = (product.Steps, (nuint)TLanes.Count, TLanes.Broadcast(0f));
        var whole = steps - steps % width;
        ref var b0 = ref Column(in product, column);
        for (; row < end; row += 4)
        {
            var (i0, i1, i2, i3) = (row, Within(row + 1, end), Within(row + 2, end), Within(row + 3, end));
            ref var a0 = ref Unsafe.Add(ref product.A, i0 * product.RowStride);
            ref var a1 = ref Unsafe.Add(ref product.A, i1 * product.RowStride);
            ref var a2 = ref Unsafe.Add(ref product.A, i2 * product.RowStride);
            ref var a3 = ref Unsafe.Add(ref product.A, i3 * product.RowStride);
            var (s00, s10, s20, s30) = (zero, zero, zero, zero);
            for (nuint k = 0; k < steps; k += width)
            {
                var y = Steps(ref b0, k, whole, steps);
                s00 = TLanes.MultiplyAdd(Steps(ref a0, k, whole, steps), y, s00);
                s10 = TLanes.MultiplyAdd(Steps(ref a1, k, whole, steps), y, s10);
                s20 = TLanes.MultiplyAdd(Steps(ref a2, k, whole, steps), y, s20);
                s30 = TLanes.MultiplyAdd(Steps(ref a3, k, whole, steps), y, s30);
            }
            StoreDot(in product, s00, i0, column);
            StoreDot(in product, s10, i1, column);
            StoreDot(in product, s20, i2, column);
            StoreDot(in product, s30, i3, column);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nuint Within(nuint index, nuint end) => Math.Min(index, end - 1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref float Column(ref readonly Product product, nuint column) => ref Unsafe.Add(ref product.B, column * product.BColumnStride);

    /// <summary>A vector of steps; zero behind the last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Steps(ref float from, nuint step, nuint whole, nuint steps)
    {
        var vector = TLanes.Load(ref from, step);
        return step < whole ? vector : TLanes.First((int)(steps - step), vector, TLanes.Broadcast(0f));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreDot(ref readonly Product product, TVector sums, nuint row, nuint column)
    {
        var value = TLanes.Sum(sums);
        var index = row * product.CStride + column;
        if (product.HasBias) value += Unsafe.Add(ref product.Bias, column);
        if (product.HasAddend) value += product.AddendFactor * Unsafe.Add(ref product.Addend, index);
        Unsafe.Add(ref product.C, index) = value;
    }
}
