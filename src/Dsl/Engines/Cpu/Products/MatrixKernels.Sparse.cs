using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ModelDsl.Engines.Cpu;

/// <summary>
/// A single row times a matrix that is known to be finite and does not fit into the first-level cache. Half of an image, and half of ReLU's
/// outputs, are zero, and a step with zero changes no sum. Such steps can change only the sign of a zero sum; then all steps are computed.
/// </summary>
internal static partial class MatrixKernels<TLanes, TVector>
{
    private static bool SkipsZeros(ref readonly Product product) =>
        product is { BIsConstant: true, Rows: 1, StepStride: 1, BColumnStride: 1, PackedColumns: 0, Continues: false, Steps: <= LongSum }
        && VectorsOf(in product) > 2;

    [SkipLocalsInit]
    private static void RunSparsePanels(ref readonly Product product, nuint panelStart, nuint panelEnd)
    {
        Span<int> memory = stackalloc int[LongSum + NonZeros.Overrun];
        ref var steps = ref MemoryMarshal.GetReference(memory);
        var count = NonZeros.List(ref product.A, product.Steps, ref steps);
        var remaining = VectorsOf(in product);
        for (nuint number = 0; remaining > 0 && number < panelEnd; number++)
        {
            var take = Take(remaining, in product);
            remaining -= take;
            if (number < panelStart) continue;
            var panel = PanelOf(in product, remaining, take);
            if (!TrySparseRow(in product, in panel, take, ref steps, count)) RunPanel(in product, in panel, take, 0, 1);
            else if (product.HasMore) Finish(in product, panel.Column, panel.End - panel.Column, 0, 1);
        }
    }

    /// <summary>
    /// Computes up to eight vectors of columns; returns false if a sum is zero. If there are fewer vectors, the last one is used again.
    /// </summary>
    [MethodImpl(HotLoop.Options)]
    private static bool TrySparseRow(ref readonly Product product, ref readonly Panel panel, nuint vectors, ref int steps, nuint count)
    {
        var (stride, width, last) = (panel.Stride, (nuint)TLanes.Count, (vectors - 1) * (nuint)TLanes.Count);
        var (o1, o2, o3, o4) = (Math.Min(width, last), Math.Min(2 * width, last), Math.Min(3 * width, last), Math.Min(4 * width, last));
        var (o5, o6, o7) = (Math.Min(5 * width, last), Math.Min(6 * width, last), Math.Min(7 * width, last));
        var s0 = TLanes.Broadcast(0f);
        var (s1, s2, s3, s4, s5, s6, s7) = (s0, s0, s0, s0, s0, s0, s0);
        // Seven vectors of sixteen lanes are a hundred columns, a usual number: loading an eighth would be a waste.
        var isFull = vectors > 7;
        for (nuint j = 0; j < count; j++)
        {
            var k = (nuint)(uint)Unsafe.Add(ref steps, j);
            var x = TLanes.Broadcast(Unsafe.Add(ref product.A, k));
            ref var b = ref Unsafe.Add(ref panel.B, k * stride);
            s0 = TLanes.MultiplyAdd(x, TLanes.Load(ref b, 0), s0);
            s1 = TLanes.MultiplyAdd(x, TLanes.Load(ref b, o1), s1);
            s2 = TLanes.MultiplyAdd(x, TLanes.Load(ref b, o2), s2);
            s3 = TLanes.MultiplyAdd(x, TLanes.Load(ref b, o3), s3);
            s4 = TLanes.MultiplyAdd(x, TLanes.Load(ref b, o4), s4);
            s5 = TLanes.MultiplyAdd(x, TLanes.Load(ref b, o5), s5);
            if (isFull) s6 = TLanes.MultiplyAdd(x, TLanes.Load(ref b, o6), s6);
            s7 = TLanes.MultiplyAdd(x, TLanes.Load(ref b, o7), s7);
        }
        if (!isFull) s6 = s7;
        // s7 is the last vector's sum; only this vector may have lanes past the row's end.
        var end = TLanes.First((int)Math.Min(panel.End - panel.Column - last, width), s7, Float32Math<TLanes, TVector>.One);
        var zeros = TLanes.Add(
            TLanes.Add(TLanes.Add(IsZero(Inner(s0, 0, last)), IsZero(Inner(s1, o1, last))),
                TLanes.Add(IsZero(Inner(s2, o2, last)), IsZero(Inner(s3, o3, last)))),
            TLanes.Add(TLanes.Add(IsZero(Inner(s4, o4, last)), IsZero(Inner(s5, o5, last))),
                TLanes.Add(IsZero(Inner(s6, o6, last)), IsZero(end))));
        if (TLanes.Sum(zeros) != 0f) return false;
        Store(in product, s0, 0, panel.Column);
        if (vectors > 1) Store(in product, s1, 0, panel.Column + width);
        if (vectors > 2) Store(in product, s2, 0, panel.Column + 2 * width);
        if (vectors > 3) Store(in product, s3, 0, panel.Column + 3 * width);
        if (vectors > 4) Store(in product, s4, 0, panel.Column + 4 * width);
        if (vectors > 5) Store(in product, s5, 0, panel.Column + 5 * width);
        if (vectors > 6) Store(in product, s6, 0, panel.Column + 6 * width);
        if (vectors > 7) Store(in product, s7, 0, panel.Column + 7 * width);
        return true;
    }

    /// <summary>Returns a sum, or 1 if it is the last vector's sum, which is checked only once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Inner(TVector sum, nuint offset, nuint last) => offset == last ? Float32Math<TLanes, TVector>.One : sum;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector IsZero(TVector sum) =>
        TLanes.Equal(sum, Float32Math<TLanes, TVector>.Zero, Float32Math<TLanes, TVector>.One, Float32Math<TLanes, TVector>.Zero);
}
