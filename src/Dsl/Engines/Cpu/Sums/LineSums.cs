using System.Runtime.CompilerServices;

namespace ModelDsl.Engines.Cpu;

/// <summary>Sums of numbers that lie side by side.</summary>
internal static class LineSums<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    /// <summary>Returns <c>Σx</c>.</summary>
    [MethodImpl(HotLoop.Options)]
    public static double Of(ref float x, nuint count)
    {
        var (width, rest) = ((nuint)TLanes.Count, TLanes.Broadcast(0f));
        var sum = default(WideSum<TLanes, TVector>);
        nuint i = 0;
        for (; i + 8 * width <= count; i += 8 * width) sum.Add(Eight(ref Unsafe.Add(ref x, i), width));
        for (; i < count; i += width)
            rest = TLanes.Add(rest, CpuEngine<TLanes, TVector>.Within(TLanes.Load(ref x, i), i, count, TLanes.Broadcast(0f)));
        sum.Add(rest);
        return sum.Total;
    }

    /// <summary>Returns <c>Σx²</c>.</summary>
    [MethodImpl(HotLoop.Options)]
    public static double OfSquares(ref float x, nuint count)
    {
        var width = (nuint)TLanes.Count;
        var sum = default(WideSum<TLanes, TVector>);
        // From the end to the start: an optimizer touched the end last, so that it is nearest in the cache.
        var i = count;
        for (; i >= 16 * width; i -= 16 * width)
        {
            ref var near = ref Unsafe.Add(ref x, i - 8 * width);
            ref var far = ref Unsafe.Add(ref x, i - 16 * width);
            sum.Add(TLanes.Add(EightProducts(ref near, ref near, width), EightProducts(ref far, ref far, width)));
        }
        var few = TLanes.Broadcast(0f);
        for (; i >= width; i -= width) few = TLanes.MultiplyAdd(TLanes.Load(ref x, i - width), TLanes.Load(ref x, i - width), few);
        sum.Add(few);
        var rest = 0.0;
        for (; i > 0; i--) rest += (double)Unsafe.Add(ref x, i - 1) * Unsafe.Add(ref x, i - 1);
        return sum.Total + rest;
    }

    /// <summary>Returns <c>Σx·y</c>.</summary>
    [MethodImpl(HotLoop.Options)]
    public static double OfProducts(ref float x, ref float y, nuint count)
    {
        var (width, rest) = ((nuint)TLanes.Count, TLanes.Broadcast(0f));
        var sum = default(WideSum<TLanes, TVector>);
        nuint i = 0;
        for (; i + 8 * width <= count; i += 8 * width) sum.Add(EightProducts(ref Unsafe.Add(ref x, i), ref Unsafe.Add(ref y, i), width));
        for (; i < count; i += width)
        {
            var product = TLanes.Multiply(TLanes.Load(ref x, i), TLanes.Load(ref y, i));
            rest = TLanes.Add(rest, CpuEngine<TLanes, TVector>.Within(product, i, count, TLanes.Broadcast(0f)));
        }
        sum.Add(rest);
        return sum.Total;
    }

    /// <summary>Returns <c>Σd</c> and <c>Σd²</c> of the distances <c>d = x − centre</c>.</summary>
    [MethodImpl(HotLoop.Options)]
    public static (double Sum, double Squares) OfDistances(ref float x, TVector centre, nuint count)
    {
        var width = (nuint)TLanes.Count;
        var (sum, square) = (default(WideSum<TLanes, TVector>), default(WideSum<TLanes, TVector>));
        nuint i = 0;
        for (; i + 4 * width <= count; i += 4 * width)
        {
            var (d0, d1) = (TLanes.Subtract(TLanes.Load(ref x, i), centre), TLanes.Subtract(TLanes.Load(ref x, i + width), centre));
            var (d2, d3) = (TLanes.Subtract(TLanes.Load(ref x, i + 2 * width), centre),
                TLanes.Subtract(TLanes.Load(ref x, i + 3 * width), centre));
            sum.Add(TLanes.Add(TLanes.Add(d0, d1), TLanes.Add(d2, d3)));
            square.Add(TLanes.Add(TLanes.MultiplyAdd(d1, d1, TLanes.Multiply(d0, d0)),
                TLanes.MultiplyAdd(d3, d3, TLanes.Multiply(d2, d2))));
        }
        for (; i < count; i += width)
        {
            var d = CpuEngine<TLanes, TVector>.Within(TLanes.Subtract(TLanes.Load(ref x, i), centre), i, count, TLanes.Broadcast(0f));
            sum.Add(d);
            square.Add(TLanes.Multiply(d, d));
        }
        return (sum.Total, square.Total);
    }

    /// <summary>Returns the sum of eight vectors.</summary>
    /// <param name="x">The first vector.</param>
    /// <param name="step">Elements from one vector to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Eight(ref float x, nuint step)
    {
        ref var y = ref Unsafe.Add(ref x, 4 * step);
        var a = TLanes.Add(TLanes.Load(ref x, 0), TLanes.Load(ref x, step));
        var b = TLanes.Add(TLanes.Load(ref x, 2 * step), TLanes.Load(ref x, 3 * step));
        var c = TLanes.Add(TLanes.Load(ref y, 0), TLanes.Load(ref y, step));
        var d = TLanes.Add(TLanes.Load(ref y, 2 * step), TLanes.Load(ref y, 3 * step));
        return TLanes.Add(TLanes.Add(a, b), TLanes.Add(c, d));
    }

    /// <summary>Returns the sum of the products of eight pairs of vectors.</summary>
    /// <param name="x">The first factor of the first pair.</param>
    /// <param name="y">The second factor of the first pair.</param>
    /// <param name="step">Elements from one pair to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector EightProducts(ref float x, ref float y, nuint step)
    {
        ref var z = ref Unsafe.Add(ref x, 4 * step);
        ref var w = ref Unsafe.Add(ref y, 4 * step);
        var a = TLanes.Multiply(TLanes.Load(ref x, 0), TLanes.Load(ref y, 0));
        var b = TLanes.Multiply(TLanes.Load(ref x, step), TLanes.Load(ref y, step));
        var c = TLanes.Multiply(TLanes.Load(ref x, 2 * step), TLanes.Load(ref y, 2 * step));
        var d = TLanes.Multiply(TLanes.Load(ref x, 3 * step), TLanes.Load(ref y, 3 * step));
        a = TLanes.MultiplyAdd(TLanes.Load(ref z, 0), TLanes.Load(ref w, 0), a);
        b = TLanes.MultiplyAdd(TLanes.Load(ref z, step), TLanes.Load(ref w, step), b);
        c = TLanes.MultiplyAdd(TLanes.Load(ref z, 2 * step), TLanes.Load(ref w, 2 * step), c);
        d = TLanes.MultiplyAdd(TLanes.Load(ref z, 3 * step), TLanes.Load(ref w, 3 * step), d);
        return TLanes.Add(TLanes.Add(a, b), TLanes.Add(c, d));
    }
}
