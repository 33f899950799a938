using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ModelDsl.Engines.Cpu;

/// <summary>Products of a column and a row: the gradient of a kernel from a single sample.</summary>
internal static partial class MatrixKernels<TLanes, TVector>
{
    private const int MostLanes = 16;

    /// <summary>Up to this many columns, rows of C are written as one stretch, since most of them would end within a vector.</summary>
    private const int ShortRow = 32;

    /// <summary>
    /// Returns true if <see cref="Outer"/> computes a product: it has one step, so that A and B lie side by side, transposed or not.
    /// </summary>
    private static bool IsOuter(ref readonly Product product) =>
        product is { Steps: 1, RowStride: 1, HasBias: false, HasMore: false }
        && product.CStride == product.Columns && TLanes.Count <= MostLanes;

    private static void Outer(ref readonly Product product)
    {
        var width = (nuint)TLanes.Count;
        nuint row = 0;
        if (product.Columns <= ShortRow && product.Columns % width != 0)
        {
            row = product.Rows / width * width;
            if (row > 0) OuterStretch(in product, row);
        }
        OuterRows(in product, row);
    }

    /// <summary>
    /// Writes whole rows, from a given row on. The last vector of a row may run into the next row, which is written later.
    /// </summary>
    [MethodImpl(HotLoop.Options)]
    private static void OuterRows(ref readonly Product product, nuint row)
    {
        var (columns, width) = (product.Columns, (nuint)TLanes.Count);
        var whole = columns - columns % width;
        var factor = TLanes.Broadcast(product.AddendFactor);
        for (; row < product.Rows; row++)
        {
            var a = TLanes.Broadcast(Unsafe.Add(ref product.A, row));
            ref var b = ref product.B;
            ref var c = ref Unsafe.Add(ref product.C, row * columns);
            if (product.HasAddend)
            {
                ref var addend = ref Unsafe.Add(ref product.Addend, row * columns);
                for (nuint column = 0; column < whole; column += width)
                {
                    var value = TLanes.Multiply(a, TLanes.Load(ref b, column));
                    TLanes.Store(TLanes.MultiplyAdd(factor, TLanes.Load(ref addend, column), value), ref c, column);
                }
            }
            else
            {
                for (nuint column = 0; column < whole; column += width)
                    TLanes.Store(TLanes.Multiply(a, TLanes.Load(ref b, column)), ref c, column);
            }
            if (whole < columns) Store(in product, TLanes.Multiply(a, TLanes.Load(ref b, whole)), row, whole);
        }
    }

    /// <summary>
    /// Stores the first rows of C, a multiple of the lanes, as one stretch of whole vectors. A group has as many rows as a vector has
    /// lanes, so it fills one vector for each column. Each lane takes the same positions of A and B in every group.
    /// </summary>
    [MethodImpl(HotLoop.Options), SkipLocalsInit]
    private static void OuterStretch(ref readonly Product product, nuint rows)
    {
        var (columns, width) = (product.Columns, (nuint)TLanes.Count);
        Span<float> patternOfB = stackalloc float[MostLanes * (ShortRow + 1)];
        Span<int> patternOfA = stackalloc int[MostLanes * ShortRow];
        ref var ofB = ref MemoryMarshal.GetReference(patternOfB);
        ref var ofA = ref MemoryMarshal.GetReference(patternOfA);
        for (nuint lane = 0; lane < width; lane++)
        {
            for (nuint j = 0; j < columns; j += width) TLanes.Store(TLanes.Load(ref product.B, j), ref ofB, lane * columns + j);
            for (nuint j = 0; j < columns; j++) Unsafe.Add(ref ofA, lane * columns + j) = (int)lane;
        }
        for (nuint row = 0; row < rows; row += width)
        {
            var a = TLanes.Load(ref product.A, row);
            var start = row * columns;
            for (nuint i = 0; i < width * columns; i += width)
            {
                var value = TLanes.Multiply(TLanes.Permute(a, ref ofA, i), TLanes.Load(ref ofB, i));
                if (product.HasAddend) value = WithAddend(in product, value, start + i);
                TLanes.Store(value, ref product.C, start + i);
            }
        }
    }
}
