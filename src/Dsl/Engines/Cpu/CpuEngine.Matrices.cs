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
        ColumnSums<TLanes, TVector>.Of(ref First(x), (nuint)x.Rows, (nuint)destination.Count, ref First(destination));

    public void MeanColumns(TensorBuffer x, TensorBuffer destination)
    {
        var columns = (nuint)x.Columns;
        var to = Floats(destination);
        ref var from = ref First(x);
        for (var i = 0; i < to.Length; i++)
        {
            to[i] = (float)(LineSums<TLanes, TVector>.Of(ref from, columns) / columns);
            from = ref Unsafe.Add(ref from, columns);
        }
    }

    public void BroadcastColumns(TensorBuffer x, double factor, TensorBuffer destination)
    {
        var from = Floats(x);
        for (var i = 0; i < destination.Rows; i++) Row(destination, i).Fill((float)(factor * from[i]));
    }

    public void Sum(TensorBuffer x, double factor, TensorBuffer destination) =>
        Floats(destination)[0] = (float)(factor * LineSums<TLanes, TVector>.Of(ref First(x), (nuint)x.Count));

    public void SumOfSquares(TensorBuffer x, double factor, TensorBuffer destination) =>
        Floats(destination)[0] = (float)(factor * LineSums<TLanes, TVector>.OfSquares(ref First(x), (nuint)x.Count));

    public void BroadcastScalar(TensorBuffer x, double factor, TensorBuffer destination) =>
        Floats(destination).Fill((float)(factor * Floats(x)[0]));

    private static Span<float> Row(TensorBuffer buffer, int row) => Floats(buffer).Slice(row * buffer.Columns, buffer.Columns);
}
