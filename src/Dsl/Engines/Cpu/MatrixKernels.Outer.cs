using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ModelDsl.Engines;

/// <summary>The gradient of a kernel from a single sample, where rows of C are shorter than a vector.</summary>
internal static partial class MatrixKernels<TLanes, TVector>
{
    private const int MostLanes = 16;

    /// <summary>Whether a product is what <see cref="Outer"/> computes: one step, A side by side, one vector a row.</summary>
    private static bool IsOuter(ref readonly Product product) =>
        product.Steps == 1 && product.RowStride == 1 && !product.HasBias
        && product.Columns <= (nuint)TLanes.Count && TLanes.Count <= MostLanes;

    /// <summary>
    /// Stores C as one stretch of whole vectors instead of rows over one another: as many rows as there are lanes make as many vectors as
    /// there are columns, whose lanes are always the same elements of A and B.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization), SkipLocalsInit]
    private static void Outer(ref readonly Product product, ref readonly Panel panel)
    {
        var (columns, width) = (product.Columns, (nuint)TLanes.Count);
        Span<float> patternOfB = stackalloc float[MostLanes * (MostLanes + 1)];
        Span<int> patternOfA = stackalloc int[MostLanes * (MostLanes + 1)];
        ref var ofB = ref MemoryMarshal.GetReference(patternOfB);
        ref var ofA = ref MemoryMarshal.GetReference(patternOfA);
        var b = TLanes.Load(ref panel.B, 0);
        for (nuint lane = 0; lane < width; lane++)
        {
            TLanes.Store(b, ref ofB, lane * columns);
            for (nuint j = 0; j < columns; j++) Unsafe.Add(ref ofA, lane * columns + j) = (int)lane;
        }
        nuint row = 0;
        for (; row + width <= product.Rows; row += width)
        {
            var a = TLanes.Load(ref product.A, row);
            ref var c = ref Unsafe.Add(ref product.C, row * columns);
            for (nuint i = 0; i < width * columns; i += width)
                TLanes.Store(TLanes.Multiply(TLanes.Permute(a, ref ofA, i), TLanes.Load(ref ofB, i)), ref c, i);
        }
        for (; row < product.Rows; row++) Store(in product, TLanes.Multiply(TLanes.Broadcast(Unsafe.Add(ref product.A, row)), b), row, 0);
    }
}
