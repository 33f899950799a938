using System.Runtime.CompilerServices;

namespace ModelDsl.Engines.Cpu;

/// <summary>A tile of ten rows: ten classes are what most classifiers tell apart, and as many rows has the gradient of their kernel.</summary>
internal static partial class MatrixKernels<TLanes, TVector>
{
    private const int TenRows = 10;

    /// <summary>
    /// Whether some rows are one such tile, which needs thirty-two registers. Panels that were packed ahead are as wide as others need them.
    /// </summary>
    private static bool IsTen(nuint rows, ref readonly Product product) =>
        rows == TenRows && product is { Rows: TenRows, PackedColumns: 0 } && TLanes.Registers >= 32;

    /// <summary>Ten rows, two vectors.</summary>
    [MethodImpl(HotLoop.Options)]
    private static void Tile10x2(ref readonly Product product, ref readonly Panel panel)
    {
        var (rowStride, stepStride, stride, width) = (product.RowStride, product.StepStride, panel.Stride, (nuint)TLanes.Count);
        ref var a = ref product.A;
        ref var d = ref Unsafe.Add(ref a, 4 * rowStride);
        ref var g = ref Unsafe.Add(ref d, 4 * rowStride);
        ref var b = ref panel.B;
        var zero = TLanes.Broadcast(0f);
        var (s00, s01) = (zero, zero);
        var (s10, s11) = (zero, zero);
        var (s20, s21) = (zero, zero);
        var (s30, s31) = (zero, zero);
        var (s40, s41) = (zero, zero);
        var (s50, s51) = (zero, zero);
        var (s60, s61) = (zero, zero);
        var (s70, s71) = (zero, zero);
        var (s80, s81) = (zero, zero);
        var (s90, s91) = (zero, zero);
        for (var steps = product.Steps; steps > 0; steps--)
        {
            var b0 = TLanes.Load(ref b, 0);
            var b1 = TLanes.Load(ref b, width);
            var x = TLanes.Broadcast(a);
            s00 = TLanes.MultiplyAdd(x, b0, s00);
            s01 = TLanes.MultiplyAdd(x, b1, s01);
            x = TLanes.Broadcast(Unsafe.Add(ref a, rowStride));
            s10 = TLanes.MultiplyAdd(x, b0, s10);
            s11 = TLanes.MultiplyAdd(x, b1, s11);
            x = TLanes.Broadcast(Unsafe.Add(ref a, 2 * rowStride));
            s20 = TLanes.MultiplyAdd(x, b0, s20);
            s21 = TLanes.MultiplyAdd(x, b1, s21);
            x = TLanes.Broadcast(Unsafe.Add(ref a, 3 * rowStride));
            s30 = TLanes.MultiplyAdd(x, b0, s30);
            s31 = TLanes.MultiplyAdd(x, b1, s31);
            x = TLanes.Broadcast(d);
            s40 = TLanes.MultiplyAdd(x, b0, s40);
            s41 = TLanes.MultiplyAdd(x, b1, s41);
            x = TLanes.Broadcast(Unsafe.Add(ref d, rowStride));
            s50 = TLanes.MultiplyAdd(x, b0, s50);
            s51 = TLanes.MultiplyAdd(x, b1, s51);
            x = TLanes.Broadcast(Unsafe.Add(ref d, 2 * rowStride));
            s60 = TLanes.MultiplyAdd(x, b0, s60);
            s61 = TLanes.MultiplyAdd(x, b1, s61);
            x = TLanes.Broadcast(Unsafe.Add(ref d, 3 * rowStride));
            s70 = TLanes.MultiplyAdd(x, b0, s70);
            s71 = TLanes.MultiplyAdd(x, b1, s71);
            x = TLanes.Broadcast(g);
            s80 = TLanes.MultiplyAdd(x, b0, s80);
            s81 = TLanes.MultiplyAdd(x, b1, s81);
            x = TLanes.Broadcast(Unsafe.Add(ref g, rowStride));
            s90 = TLanes.MultiplyAdd(x, b0, s90);
            s91 = TLanes.MultiplyAdd(x, b1, s91);
            a = ref Unsafe.Add(ref a, stepStride);
            d = ref Unsafe.Add(ref d, stepStride);
            g = ref Unsafe.Add(ref g, stepStride);
            b = ref Unsafe.Add(ref b, stride);
        }
        Store2(in product, in panel, 0, s00, s01);
        Store2(in product, in panel, 1, s10, s11);
        Store2(in product, in panel, 2, s20, s21);
        Store2(in product, in panel, 3, s30, s31);
        Store2(in product, in panel, 4, s40, s41);
        Store2(in product, in panel, 5, s50, s51);
        Store2(in product, in panel, 6, s60, s61);
        Store2(in product, in panel, 7, s70, s71);
        Store2(in product, in panel, 8, s80, s81);
        Store2(in product, in panel, 9, s90, s91);
    }
}
