using System.Runtime.CompilerServices;

namespace ModelDsl.Engines.Cpu;

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

    /// <summary>Returns true if a product is a gradient that may wait; its factors are kept then.</summary>
    private static bool IsKept(
        TensorBuffer a, TensorBuffer b, Transpose transpose, TensorBuffer? c, float factor, TensorBuffer destination) =>
        transpose == Transpose.Left && ((CpuBuffer)destination).State.Waiting is WaitingGradient<TLanes, TVector> waiting
        && waiting.TryKeep((CpuBuffer)a, (CpuBuffer)b, (CpuBuffer?)c, factor, (CpuBuffer)destination);

    public void Dense(
        TensorBuffer x, TensorBuffer kernel, Transpose transpose, TensorBuffer? bias, ActivationKind activation,
        TensorBuffer destination) =>
        (ProductOf(x, kernel, transpose, destination) with { Bias = (CpuBuffer?)bias, Activation = activation }).Run();

    public void DenseGradient(
        TensorBuffer gradient, TensorBuffer kernel, Transpose transpose, ActivationKind activation, TensorBuffer saved,
        TensorBuffer destination) =>
        (ProductOf(gradient, kernel, transpose, destination) with { Slope = activation, Saved = (CpuBuffer)saved }).Run();

    public void BatchMatMul(TensorBuffer a, TensorBuffer b, Transpose transpose, TensorBuffer destination) =>
        new BatchProductWork<TLanes, TVector>((CpuBuffer)a, (CpuBuffer)b, transpose, (CpuBuffer)destination).Run();

    public void GroupedMatMul(TensorBuffer a, TensorBuffer b, int groups, Transpose transpose, TensorBuffer destination)
    {
        for (var group = 0; group < groups; group++)
            (ProductOf(a, b, transpose, destination) with { Groups = groups, Group = group }).Run();
    }

    private static ProductWork<TLanes, TVector> ProductOf(TensorBuffer a, TensorBuffer b, Transpose transpose, TensorBuffer destination) =>
        new((CpuBuffer)a, (CpuBuffer)b, transpose, (CpuBuffer)destination);

    public void SumRows(TensorBuffer x, TensorBuffer destination) =>
        ColumnSums<TLanes, TVector>.Of(ref First(x), (nuint)x.Rows, (nuint)destination.Count, ref First(destination));

    public void SumColumns(TensorBuffer x, double factor, TensorBuffer destination)
    {
        var to = Floats(destination);
        var run = to.IsEmpty ? 0 : (nuint)(x.Count / to.Length);
        ref var from = ref First(x);
        for (var i = 0; i < to.Length; i++)
        {
            to[i] = (float)(factor * LineSums<TLanes, TVector>.Of(ref from, run));
            from = ref Unsafe.Add(ref from, run);
        }
    }

    public void SumOfSquares(TensorBuffer x, double factor, TensorBuffer destination) =>
        Floats(destination)[0] = (float)(factor * LineSums<TLanes, TVector>.OfSquares(ref First(x), (nuint)x.Count));

    public void BroadcastColumns(TensorBuffer x, double factor, TensorBuffer destination)
    {
        var from = Floats(x);
        var to = Floats(destination);
        var run = from.IsEmpty ? 0 : to.Length / from.Length;
        for (var i = 0; i < from.Length; i++) to.Slice(i * run, run).Fill((float)(factor * from[i]));
    }

    private static Span<float> Row(TensorBuffer buffer, int row) => Floats(buffer).Slice(row * buffer.Columns, buffer.Columns);
}
