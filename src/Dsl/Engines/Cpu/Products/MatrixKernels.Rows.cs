using System.Runtime.CompilerServices;

namespace ModelDsl.Engines.Cpu;

/// <summary>Computes one row of C at a time: a single sample, or the rows that fill no tile. Sums are added in the tiles' order.</summary>
internal static partial class MatrixKernels<TLanes, TVector>
{
    /// <summary>Computes one row and one vector. Four ranges run side by side: an FMA waits four cycles for the one before.</summary>
    [MethodImpl(HotLoop.Options)]
    private static void Row1(ref readonly Product product, ref readonly Panel panel, nuint row)
    {
        var (stepStride, stride) = (product.StepStride, panel.Stride);
        ref var a = ref Unsafe.Add(ref product.A, row * product.RowStride);
        ref var b = ref panel.B;
        var s0 = TLanes.Broadcast(0f);
        var (s1, s2, s3) = (s0, s0, s0);
        var steps = product.Ranges == 4 ? product.StepsOf(1) : 0;
        var last = product.Steps - 4 * steps;
        var (aRange, bRange) = (steps * stepStride, steps * stride);
        for (; steps > 0; steps--)
        {
            s0 = TLanes.MultiplyAdd(TLanes.Broadcast(a), TLanes.Load(ref b, 0), s0);
            s1 = TLanes.MultiplyAdd(TLanes.Broadcast(Unsafe.Add(ref a, aRange)), TLanes.Load(ref b, bRange), s1);
            s2 = TLanes.MultiplyAdd(TLanes.Broadcast(Unsafe.Add(ref a, 2 * aRange)), TLanes.Load(ref b, 2 * bRange), s2);
            s3 = TLanes.MultiplyAdd(TLanes.Broadcast(Unsafe.Add(ref a, 3 * aRange)), TLanes.Load(ref b, 3 * bRange), s3);
            a = ref Unsafe.Add(ref a, stepStride);
            b = ref Unsafe.Add(ref b, stride);
        }
        a = ref Unsafe.Add(ref a, 3 * aRange);
        b = ref Unsafe.Add(ref b, 3 * bRange);
        for (; last > 0; last--)
        {
            s3 = TLanes.MultiplyAdd(TLanes.Broadcast(a), TLanes.Load(ref b, 0), s3);
            a = ref Unsafe.Add(ref a, stepStride);
            b = ref Unsafe.Add(ref b, stride);
        }
        Store(in product, TLanes.Add(TLanes.Add(TLanes.Add(s0, s1), s2), s3), row, panel.Column);
    }

    /// <summary>Computes one row and two vectors.</summary>
    [MethodImpl(HotLoop.Options)]
    private static void Row2(ref readonly Product product, ref readonly Panel panel, nuint row)
    {
        var (stepStride, stride, width) = (product.StepStride, panel.Stride, (nuint)TLanes.Count);
        ref var a = ref Unsafe.Add(ref product.A, row * product.RowStride);
        ref var b = ref panel.B;
        var s00 = TLanes.Broadcast(0f);
        var (s01, s10, s11, s20, s21, s30, s31) = (s00, s00, s00, s00, s00, s00, s00);
        var steps = product.Ranges == 4 ? product.StepsOf(1) : 0;
        var last = product.Steps - 4 * steps;
        var (aRange, bRange) = (steps * stepStride, steps * stride);
        for (; steps > 0; steps--)
        {
            var x = TLanes.Broadcast(a);
            s00 = TLanes.MultiplyAdd(x, TLanes.Load(ref b, 0), s00);
            s01 = TLanes.MultiplyAdd(x, TLanes.Load(ref b, width), s01);
            x = TLanes.Broadcast(Unsafe.Add(ref a, aRange));
            s10 = TLanes.MultiplyAdd(x, TLanes.Load(ref b, bRange), s10);
            s11 = TLanes.MultiplyAdd(x, TLanes.Load(ref b, bRange + width), s11);
            x = TLanes.Broadcast(Unsafe.Add(ref a, 2 * aRange));
            s20 = TLanes.MultiplyAdd(x, TLanes.Load(ref b, 2 * bRange), s20);
            s21 = TLanes.MultiplyAdd(x, TLanes.Load(ref b, 2 * bRange + width), s21);
            x = TLanes.Broadcast(Unsafe.Add(ref a, 3 * aRange));
            s30 = TLanes.MultiplyAdd(x, TLanes.Load(ref b, 3 * bRange), s30);
            s31 = TLanes.MultiplyAdd(x, TLanes.Load(ref b, 3 * bRange + width), s31);
            a = ref Unsafe.Add(ref a, stepStride);
            b = ref Unsafe.Add(ref b, stride);
        }
        a = ref Unsafe.Add(ref a, 3 * aRange);
        b = ref Unsafe.Add(ref b, 3 * bRange);
        for (; last > 0; last--)
        {
            var x = TLanes.Broadcast(a);
            s30 = TLanes.MultiplyAdd(x, TLanes.Load(ref b, 0), s30);
            s31 = TLanes.MultiplyAdd(x, TLanes.Load(ref b, width), s31);
            a = ref Unsafe.Add(ref a, stepStride);
            b = ref Unsafe.Add(ref b, stride);
        }
        var first = TLanes.Add(TLanes.Add(TLanes.Add(s00, s10), s20), s30);
        var second = TLanes.Add(TLanes.Add(TLanes.Add(s01, s11), s21), s31);
        Store2(in product, in panel, row, first, second);
    }

    /// <summary>Computes one row and up to four vectors. Results past the panel's end are ignored.</summary>
    [MethodImpl(HotLoop.Options)]
    private static void Row4(ref readonly Product product, ref readonly Panel panel, nuint row)
    {
        var (stepStride, stride, width) = (product.StepStride, panel.Stride, (nuint)TLanes.Count);
        ref var a = ref Unsafe.Add(ref product.A, row * product.RowStride);
        ref var b = ref panel.B;
        var s0 = TLanes.Broadcast(0f);
        var (s1, s2, s3) = (s0, s0, s0);
        for (var steps = product.Steps; steps > 0; steps--)
        {
            var x = TLanes.Broadcast(a);
            s0 = TLanes.MultiplyAdd(x, TLanes.Load(ref b, 0), s0);
            s1 = TLanes.MultiplyAdd(x, TLanes.Load(ref b, width), s1);
            s2 = TLanes.MultiplyAdd(x, TLanes.Load(ref b, 2 * width), s2);
            s3 = TLanes.MultiplyAdd(x, TLanes.Load(ref b, 3 * width), s3);
            a = ref Unsafe.Add(ref a, stepStride);
            b = ref Unsafe.Add(ref b, stride);
        }
        var column = panel.Column;
        Store(in product, s0, row, column);
        if (column + width < panel.End) Store(in product, s1, row, column + width);
        if (column + 2 * width < panel.End) Store(in product, s2, row, column + 2 * width);
        if (column + 3 * width < panel.End) Store(in product, s3, row, column + 3 * width);
    }

    /// <summary>Computes one row and five to eight vectors. A matrix that is read only once is read as one stream.</summary>
    [MethodImpl(HotLoop.Options)]
    private static void Row8(ref readonly Product product, ref readonly Panel panel, nuint row)
    {
        var (stepStride, stride, width) = (product.StepStride, panel.Stride, (nuint)TLanes.Count);
        ref var a = ref Unsafe.Add(ref product.A, row * product.RowStride);
        ref var b = ref panel.B;
        var s0 = TLanes.Broadcast(0f);
        var (s1, s2, s3, s4, s5, s6, s7) = (s0, s0, s0, s0, s0, s0, s0);
        for (var steps = product.Steps; steps > 0; steps--)
        {
            var x = TLanes.Broadcast(a);
            s0 = TLanes.MultiplyAdd(x, TLanes.Load(ref b, 0), s0);
            s1 = TLanes.MultiplyAdd(x, TLanes.Load(ref b, width), s1);
            s2 = TLanes.MultiplyAdd(x, TLanes.Load(ref b, 2 * width), s2);
            s3 = TLanes.MultiplyAdd(x, TLanes.Load(ref b, 3 * width), s3);
            s4 = TLanes.MultiplyAdd(x, TLanes.Load(ref b, 4 * width), s4);
            s5 = TLanes.MultiplyAdd(x, TLanes.Load(ref b, 5 * width), s5);
            s6 = TLanes.MultiplyAdd(x, TLanes.Load(ref b, 6 * width), s6);
            s7 = TLanes.MultiplyAdd(x, TLanes.Load(ref b, 7 * width), s7);
            a = ref Unsafe.Add(ref a, stepStride);
            b = ref Unsafe.Add(ref b, stride);
        }
        var column = panel.Column;
        Store(in product, s0, row, column);
        Store(in product, s1, row, column + width);
        Store(in product, s2, row, column + 2 * width);
        Store(in product, s3, row, column + 3 * width);
        Store(in product, s4, row, column + 4 * width);
        if (column + 5 * width < panel.End) Store(in product, s5, row, column + 5 * width);
        if (column + 6 * width < panel.End) Store(in product, s6, row, column + 6 * width);
        if (column + 7 * width < panel.End) Store(in product, s7, row, column + 7 * width);
    }
}
