using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ModelDsl.Engines.Cpu;

/// <summary>
/// Normalisation. Sums over many rows go down the columns, one vector of columns at a time, and are then joined into groups. With one
/// group, its numbers lie side by side, and are summed in that order. The squares are those of distances from a first mean, and the error
/// of that mean is corrected. So the variance of numbers far from zero is accurate too.
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
                new StandardizePiecesWork<TLanes, TVector>((CpuBuffer)x, epsilon, (CpuBuffer)destination, (CpuBuffer)mean,
                    (CpuBuffer)variance), outer, x);
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

    public void ScaleShiftRows(TensorBuffer x, TensorBuffer? factors, TensorBuffer? shifts, TensorBuffer destination)
    {
        if (factors is not null)
        {
            ShareParts(
                new ScaleRowsWork<TLanes, TVector>((CpuBuffer)x, (CpuBuffer)factors, (CpuBuffer?)shifts,
                    (CpuBuffer)destination), x.Rows, x);
        }
        else if (shifts is not null) for (var i = 0; i < x.Rows; i++) Add(Row(x, i), Floats(shifts), Row(destination, i));
        else this.Copy(x, destination);
    }

    public void SumProducts(TensorBuffer a, TensorBuffer b, TensorBuffer destination) =>
        ColumnSums<TLanes, TVector>.OfProducts(ref First(a), ref First(b), (nuint)a.Rows, (nuint)a.Columns, ref First(destination));

    private static void StandardizeBlock(
        ref float from, ref float to, nuint rows, nuint columns, double epsilon, Span<float> means, Span<float> variances)
    {
        var size = columns / (nuint)means.Length;
        var count = (double)rows * size;
        ref var shift = ref Scratch.Take(3 * (int)columns);
        ref var a = ref Unsafe.Add(ref shift, columns);
        ref var b = ref Unsafe.Add(ref a, columns);
        ColumnSums<TLanes, TVector>.Of(ref from, rows, columns, ref a);
        for (var group = 0; group < means.Length; group++)
        {
            var start = (nuint)group * size;
            Spread((float)(SumOf(ref a, start, size) / count), ref shift, start, size);
        }
        ColumnSums<TLanes, TVector>.OfDistances(ref from, ref shift, rows, columns, ref a, ref b);
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
        ColumnSums<TLanes, TVector>.OfGradients(ref x, ref g, rows, columns, ref a, ref b);
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

    /// <summary>Computes <c>(x − shift)·factor + offset</c>.</summary>
    [MethodImpl(HotLoop.Options)]
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

    /// <summary>Computes <c>g·factor + x·slope + offset</c>.</summary>
    [MethodImpl(HotLoop.Options)]
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

    /// <summary>Returns the sum of a group's columns.</summary>
    private static double SumOf(ref float x, nuint start, nuint size) =>
        size == 1 ? Unsafe.Add(ref x, start) : LineSums<TLanes, TVector>.Of(ref Unsafe.Add(ref x, start), size);

    /// <summary>Writes the same number to all of a group's columns.</summary>
    private static void Spread(float value, ref float to, nuint start, nuint size) =>
        MemoryMarshal.CreateSpan(ref Unsafe.Add(ref to, start), (int)size).Fill(value);
}
