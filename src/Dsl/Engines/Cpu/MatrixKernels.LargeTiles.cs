using System.Runtime.CompilerServices;

namespace ModelDsl.Engines.Cpu;

/// <summary>
/// The inner loops of matrix products: a tile of C stays in registers while k runs. Rows of A are broadcast, rows of B are loaded as
/// vectors; the last vector of a row may run into the next row, in B (those lanes are ignored) as in C (see <see cref="Store"/>).
/// These tiles need thirty-two registers.
/// </summary>
internal static partial class MatrixKernels<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    /// <summary>Eight rows, two vectors.</summary>
    [MethodImpl(HotLoop.Options)]
    private static void Tile8x2(ref readonly Product product, ref readonly Panel panel, nuint row, nuint end)
    {
        var (rowStride, stepStride, stride) = (product.RowStride, product.StepStride, panel.Stride);
        var width = (nuint)TLanes.Count;
        var zero = TLanes.Broadcast(0f);
        for (; row + 8 <= end; row += 8)
        {
            ref var a = ref Unsafe.Add(ref product.A, row * rowStride);
            ref var d = ref Unsafe.Add(ref a, 4 * rowStride);
            ref var b = ref panel.B;
            var (s00, s01) = (zero, zero);
            var (s10, s11) = (zero, zero);
            var (s20, s21) = (zero, zero);
            var (s30, s31) = (zero, zero);
            var (s40, s41) = (zero, zero);
            var (s50, s51) = (zero, zero);
            var (s60, s61) = (zero, zero);
            var (s70, s71) = (zero, zero);
            for (nuint range = 1; range <= product.Ranges; range++)
            {
                var (c00, c01) = (zero, zero);
                var (c10, c11) = (zero, zero);
                var (c20, c21) = (zero, zero);
                var (c30, c31) = (zero, zero);
                var (c40, c41) = (zero, zero);
                var (c50, c51) = (zero, zero);
                var (c60, c61) = (zero, zero);
                var (c70, c71) = (zero, zero);
                for (var steps = product.StepsOf(range); steps > 0; steps--)
                {
                    var b0 = TLanes.Load(ref b, 0);
                    var b1 = TLanes.Load(ref b, width);
                    var x = TLanes.Broadcast(a);
                    c00 = TLanes.MultiplyAdd(x, b0, c00);
                    c01 = TLanes.MultiplyAdd(x, b1, c01);
                    x = TLanes.Broadcast(Unsafe.Add(ref a, rowStride));
                    c10 = TLanes.MultiplyAdd(x, b0, c10);
                    c11 = TLanes.MultiplyAdd(x, b1, c11);
                    x = TLanes.Broadcast(Unsafe.Add(ref a, 2 * rowStride));
                    c20 = TLanes.MultiplyAdd(x, b0, c20);
                    c21 = TLanes.MultiplyAdd(x, b1, c21);
                    x = TLanes.Broadcast(Unsafe.Add(ref a, 3 * rowStride));
                    c30 = TLanes.MultiplyAdd(x, b0, c30);
                    c31 = TLanes.MultiplyAdd(x, b1, c31);
                    x = TLanes.Broadcast(d);
                    c40 = TLanes.MultiplyAdd(x, b0, c40);
                    c41 = TLanes.MultiplyAdd(x, b1, c41);
                    x = TLanes.Broadcast(Unsafe.Add(ref d, rowStride));
                    c50 = TLanes.MultiplyAdd(x, b0, c50);
                    c51 = TLanes.MultiplyAdd(x, b1, c51);
                    x = TLanes.Broadcast(Unsafe.Add(ref d, 2 * rowStride));
                    c60 = TLanes.MultiplyAdd(x, b0, c60);
                    c61 = TLanes.MultiplyAdd(x, b1, c61);
                    x = TLanes.Broadcast(Unsafe.Add(ref d, 3 * rowStride));
                    c70 = TLanes.MultiplyAdd(x, b0, c70);
                    c71 = TLanes.MultiplyAdd(x, b1, c71);
                    a = ref Unsafe.Add(ref a, stepStride);
                    d = ref Unsafe.Add(ref d, stepStride);
                    b = ref Unsafe.Add(ref b, stride);
                }
                (s00, s01) = (TLanes.Add(s00, c00), TLanes.Add(s01, c01));
                (s10, s11) = (TLanes.Add(s10, c10), TLanes.Add(s11, c11));
                (s20, s21) = (TLanes.Add(s20, c20), TLanes.Add(s21, c21));
                (s30, s31) = (TLanes.Add(s30, c30), TLanes.Add(s31, c31));
                (s40, s41) = (TLanes.Add(s40, c40), TLanes.Add(s41, c41));
                (s50, s51) = (TLanes.Add(s50, c50), TLanes.Add(s51, c51));
                (s60, s61) = (TLanes.Add(s60, c60), TLanes.Add(s61, c61));
                (s70, s71) = (TLanes.Add(s70, c70), TLanes.Add(s71, c71));
            }
            Store2(in product, in panel, row, s00, s01);
            Store2(in product, in panel, row + 1, s10, s11);
            Store2(in product, in panel, row + 2, s20, s21);
            Store2(in product, in panel, row + 3, s30, s31);
            Store2(in product, in panel, row + 4, s40, s41);
            Store2(in product, in panel, row + 5, s50, s51);
            Store2(in product, in panel, row + 6, s60, s61);
            Store2(in product, in panel, row + 7, s70, s71);
        }
    }

    /// <summary>Eight rows, three vectors.</summary>
    [MethodImpl(HotLoop.Options)]
    private static void Tile8x3(ref readonly Product product, ref readonly Panel panel, nuint row, nuint end)
    {
        var (rowStride, stepStride, stride) = (product.RowStride, product.StepStride, panel.Stride);
        var width = (nuint)TLanes.Count;
        var zero = TLanes.Broadcast(0f);
        for (; row + 8 <= end; row += 8)
        {
            ref var a = ref Unsafe.Add(ref product.A, row * rowStride);
            ref var d = ref Unsafe.Add(ref a, 4 * rowStride);
            ref var b = ref panel.B;
            var (c00, c01, c02) = (zero, zero, zero);
            var (c10, c11, c12) = (zero, zero, zero);
            var (c20, c21, c22) = (zero, zero, zero);
            var (c30, c31, c32) = (zero, zero, zero);
            var (c40, c41, c42) = (zero, zero, zero);
            var (c50, c51, c52) = (zero, zero, zero);
            var (c60, c61, c62) = (zero, zero, zero);
            var (c70, c71, c72) = (zero, zero, zero);
            for (var steps = product.Steps; steps > 0; steps--)
            {
                var b0 = TLanes.Load(ref b, 0);
                var b1 = TLanes.Load(ref b, width);
                var b2 = TLanes.Load(ref b, 2 * width);
                var x = TLanes.Broadcast(a);
                c00 = TLanes.MultiplyAdd(x, b0, c00);
                c01 = TLanes.MultiplyAdd(x, b1, c01);
                c02 = TLanes.MultiplyAdd(x, b2, c02);
                x = TLanes.Broadcast(Unsafe.Add(ref a, rowStride));
                c10 = TLanes.MultiplyAdd(x, b0, c10);
                c11 = TLanes.MultiplyAdd(x, b1, c11);
                c12 = TLanes.MultiplyAdd(x, b2, c12);
                x = TLanes.Broadcast(Unsafe.Add(ref a, 2 * rowStride));
                c20 = TLanes.MultiplyAdd(x, b0, c20);
                c21 = TLanes.MultiplyAdd(x, b1, c21);
                c22 = TLanes.MultiplyAdd(x, b2, c22);
                x = TLanes.Broadcast(Unsafe.Add(ref a, 3 * rowStride));
                c30 = TLanes.MultiplyAdd(x, b0, c30);
                c31 = TLanes.MultiplyAdd(x, b1, c31);
                c32 = TLanes.MultiplyAdd(x, b2, c32);
                x = TLanes.Broadcast(d);
                c40 = TLanes.MultiplyAdd(x, b0, c40);
                c41 = TLanes.MultiplyAdd(x, b1, c41);
                c42 = TLanes.MultiplyAdd(x, b2, c42);
                x = TLanes.Broadcast(Unsafe.Add(ref d, rowStride));
                c50 = TLanes.MultiplyAdd(x, b0, c50);
                c51 = TLanes.MultiplyAdd(x, b1, c51);
                c52 = TLanes.MultiplyAdd(x, b2, c52);
                x = TLanes.Broadcast(Unsafe.Add(ref d, 2 * rowStride));
                c60 = TLanes.MultiplyAdd(x, b0, c60);
                c61 = TLanes.MultiplyAdd(x, b1, c61);
                c62 = TLanes.MultiplyAdd(x, b2, c62);
                x = TLanes.Broadcast(Unsafe.Add(ref d, 3 * rowStride));
                c70 = TLanes.MultiplyAdd(x, b0, c70);
                c71 = TLanes.MultiplyAdd(x, b1, c71);
                c72 = TLanes.MultiplyAdd(x, b2, c72);
                a = ref Unsafe.Add(ref a, stepStride);
                d = ref Unsafe.Add(ref d, stepStride);
                b = ref Unsafe.Add(ref b, stride);
            }
            Store3(in product, in panel, row, c00, c01, c02);
            Store3(in product, in panel, row + 1, c10, c11, c12);
            Store3(in product, in panel, row + 2, c20, c21, c22);
            Store3(in product, in panel, row + 3, c30, c31, c32);
            Store3(in product, in panel, row + 4, c40, c41, c42);
            Store3(in product, in panel, row + 5, c50, c51, c52);
            Store3(in product, in panel, row + 6, c60, c61, c62);
            Store3(in product, in panel, row + 7, c70, c71, c72);
        }
    }
}
