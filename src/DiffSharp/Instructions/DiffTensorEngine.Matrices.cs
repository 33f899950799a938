using ModelDsl.Engines;
using static ModelDsl.DiffSharp.DiffOperations;

namespace ModelDsl.DiffSharp;

internal partial class DiffTensorEngine
{
    public void MatMul(TensorBuffer a, TensorBuffer b, Transpose transpose, TensorBuffer destination) =>
        Put(destination, () => Product(a, b, transpose, destination));

    public void BatchMatMul(TensorBuffer a, TensorBuffer b, Transpose transpose, TensorBuffer destination) => Put(destination, () =>
    {
        var (x, y) = (Matrices(a), Matrices(b));
        if (transpose is Transpose.Left or Transpose.Both) x = x.transpose(1, 2);
        if (transpose is Transpose.Right or Transpose.Both) y = y.transpose(1, 2);
        return x.matmul(y);
    });

    public void GroupedMatMul(
        TensorBuffer a, TensorBuffer b, int groups, Transpose transpose, TensorBuffer destination) => Put(destination, () =>
    {
        if (a.Count == 0) return Zeros(destination.Count);
        var (x, y) = (Groups(a, groups), Groups(b, groups));
        if (transpose == Transpose.Left) x = x.transpose(1, 2);
        if (transpose == Transpose.Right) y = y.transpose(1, 2);
        return x.matmul(y).transpose(0, 1);
    });

    public void SumRows(TensorBuffer x, TensorBuffer destination) =>
        Put(destination, () => x.Count == 0 ? Zeros(destination.Count) : Matrix(x).Total(0));

    public void SumColumns(TensorBuffer x, double factor, TensorBuffer destination) => Put(destination, () =>
        x.Count == 0 ? Zeros(destination.Count) : Flat(x).As(destination.Count, -1).Total(1) * factor);

    public void BroadcastColumns(TensorBuffer x, double factor, TensorBuffer destination) =>
        Put(destination, () => (Column(x) * factor).expand([x.Count, destination.Count / x.Count]));

    /// <summary>Returns the numbers from the first block on, one row per block. After the end of the buffer come zeros.</summary>
    private DiffTensor Strip(TensorBuffer x, Blocks blocks, int length, int count)
    {
        var stride = count == 1 ? length : blocks.Stride;
        var there = Math.Min(count * stride, x.Count - blocks.First);
        var strip = Flat(x).Slice(0, blocks.First, there);
        return (there == count * stride ? strip : Join(0, strip, Zeros(count * stride - there))).As(count, stride);
    }

    private DiffTensor Product(TensorBuffer a, TensorBuffer b, Transpose transpose, TensorBuffer destination)
    {
        if (a.Count == 0) return Zeros(destination.Rows, destination.Columns);
        var x = transpose is Transpose.Left or Transpose.Both ? Matrix(a).transpose() : Matrix(a);
        var y = transpose is Transpose.Right or Transpose.Both ? Matrix(b).transpose() : Matrix(b);
        return x.matmul(y);
    }

    /// <summary>Returns the matrices of the last two dimensions, one after the other.</summary>
    private static DiffTensor Matrices(TensorBuffer x) => Of(x).Numbers.As(-1, x.Shape[^2], x.Shape[^1]);

    /// <summary>Returns the groups of columns, one matrix per group.</summary>
    private static DiffTensor Groups(TensorBuffer x, int groups) => Of(x).Numbers.As(x.Rows, groups, x.Columns / groups).transpose(0, 1);
}
