using System.Collections.Immutable;
using Onnx;

namespace ModelDsl.CompilerServices;

// Sums and means, and repetitions.
public sealed partial class OnnxGraph
{
    /// <summary>The sum of all rows: <c>[m, n] → [n]</c></summary>
    public OnnxValue SumRows(string name, OnnxValue x) =>
        x.Rank == 1 ? x : Reduced("ReduceSum", name, x, [.. Enumerable.Range(0, x.Rank - 1)], [x.Columns]);

    /// <summary>The mean of each row: <c>[m, n] → [m]</c></summary>
    public OnnxValue MeanColumns(string name, OnnxValue x)
    {
        var layout = LayoutOf(x);
        return Reduced("ReduceMean", name, x, [ChannelAxis(layout, x.Rank)], x.Dims[..^1], layout);
    }

    /// <summary>The factor times one number of each row, repeated along the row</summary>
    public OnnxValue BroadcastColumns(string name, OnnxValue x, double factor, int columns)
    {
        ImmutableArray<long> dims = [.. x.Dims, columns], one = [.. x.Dims, 1];
        var scaled = factor == 1 ? x : Scale(name + ".Scaled", x, factor);
        return new OnnxValue(name, dims) { Narrow = Tensor("Unsqueeze", name + ".Column", [In(scaled), Ints([x.Rank])], one) };
    }

    /// <summary>The factor times the sum of all elements</summary>
    public OnnxValue Sum(string name, OnnxValue x, double factor)
    {
        var sum = Reduced("ReduceSum", factor == 1 ? name : name + ".Sum", x, [.. Enumerable.Range(0, x.Rank)], []);
        return factor == 1 ? sum : Scale(name, sum, factor);
    }

    /// <summary>The factor times the sum of the squares of all elements</summary>
    public OnnxValue SumOfSquares(string name, OnnxValue x, double factor) => Sum(name, Multiply(name + ".Squares", x, x), factor);

    /// <summary>The factor times a number, repeated everywhere</summary>
    public OnnxValue BroadcastScalar(string name, OnnxValue x, double factor, bool isPerSample, params ReadOnlySpan<int> shape)
    {
        var scaled = factor == 1 ? x : Scale(name + ".Scaled", x, factor);
        return Multiply(name, Fill(name + ".Ones", 1, isPerSample, shape), scaled);
    }

    /// <summary>Reduces a value along axes, which are left out of the result.</summary>
    internal OnnxValue Reduced(
        string operation, string name, OnnxValue x, ReadOnlySpan<int> axes, ImmutableArray<long> dims,
        OnnxLayout layout = OnnxLayout.ChannelsLast, bool keeps = false)
    {
        long[] along = [.. axes];
        var keep = Int("keepdims", keeps ? 1 : 0);
        // ReduceSum takes its axes as an input since version 13, the others since version 18.
        return Opset >= 18 || operation == "ReduceSum"
            ? Node(operation, name, [In(x, layout), Ints(along)], dims, attributes: keep)
            : Node(operation, name, [In(x, layout)], dims, attributes: [Ints("axes", along), keep]);
    }
}
