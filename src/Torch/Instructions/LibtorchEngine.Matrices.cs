using ModelDsl.Engines;

namespace ModelDsl.Torch;

internal partial class LibtorchEngine
{
    public void MatMul(TensorBuffer a, TensorBuffer b, Transpose transpose, TensorBuffer destination)
    {
        if (destination.Count > 0) Product_(Matrix(destination), Left(a, transpose), Right(b, transpose));
    }

    public void MatMulAdd(TensorBuffer a, TensorBuffer b, Transpose transpose, TensorBuffer c, double factor, TensorBuffer destination)
    {
        if (destination.Count == 0) return;
        Begin(c, destination).Times_(factor);
        PlusProduct_(Matrix(destination), Left(a, transpose), Right(b, transpose));
    }

    public void BatchMatMul(TensorBuffer a, TensorBuffer b, Transpose transpose, TensorBuffer destination)
    {
        using var scope = Temporaries();
        var (x, y) = (Matrices(a), Matrices(b));
        if (transpose is Transpose.Left or Transpose.Both) x = x.transpose(1, 2);
        if (transpose is Transpose.Right or Transpose.Both) y = y.transpose(1, 2);
        Matrices(destination).copy_(Products(x, y));
    }

    public void GroupedMatMul(TensorBuffer a, TensorBuffer b, int groups, Transpose transpose, TensorBuffer destination)
    {
        using var scope = Temporaries();
        var (x, y) = (Groups(a, groups), Groups(b, groups));
        if (transpose == Transpose.Left) x = x.transpose(1, 2);
        if (transpose == Transpose.Right) y = y.transpose(1, 2);
        Groups(destination, groups).copy_(Products(x, y));
    }

    public void Dense(
        TensorBuffer x, TensorBuffer kernel, Transpose transpose, TensorBuffer? bias, ActivationKind activation, TensorBuffer destination)
    {
        MatMul(x, kernel, transpose, destination);
        if (bias is not null) Matrix(destination).Plus_(Flat(bias));
        if (activation != ActivationKind.Linear) Activate(activation, destination, destination);
    }

    public void SumRows(TensorBuffer x, TensorBuffer destination)
    {
        if (IsShort(x.Rows))
        {
            Of(destination).Row.addmm_(Of(x).OnesByRows, Matrix(x), beta: 0);
            return;
        }
        using var sums = Matrix(x).sum([0L]);
        Flat(destination).copy_(sums);
    }

    public void SumColumns(TensorBuffer x, double factor, TensorBuffer destination)
    {
        if (destination.Count == 0) return;
        if (destination.Count == 1 && IsShort(x.Count))
        {
            Of(destination).Row.addmm_(Of(x).OnesByElements, Of(x).Column, beta: 0).Times_(factor);
            return;
        }
        using var runs = Flat(x).view(destination.Count, x.Count / destination.Count);
        using var sums = runs.sum([1L]);
        Flat(destination).copy_(sums).Times_(factor);
    }

    public void BroadcastColumns(TensorBuffer x, double factor, TensorBuffer destination)
    {
        if (destination.Count == 0) return;
        using var runs = Flat(destination).view(x.Count, destination.Count / x.Count);
        runs.copy_(Of(x).Column).Times_(factor);
    }

    /// <summary>
    /// Returns true if a sum has so few terms that any order is accurate. Longer sums use libtorch's own function, which adds in pairs.
    /// </summary>
    private static bool IsShort(int terms) => terms is > 0 and <= 1024;

    private static TorchTensor Left(TensorBuffer a, Transpose transpose) =>
        transpose is Transpose.Left or Transpose.Both ? Of(a).Transposed : Matrix(a);

    private static TorchTensor Right(TensorBuffer b, Transpose transpose) =>
        transpose is Transpose.Right or Transpose.Both ? Of(b).Transposed : Matrix(b);

    /// <summary>Returns the matrices of the last two dimensions, one after the other.</summary>
    private static TorchTensor Matrices(TensorBuffer x)
    {
        var (rows, columns) = (x.Shape[^2], x.Shape[^1]);
        return Flat(x).view(rows * columns == 0 ? Number(x) : x.Count / (rows * columns), rows, columns);

        static int Number(TensorBuffer x)
        {
            var number = 1;
            foreach (var dimension in x.Shape.Dimensions[..^2]) number *= dimension;
            return number;
        }
    }

    /// <summary>Returns the groups of columns, one matrix per group.</summary>
    private static TorchTensor Groups(TensorBuffer x, int groups) => Flat(x).view(x.Rows, groups, x.Columns / groups).transpose(0, 1);
}
