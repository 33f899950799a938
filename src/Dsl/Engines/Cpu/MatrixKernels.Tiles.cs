using System.Runtime.CompilerServices;

namespace ModelDsl.Engines.Cpu;

/// <summary>
/// The inner loops of matrix products: a tile of C stays in registers while k runs. Rows of A are broadcast, rows of B are loaded as
/// vectors; the last vector of a row may run into the next row, in B (those lanes are ignored) as in C (see <see cref="Store"/>).
/// These tiles fit into sixteen registers.
/// </summary>
internal static partial class MatrixKernels<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    /// <summary>Eight rows, one vector: for matrices of few columns.</summary>
    [MethodImpl(HotLoop.Options)]
    private static void Tile8x1(ref readonly Product product, ref readonly Panel panel, nuint row, nuint end)
    {
        var (rowStride, stepStride, stride) = (product.RowStride, product.StepStride, panel.Stride);
        var zero = TLanes.Broadcast(0f);
        for (; row + 8 <= end; row += 8)
        {
            ref var a = ref Unsafe.Add(ref product.A, row * rowStride);
            ref var d = ref Unsafe.Add(ref a, 4 * rowStride);
            ref var b = ref panel.B;
            var s00 = zero;
            var s10 = zero;
            var s20 = zero;
            var s30 = zero;
            var s40 = zero;
            var s50 = zero;
            var s60 = zero;
            var s70 = zero;
            for (nuint range = 1; range <= product.Ranges; range++)
            {
                var c00 = zero;
                var c10 = zero;
                var c20 = zero;
                var c30 = zero;
                var c40 = zero;
                var c50 = zero;
                var c60 = zero;
                var c70 = zero;
                for (var steps = product.StepsOf(range); steps > 0; steps--)
                {
                    var b0 = TLanes.Load(ref b, 0);
                    c00 = TLanes.MultiplyAdd(TLanes.Broadcast(a), b0, c00);
                    c10 = TLanes.MultiplyAdd(TLanes.Broadcast(Unsafe.Add(ref a, rowStride)), b0, c10);
                    c20 = TLanes.MultiplyAdd(TLanes.Broadcast(Unsafe.Add(ref a, 2 * rowStride)), b0, c20);
                    c30 = TLanes.MultiplyAdd(TLanes.Broadcast(Unsafe.Add(ref a, 3 * rowStride)), b0, c30);
                    c40 = TLanes.MultiplyAdd(TLanes.Broadcast(d), b0, c40);
                    c50 = TLanes.MultiplyAdd(TLanes.Broadcast(Unsafe.Add(ref d, rowStride)), b0, c50);
                    c60 = TLanes.MultiplyAdd(TLanes.Broadcast(Unsafe.Add(ref d, 2 * rowStride)), b0, c60);
                    c70 = TLanes.MultiplyAdd(TLanes.Broadcast(Unsafe.Add(ref d, 3 * rowStride)), b0, c70);
                    a = ref Unsafe.Add(ref a, stepStride);
                    d = ref Unsafe.Add(ref d, stepStride);
                    b = ref Unsafe.Add(ref b, stride);
                }
                s00 = TLanes.Add(s00, c00);
                s10 = TLanes.Add(s10, c10);
                s20 = TLanes.Add(s20, c20);
                s30 = TLanes.Add(s30, c30);
                s40 = TLanes.Add(s40, c40);
                s50 = TLanes.Add(s50, c50);
                s60 = TLanes.Add(s60, c60);
                s70 = TLanes.Add(s70, c70);
            }
            Store1(in product, in panel, row, s00);
            Store1(in product, in panel, row + 1, s10);
            Store1(in product, in panel, row + 2, s20);
            Store1(in product, in panel, row + 3, s30);
            Store1(in product, in panel, row + 4, s40);
            Store1(in product, in panel, row + 5, s50);
            Store1(in product, in panel, row + 6, s60);
            Store1(in product, in panel, row + 7, s70);
        }
    }

    /// <summary>Four rows, two vectors.</summary>
    [MethodImpl(HotLoop.Options)]
    private static void Tile4x2(ref readonly Product product, ref readonly Panel panel, nuint row, nuint end)
    {
        var (rowStride, stepStride, stride) = (product.RowStride, product.StepStride, panel.Stride);
        var width = (nuint)TLanes.Count;
        var zero = TLanes.Broadcast(0f);
        for (; row + 4 <= end; row += 4)
        {
            ref var a = ref Unsafe.Add(ref product.A, row * rowStride);
            ref var b = ref panel.B;
            var (s00, s01) = (zero, zero);
            var (s10, s11) = (zero, zero);
            var (s20, s21) = (zero, zero);
            var (s30, s31) = (zero, zero);
            for (nuint range = 1; range <= product.Ranges; range++)
            {
                var (c00, c01) = (zero, zero);
                var (c10, c11) = (zero, zero);
                var (c20, c21) = (zero, zero);
                var (c30, c31) = (zero, zero);
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
                    a = ref Unsafe.Add(ref a, stepStride);
                    b = ref Unsafe.Add(ref b, stride);
                }
                (s00, s01) = (TLanes.Add(s00, c00), TLanes.Add(s01, c01));
                (s10, s11) = (TLanes.Add(s10, c10), TLanes.Add(s11, c11));
                (s20, s21) = (TLanes.Add(s20, c20), TLanes.Add(s21, c21));
                (s30, s31) = (TLanes.Add(s30, c30), TLanes.Add(s31, c31));
            }
            Store2(in product, in panel, row, s00, s01);
            Store2(in product, in panel, row + 1, s10, s11);
            Store2(in product, in panel, row + 2, s20, s21);
            Store2(in product, in panel, row + 3, s30, s31);
        }
    }

    /// <summary>Four rows, three vectors.</summary>
    [MethodImpl(HotLoop.Options)]
    private static void Tile4x3(ref readonly Product product, ref readonly Panel panel, nuint row, nuint end)
    {
        var (rowStride, stepStride, stride) = (product.RowStride, product.StepStride, panel.Stride);
        var width = (nuint)TLanes.Count;
        var zero = TLanes.Broadcast(0f);
        for (; row + 4 <= end; row += 4)
        {
            ref var a = ref Unsafe.Add(ref product.A, row * rowStride);
            ref var b = ref panel.B;
            var (c00, c01, c02) = (zero, zero, zero);
            var (c10, c11, c12) = (zero, zero, zero);
            var (c20, c21, c22) = (zero, zero, zero);
            var (c30, c31, c32) = (zero, zero, zero);
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
                a = ref Unsafe.Add(ref a, stepStride);
                b = ref Unsafe.Add(ref b, stride);
            }
            Store3(in product, in panel, row, c00, c01, c02);
            Store3(in product, in panel, row + 1, c10, c11, c12);
            Store3(in product, in panel, row + 2, c20, c21, c22);
            Store3(in product, in panel, row + 3, c30, c31, c32);
        }
    }
}
