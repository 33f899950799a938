using System.Runtime.CompilerServices;

namespace ModelDsl.Engines.Cpu;

/// <summary>Sums down the columns of a matrix, one vector of columns at a time.</summary>
internal static class ColumnSums<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : struct
{
    /// <summary>Computes <c>Σx</c> for each column.</summary>
    [MethodImpl(HotLoop.Options)]
    public static void Of(ref float x, nuint rows, nuint columns, ref float to)
    {
        for (nuint column = 0; column < columns; column += (nuint)TLanes.Count)
        {
            ref var from = ref Unsafe.Add(ref x, column);
            var (sum, rest) = (default(WideSum<TLanes, TVector>), TLanes.Broadcast(0f));
            var row = rows;
            for (; row >= 16; row -= 16)
            {
                var eight = LineSums<TLanes, TVector>.Eight(ref from, columns);
                from = ref Unsafe.Add(ref from, 8 * columns);
                sum.Add(TLanes.Add(eight, LineSums<TLanes, TVector>.Eight(ref from, columns)));
                from = ref Unsafe.Add(ref from, 8 * columns);
            }
            for (; row > 0; row--)
            {
                rest = TLanes.Add(rest, TLanes.Load(ref from, 0));
                from = ref Unsafe.Add(ref from, columns);
            }
            sum.Add(rest);
            CpuEngine<TLanes, TVector>.Store(sum.Rounded, ref to, column, columns);
        }
    }

    /// <summary>Computes <c>Σx·y</c> for each column.</summary>
    [MethodImpl(HotLoop.Options)]
    public static void OfProducts(ref float x, ref float y, nuint rows, nuint columns, ref float to)
    {
        for (nuint column = 0; column < columns; column += (nuint)TLanes.Count)
        {
            ref var a = ref Unsafe.Add(ref x, column);
            ref var b = ref Unsafe.Add(ref y, column);
            var (sum, rest) = (default(WideSum<TLanes, TVector>), TLanes.Broadcast(0f));
            nuint row = 0;
            for (; row + 8 <= rows; row += 8)
            {
                var offset = row * columns;
                sum.Add(LineSums<TLanes, TVector>.EightProducts(ref Unsafe.Add(ref a, offset), ref Unsafe.Add(ref b, offset), columns));
            }
            for (; row < rows; row++) rest = TLanes.MultiplyAdd(TLanes.Load(ref a, row * columns), TLanes.Load(ref b, row * columns), rest);
            sum.Add(rest);
            CpuEngine<TLanes, TVector>.Store(sum.Rounded, ref to, column, columns);
        }
    }

    /// <summary>Computes <c>Σg</c> and <c>Σg·x</c> for each column.</summary>
    [MethodImpl(HotLoop.Options)]
    public static void OfGradients(ref float x, ref float g, nuint rows, nuint columns, ref float sums, ref float products)
    {
        for (nuint column = 0; column < columns; column += (nuint)TLanes.Count)
        {
            ref var a = ref Unsafe.Add(ref x, column);
            ref var b = ref Unsafe.Add(ref g, column);
            var (sum, product) = (default(WideSum<TLanes, TVector>), default(WideSum<TLanes, TVector>));
            var (rest, restProduct) = (TLanes.Broadcast(0f), TLanes.Broadcast(0f));
            var row = rows;
            for (; row >= 4; row -= 4)
            {
                var (g0, g1) = (TLanes.Load(ref b, 0), TLanes.Load(ref b, columns));
                var (g2, g3) = (TLanes.Load(ref b, 2 * columns), TLanes.Load(ref b, 3 * columns));
                sum.Add(TLanes.Add(TLanes.Add(g0, g1), TLanes.Add(g2, g3)));
                var p0 = TLanes.MultiplyAdd(TLanes.Load(ref a, columns), g1, TLanes.Multiply(TLanes.Load(ref a, 0), g0));
                var p2 = TLanes.MultiplyAdd(TLanes.Load(ref a, 3 * columns), g3, TLanes.Multiply(TLanes.Load(ref a, 2 * columns), g2));
                product.Add(TLanes.Add(p0, p2));
                a = ref Unsafe.Add(ref a, 4 * columns);
                b = ref Unsafe.Add(ref b, 4 * columns);
            }
            for (; row > 0; row--)
            {
                rest = TLanes.Add(rest, TLanes.Load(ref b, 0));
                restProduct = TLanes.MultiplyAdd(TLanes.Load(ref a, 0), TLanes.Load(ref b, 0), restProduct);
                a = ref Unsafe.Add(ref a, columns);
                b = ref Unsafe.Add(ref b, columns);
            }
            sum.Add(rest);
            product.Add(restProduct);
            CpuEngine<TLanes, TVector>.Store(sum.Rounded, ref sums, column, columns);
            CpuEngine<TLanes, TVector>.Store(product.Rounded, ref products, column, columns);
        }
    }

    /// <summary>
    /// Computes <c>Σd</c> and <c>Σd²</c> for each column, where <c>d = x − centre</c> is the distance from the column's own centre.
    /// </summary>
    [MethodImpl(HotLoop.Options)]
    public static void OfDistances(ref float x, ref float centre, nuint rows, nuint columns, ref float sums, ref float squares)
    {
        for (nuint column = 0; column < columns; column += (nuint)TLanes.Count)
        {
            ref var from = ref Unsafe.Add(ref x, column);
            var (c, sum, square) = (TLanes.Load(ref centre, column), default(WideSum<TLanes, TVector>), default(WideSum<TLanes, TVector>));
            nuint row = 0;
            for (; row + 4 <= rows; row += 4)
            {
                var d0 = TLanes.Subtract(TLanes.Load(ref from, row * columns), c);
                var d1 = TLanes.Subtract(TLanes.Load(ref from, (row + 1) * columns), c);
                var d2 = TLanes.Subtract(TLanes.Load(ref from, (row + 2) * columns), c);
                var d3 = TLanes.Subtract(TLanes.Load(ref from, (row + 3) * columns), c);
                sum.Add(TLanes.Add(TLanes.Add(d0, d1), TLanes.Add(d2, d3)));
                square.Add(TLanes.Add(TLanes.MultiplyAdd(d1, d1, TLanes.Multiply(d0, d0)),
                    TLanes.MultiplyAdd(d3, d3, TLanes.Multiply(d2, d2))));
            }
            for (; row < rows; row++)
            {
                var d = TLanes.Subtract(TLanes.Load(ref from, row * columns), c);
                sum.Add(d);
                square.Add(TLanes.Multiply(d, d));
            }
            CpuEngine<TLanes, TVector>.Store(sum.Rounded, ref sums, column, columns);
            CpuEngine<TLanes, TVector>.Store(square.Rounded, ref squares, column, columns);
        }
    }
}
