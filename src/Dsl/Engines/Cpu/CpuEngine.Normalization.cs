using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ModelDsl.Engines;

/// <summary>
/// Normalisation. Sums over many rows run down the columns, a vector of them at a time, and are then joined into groups; where there is one
/// group, its numbers lie side by side, and are summed as they lie. Squares are summed of distances from a first mean, whose own error is then taken out: so
/// the variance of numbers far from zero is right, too.
/// </summary>
internal sealed partial class CpuEngine<TLanes, TVector>
{
    public void Standardize(
        TensorBuffer x, int groups, double epsilon, TensorBuffer destination, TensorBuffer mean, TensorBuffer variance)
    {
        var (outer, columns) = (mean.Count / groups, (nuint)x.Columns);
        if (outer == 0) return;
        if (groups == 1)
        {
            ShareParts(
                new StandardizePiecesWork<TLanes, TVector>((CpuBuffer)x, epsilon, (CpuBuffer)destination, (CpuBuffer)mean, (CpuBuffer)variance), outer, x);
            return;
        }
        var rows = (nuint)(x.Rows / outer);
        var means = Floats(mean);
        var variances = Floats(variance);
        ref var from = ref First(x);
        ref var to = ref First(destination);
        for (var i = 0; i < outer; i++)
        {
            StandardizeBlock(
                ref from, ref to, rows, columns, epsilon, means.Slice(i * groups, groups), variances.Slice(i * groups, groups));
            from = ref Unsafe.Add(ref from, rows * columns);
            to = ref Unsafe.Add(ref to, rows * columns);
        }
    }

    public void StandardizeGradient(
        TensorBuffer standardized, TensorBuffer variance, TensorBuffer gradient, int groups, double epsilon, TensorBuffer destination)
    {
        var (outer, columns) = (variance.Count / groups, (nuint)standardized.Columns);
        if (outer == 0) return;
        if (groups == 1)
        {
            ShareParts(
                new StandardizePiecesGradientWork<TLanes, TVector>(
                    (CpuBuffer)standardized, (CpuBuffer)variance, (CpuBuffer)gradient, epsilon, (CpuBuffer)destination), outer, gradient);
            return;
        }
        var rows = (nuint)(standardized.Rows / outer);
        var variances = Floats(variance);
        ref var x = ref First(standardized);
        ref var g = ref First(gradient);
        ref var to = ref First(destination);
        for (var i = 0; i < outer; i++)
        {
            StandardizeGradientBlock(ref x, ref g, ref to, rows, columns, epsilon, variances.Slice(i * groups, groups));
            x = ref Unsafe.Add(ref x, rows * columns);
            g = ref Unsafe.Add(ref g, rows * columns);
            to = ref Unsafe.Add(ref to, rows * columns);
        }
    }

    public void ScaleRows(TensorBuffer x, TensorBuffer factors, TensorBuffer destination) =>
        ShareParts(new ScaleRowsWork<TLanes, TVector>((CpuBuffer)x, (CpuBuffer)factors, null, (CpuBuffer)destination), x.Rows, x);

    public void ScaleShiftRows(TensorBuffer x, TensorBuffer factors, TensorBuffer shifts, TensorBuffer destination) =>
        ShareParts(
            new ScaleRowsWork<TLanes, TVector>((CpuBuffer)x, (CpuBuffer)factors, (CpuBuffer)shifts, (CpuBuffer)destination), x.Rows, x);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void SumProducts(TensorBuffer a, TensorBuffer b, TensorBuffer destination)
    {
        var (rows, columns, width) = ((nuint)a.Rows, (nuint)a.Columns, (nuint)TLanes.Count);
        ref var to = ref First(destination);
        for (nuint column = 0; column < columns; column += width)
        {
            ref var x = ref Unsafe.Add(ref First(a), column);
            ref var y = ref Unsafe.Add(ref First(b), column);
            var s0 = TLanes.Broadcast(0f);
            var s1 = s0;
            nuint row = 0;
            for (; row + 2 <= rows; row += 2)
            {
                s0 = TLanes.MultiplyAdd(TLanes.Load(ref x, row * columns), TLanes.Load(ref y, row * columns), s0);
                s1 = TLanes.MultiplyAdd(TLanes.Load(ref x, (row + 1) * columns), TLanes.Load(ref y, (row + 1) * columns), s1);
            }
            if (row < rows) s0 = TLanes.MultiplyAdd(TLanes.Load(ref x, row * columns), TLanes.Load(ref y, row * columns), s0);
            Store(TLanes.Add(s0, s1), ref to, column, columns);
        }
    }

    private static void StandardizeBlock(
        ref float from, ref float to, nuint rows, nuint columns, double epsilon, Span<float> means, Span<float> variances)
    {
        var size = columns / (nuint)means.Length;
        var count = (double)rows * size;
        ref var shift = ref Scratch.Take(3 * (int)columns);
        ref var a = ref Unsafe.Add(ref shift, columns);
        ref var b = ref Unsafe.Add(ref a, columns);
        SumRows(ref from, rows, columns, ref a);
        for (var group = 0; group < means.Length; group++)
        {
            var start = (nuint)group * size;
            Spread((float)(SumOf(ref a, start, size) / count), ref shift, start, size);
        }
        SumDistances(ref from, ref shift, rows, columns, ref a, ref b);
        for (var group = 0; group < means.Length; group++)
        {
            var start = (nuint)group * size;
            var error = SumOf(ref a, start, size) / count;
            var square = Math.Max(SumOf(ref b, start, size) / count - error * error, 0);
            var factor = 1 / Math.Sqrt(square + epsilon);
            means[group] = (float)(Unsafe.Add(ref shift, start) + error);
            variances[group] = (float)square;
            Spread((float)factor, ref a, start, size);
            Spread((float)(-error * factor), ref b, start, size);
        }
        ApplyDistances(ref from, ref shift, ref a, ref b, ref to, rows, columns);
    }

    private static void StandardizeGradientBlock(
        ref float x, ref float g, ref float to, nuint rows, nuint columns, double epsilon, Span<float> variances)
    {
        var size = columns / (nuint)variances.Length;
        var count = (double)rows * size;
        ref var factors = ref Scratch.Take(3 * (int)columns);
        ref var a = ref Unsafe.Add(ref factors, columns);
        ref var b = ref Unsafe.Add(ref a, columns);
        SumGradients(ref x, ref g, rows, columns, ref a, ref b);
        for (var group = 0; group < variances.Length; group++)
        {
            var start = (nuint)group * size;
            var factor = 1 / Math.Sqrt(variances[group] + epsilon);
            var (mean, slope) = (SumOf(ref a, start, size) / count, SumOf(ref b, start, size) / count);
            Spread((float)factor, ref factors, start, size);
            Spread((float)(-mean * factor), ref a, start, size);
            Spread((float)(-slope * factor), ref b, start, size);
        }
        ApplyGradients(ref x, ref g, ref factors, ref a, ref b, ref to, rows, columns);
    }

    /// <summary>Sums of <c>x − shift</c> and of its square, down the columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SumDistances(ref float x, ref float shift, nuint rows, nuint columns, ref float sums, ref float squares)
    {
        for (nuint column = 0; column < columns; column += (nuint)TLanes.Count)
        {
            ref var from = ref Unsafe.Add(ref x, column);
            var (centre, s0) = (TLanes.Load(ref shift, column), TLanes.Broadcast(0f));
            var (s1, q0, q1) = (s0, s0, s0);
            nuint row = 0;
            for (; row + 2 <= rows; row += 2)
            {
                var d0 = TLanes.Subtract(TLanes.Load(ref from, row * columns), centre);
                var d1 = TLanes.Subtract(TLanes.Load(ref from, (row + 1) * columns), centre);
                (s0, s1) = (TLanes.Add(s0, d0), TLanes.Add(s1, d1));
                (q0, q1) = (TLanes.MultiplyAdd(d0, d0, q0), TLanes.MultiplyAdd(d1, d1, q1));
            }
            if (row < rows)
            {
                var d0 = TLanes.Subtract(TLanes.Load(ref from, row * columns), centre);
                (s0, q0) = (TLanes.Add(s0, d0), TLanes.MultiplyAdd(d0, d0, q0));
            }
            Store(TLanes.Add(s0, s1), ref sums, column, columns);
            Store(TLanes.Add(q0, q1), ref squares, column, columns);
        }
    }

    /// <summary><c>(x − shift)·factor + offset</c></summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ApplyDistances(
        ref float x, ref float shift, ref float factors, ref float offsets, ref float to, nuint rows, nuint columns)
    {
        for (nuint row = 0; row < rows; row++)
        {
            for (nuint j = 0; j < columns; j += (nuint)TLanes.Count)
            {
                var distance = TLanes.Subtract(TLanes.Load(ref x, j), TLanes.Load(ref shift, j));
                Store(TLanes.MultiplyAdd(distance, TLanes.Load(ref factors, j), TLanes.Load(ref offsets, j)), ref to, j, columns);
            }
            x = ref Unsafe.Add(ref x, columns);
            to = ref Unsafe.Add(ref to, columns);
        }
    }

    /// <summary>Sums of g and of <c>g·x</c>, down the columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SumGradients(ref float x, ref float g, nuint rows, nuint columns, ref float sums, ref float products)
    {
        for (nuint column = 0; column < columns; column += (nuint)TLanes.Count)
        {
            ref var value = ref Unsafe.Add(ref x, column);
            ref var upstream = ref Unsafe.Add(ref g, column);
            var s0 = TLanes.Broadcast(0f);
            var (s1, p0, p1) = (s0, s0, s0);
            nuint row = 0;
            for (; row + 2 <= rows; row += 2)
            {
                var (g0, g1) = (TLanes.Load(ref upstream, row * columns), TLanes.Load(ref upstream, (row + 1) * columns));
                (s0, s1) = (TLanes.Add(s0, g0), TLanes.Add(s1, g1));
                p0 = TLanes.MultiplyAdd(g0, TLanes.Load(ref value, row * columns), p0);
                p1 = TLanes.MultiplyAdd(g1, TLanes.Load(ref value, (row + 1) * columns), p1);
            }
            if (row < rows)
            {
                var g0 = TLanes.Load(ref upstream, row * columns);
                (s0, p0) = (TLanes.Add(s0, g0), TLanes.MultiplyAdd(g0, TLanes.Load(ref value, row * columns), p0));
            }
            Store(TLanes.Add(s0, s1), ref sums, column, columns);
            Store(TLanes.Add(p0, p1), ref products, column, columns);
        }
    }

    /// <summary><c>g·factor + x·slope + offset</c></summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ApplyGradients(
        ref float x, ref float g, ref float factors, ref float offsets, ref float slopes, ref float to, nuint rows, nuint columns)
    {
        for (nuint row = 0; row < rows; row++)
        {
            for (nuint j = 0; j < columns; j += (nuint)TLanes.Count)
            {
                var direct = TLanes.MultiplyAdd(TLanes.Load(ref g, j), TLanes.Load(ref factors, j), TLanes.Load(ref offsets, j));
                Store(TLanes.MultiplyAdd(TLanes.Load(ref x, j), TLanes.Load(ref slopes, j), direct), ref to, j, columns);
            }
            x = ref Unsafe.Add(ref x, columns);
            g = ref Unsafe.Add(ref g, columns);
            to = ref Unsafe.Add(ref to, columns);
        }
    }

    /// <summary>The sum of a group's columns.</summary>
    private static double SumOf(ref float x, nuint start, nuint size)
    {
        x = ref Unsafe.Add(ref x, start);
        if (size < (nuint)TLanes.Count)
        {
            var sum = 0.0;
            for (nuint i = 0; i < size; i++) sum += Unsafe.Add(ref x, i);
            return sum;
        }
        var (sums, zero) = (TLanes.Broadcast(0f), TLanes.Broadcast(0f));
        for (nuint i = 0; i < size; i += (nuint)TLanes.Count) sums = TLanes.Add(sums, Within(TLanes.Load(ref x, i), i, size, zero));
        return TLanes.Sum(sums);
    }

    /// <summary>The same number in all of a group's columns.</summary>
    private static void Spread(float value, ref float to, nuint start, nuint size) =>
        MemoryMarshal.CreateSpan(ref Unsafe.Add(ref to, start), (int)size).Fill(value);
}
