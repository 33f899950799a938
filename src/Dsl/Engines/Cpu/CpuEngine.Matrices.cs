using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace ModelDsl.Engines;

internal sealed partial class CpuEngine<TLanes, TVector>
{
    public void MatMul(TensorBuffer a, TensorBuffer b, Transpose transpose, TensorBuffer destination)
    {
        if (!IsKept(a, b, transpose, null, 0, destination)) ProductOf(a, b, transpose, destination).Run();
    }

    public void MatMulAdd(TensorBuffer a, TensorBuffer b, Transpose transpose, TensorBuffer c, double factor, TensorBuffer destination)
    {
        if (!IsKept(a, b, transpose, c, (float)factor, destination))
            (ProductOf(a, b, transpose, destination) with { Addend = (CpuBuffer)c, AddendFactor = (float)factor }).Run();
    }

    /// <summary>Whether a product is a gradient that may wait, and does.</summary>
    private static bool IsKept(TensorBuffer a, TensorBuffer b, Transpose transpose, TensorBuffer? c, float factor, TensorBuffer destination) =>
        transpose == Transpose.Left && ((CpuBuffer)destination).State.Waiting is WaitingGradient<TLanes, TVector> waiting
        && waiting.TryKeep((CpuBuffer)a, (CpuBuffer)b, (CpuBuffer?)c, factor, (CpuBuffer)destination);

    public void Dense(
        TensorBuffer x, TensorBuffer kernel, Transpose transpose, TensorBuffer? bias, ActivationKind activation, TensorBuffer destination) =>
        (ProductOf(x, kernel, transpose, destination) with { Bias = (CpuBuffer?)bias, Activation = activation }).Run();

    public void DenseGradient(
        TensorBuffer gradient, TensorBuffer kernel, Transpose transpose, ActivationKind activation, TensorBuffer saved, TensorBuffer destination) =>
        (ProductOf(gradient, kernel, transpose, destination) with { Slope = activation, Saved = (CpuBuffer)saved }).Run();

    public void BatchMatMul(TensorBuffer a, TensorBuffer b, Transpose transpose, TensorBuffer destination) =>
        new BatchProductWork<TLanes, TVector>((CpuBuffer)a, (CpuBuffer)b, transpose, (CpuBuffer)destination).Run();

    public void GroupedMatMul(TensorBuffer a, TensorBuffer b, int groups, Transpose transpose, TensorBuffer destination)
    {
        for (var group = 0; group < groups; group++) (ProductOf(a, b, transpose, destination) with { Groups = groups, Group = group }).Run();
    }

    private static ProductWork<TLanes, TVector> ProductOf(TensorBuffer a, TensorBuffer b, Transpose transpose, TensorBuffer destination) =>
        new((CpuBuffer)a, (CpuBuffer)b, transpose, (CpuBuffer)destination);

    public void AddBias(TensorBuffer x, TensorBuffer bias, TensorBuffer destination)
    {
        for (var i = 0; i < x.Rows; i++) TensorPrimitives.Add(Row(x, i), Floats(bias), Row(destination, i));
    }

    public void SumRows(TensorBuffer x, TensorBuffer destination) =>
        SumRows(ref First(x), (nuint)x.Rows, (nuint)destination.Count, ref First(destination));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SumRows(ref float x, nuint rows, nuint columns, ref float to)
    {
        for (nuint column = 0; column < columns; column += (nuint)TLanes.Count)
        {
            ref var from = ref Unsafe.Add(ref x, column);
            var s0 = TLanes.Broadcast(0f);
            var (s1, s2, s3) = (s0, s0, s0);
            var row = rows;
            for (; row >= 4; row -= 4)
            {
                s0 = TLanes.Add(s0, TLanes.Load(ref from, 0));
                s1 = TLanes.Add(s1, TLanes.Load(ref from, columns));
                s2 = TLanes.Add(s2, TLanes.Load(ref from, 2 * columns));
                s3 = TLanes.Add(s3, TLanes.Load(ref from, 3 * columns));
                from = ref Unsafe.Add(ref from, 4 * columns);
            }
            for (; row > 0; row--)
            {
                s0 = TLanes.Add(s0, TLanes.Load(ref from, 0));
                from = ref Unsafe.Add(ref from, columns);
            }
            Store(TLanes.Add(TLanes.Add(s0, s1), TLanes.Add(s2, s3)), ref to, column, columns);
        }
    }

    public void MeanColumns(TensorBuffer x, TensorBuffer destination)
    {
        var to = Floats(destination);
        for (var i = 0; i < to.Length; i++) to[i] = TensorPrimitives.Sum<float>(Row(x, i)) / x.Columns;
    }

    public void BroadcastColumns(TensorBuffer x, double factor, TensorBuffer destination)
    {
        var from = Floats(x);
        for (var i = 0; i < destination.Rows; i++) Row(destination, i).Fill((float)(factor * from[i]));
    }

    public void Sum(TensorBuffer x, double factor, TensorBuffer destination) =>
        Floats(destination)[0] = (float)(factor * TensorPrimitives.Sum<float>(Floats(x)));

    public void SumOfSquares(TensorBuffer x, double factor, TensorBuffer destination) =>
        Floats(destination)[0] = (float)(factor * SumOfSquares(ref First(x), (nuint)x.Count));

    public void BroadcastScalar(TensorBuffer x, double factor, TensorBuffer destination) =>
        Floats(destination).Fill((float)(factor * Floats(x)[0]));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float SumOfSquares(ref float x, nuint count)
    {
        var width = (nuint)TLanes.Count;
        var s0 = TLanes.Broadcast(0f);
        var (s1, s2, s3) = (s0, s0, s0);
        // From the end on: that is what an optimizer touched last, and what is nearest.
        var i = count;
        for (; i >= 4 * width; i -= 4 * width)
        {
            var (x0, x1) = (TLanes.Load(ref x, i - width), TLanes.Load(ref x, i - 2 * width));
            var (x2, x3) = (TLanes.Load(ref x, i - 3 * width), TLanes.Load(ref x, i - 4 * width));
            (s0, s1) = (TLanes.MultiplyAdd(x0, x0, s0), TLanes.MultiplyAdd(x1, x1, s1));
            (s2, s3) = (TLanes.MultiplyAdd(x2, x2, s2), TLanes.MultiplyAdd(x3, x3, s3));
        }
        var sum = TLanes.Sum(TLanes.Add(TLanes.Add(s0, s1), TLanes.Add(s2, s3)));
        for (; i > 0; i--) sum += Unsafe.Add(ref x, i - 1) * Unsafe.Add(ref x, i - 1);
        return sum;
    }

    private static Span<float> Row(TensorBuffer buffer, int row) => Floats(buffer).Slice(row * buffer.Columns, buffer.Columns);
}
