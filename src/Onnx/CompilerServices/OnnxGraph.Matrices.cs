using System.Collections.Immutable;
using ModelDsl.Engines;

namespace ModelDsl.CompilerServices;

// Products of matrices. A value of shape [d0, …, dk] is a matrix with d0·…·d(k−1) rows and dk columns.
public sealed partial class OnnxGraph
{
    /// <summary>a·b, with one or both transposed</summary>
    public OnnxValue MatMul(string name, OnnxValue a, OnnxValue b, Transpose transpose = Transpose.None)
    {
        if (transpose is Transpose.None or Transpose.Right && IsPointwise(a, b))
            return Pointwise(name, a, transpose == Transpose.Right ? Turned(b) : b, bias: null);
        var left = transpose is Transpose.Left or Transpose.Both ? Turned(Flat(a)) : a;
        return Product(name, left, transpose is Transpose.Right or Transpose.Both ? Turned(b) : b);
    }

    /// <summary>Products of matrices, one for each index of the axes before the last two</summary>
    public OnnxValue BatchMatMul(string name, OnnxValue a, OnnxValue b, Transpose transpose = Transpose.None) => Product(
        name, transpose is Transpose.Left or Transpose.Both ? Turned(a) : a, transpose is Transpose.Right or Transpose.Both
            ? Turned(b) : b);

    /// <summary>a·b + factor·c</summary>
    public OnnxValue MatMulAdd(string name, OnnxValue a, OnnxValue b, Transpose transpose, OnnxValue c, double factor) =>
        AddScaled(name, MatMul(name + ".MatMul", a, b, transpose), c, factor);

    /// <summary>x·kernel + bias; one Gemm for a matrix</summary>
    public OnnxValue Dense(string name, OnnxValue x, OnnxValue kernel, OnnxValue? bias = null, Transpose transpose = Transpose.None)
    {
        if (bias is null) return MatMul(name, x, kernel, transpose);
        if (IsPointwise(x, kernel)) return Pointwise(name, x, transpose == Transpose.Right ? Turned(kernel) : kernel, bias);
        if (x.Rank != 2) return AddBias(name, MatMul(name + ".MatMul", x, kernel, transpose), bias);
        var isTurned = transpose == Transpose.Right;
        return Node("Gemm", name, [In(x), In(kernel), In(bias)], [x.Dims[0], isTurned ? kernel.Dims[0] : kernel.Columns],
            attributes: isTurned ? [Int("transB", 1)] : []);
    }

    /// <summary>
    /// A product of each group of columns with the same group of the kernel: <c>[m, g·k]</c> and <c>[k, g·n]</c> give <c>[m, g·n]</c>.
    /// </summary>
    public OnnxValue GroupedMatMul(string name, OnnxValue x, OnnxValue kernel, int groups, Transpose transpose = Transpose.None)
    {
        if (transpose == Transpose.None && IsPointwise(x, kernel)) return Pointwise(name, x, kernel, bias: null, groups);
        var (inner, outer) = (kernel.Dims[0], kernel.Columns / groups);
        // [k, g·n] becomes [g, k, n]; transposed, [g, n, k].
        var isTurned = transpose == Transpose.Right;
        var kernels = Permute(name + ".Kernels", Reshaped(name + ".Grouped", kernel, [inner, groups, outer]), isTurned ? [1, 2, 0] : [1, 0, 2]);
        var (from, to) = isTurned ? (outer, inner) : (inner, outer);
        var rows = Reshaped(name + ".Groups", x, [.. x.Dims[..^1], groups, 1, from]);
        var product = Node("MatMul", name + ".MatMul", [In(rows), In(kernels)], [.. x.Dims[..^1], groups, 1, to]);
        return Reshaped(name, product, [.. x.Dims[..^1], groups * to]);
    }

    /// <summary>x with a vector added to every row</summary>
    public OnnxValue AddBias(string name, OnnxValue x, OnnxValue bias) => Add(name, x, bias);

    private OnnxValue Product(string name, OnnxValue a, OnnxValue b) =>
        Node("MatMul", name, [In(a), In(b)], [.. a.Dims[..^1], b.Columns]);

    /// <summary>Returns a value as one matrix.</summary>
    private OnnxValue Flat(OnnxValue x) => x.Rank == 2 ? x
        : Reshaped(x.Name + ".Rows", x, [x.Dims[..^1].Aggregate(1L, (product, size) => product * size), x.Columns]);

    /// <summary>Returns a value whose last two axes are exchanged. Weights are turned here, not in the file.</summary>
    private OnnxValue Turned(OnnxValue x)
    {
        int[] axes = [.. Enumerable.Range(0, x.Rank - 2), x.Rank - 1, x.Rank - 2];
        return Permute(x.Name + ".Transposed", x, axes);
    }

    /// <summary>Returns a value whose axes, the batch included, are in another order.</summary>
    internal OnnxValue Permute(string name, OnnxValue x, int[] axes)
    {
        ImmutableArray<long> dims = [.. axes.Select(axis => x.Dims[axis])];
        return x.Numbers is { } numbers
            ? new OnnxValue(name, dims) { Numbers = Permuted(numbers, x.Dims, axes) }
            : Node("Transpose", name, [In(x)], dims, attributes: Ints("perm", axes.Select(axis => (long)axis)));
    }
}
