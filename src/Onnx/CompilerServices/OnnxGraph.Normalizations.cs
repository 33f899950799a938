using System.Collections.Immutable;

namespace ModelDsl.CompilerServices;

// Normalization.
public sealed partial class OnnxGraph
{
    /// <summary>
    /// (x − mean)/√(variance + ε)·gamma + beta, with statistics of columns that are known. A step of training keeps the part momentum of
    /// them.
    /// </summary>
    public OnnxValue BatchNormalization(
        string name, OnnxValue x, OnnxValue mean, OnnxValue variance, OnnxValue gamma, OnnxValue beta, double epsilon,
        double momentum) => Node(
            "BatchNormalization", name, [In(x, OnnxLayout.ChannelsFirst), In(gamma), In(beta), In(mean), In(variance)], x.Dims,
            OnnxLayout.ChannelsFirst, [Float("epsilon", (float)epsilon), Float("momentum", (float)momentum)]);

    /// <summary>(x − mean)/√(variance + ε)·gamma + beta, with the statistics of each row</summary>
    public OnnxValue LayerNormalization(string name, OnnxValue x, OnnxValue gamma, OnnxValue beta, double epsilon)
    {
        string[] inputs = [In(x), In(gamma), .. beta.Uniform == 0 ? Array.Empty<string>() : [In(beta)]];
        return Node("LayerNormalization", name, inputs, x.Dims, attributes: [Int("axis", -1), Float("epsilon", (float)epsilon)]);
    }

    /// <summary>
    /// (x − mean)/√(variance + ε) with the statistics of each sample's groups of channels. It is InstanceNormalization with the groups as
    /// channels: GroupNormalization of ONNX changed its meaning between versions 18 and 21.
    /// </summary>
    public OnnxValue Standardize(string name, OnnxValue x, int groups, double epsilon)
    {
        var layout = x.Rank > 2 ? OnnxLayout.ChannelsFirst : OnnxLayout.ChannelsLast;
        var size = x.Dims[1..].Aggregate(1L, (product, dim) => product * dim);
        ImmutableArray<long> grouped = [x.Dims[0], groups, size / groups], stored = Ordered(x.Dims, layout);
        var rows = Tensor("Reshape", name + ".Groups", [In(x, layout), Ints([0, groups, size / groups])], grouped);
        var standardized = Tensor("InstanceNormalization", name + ".Standardized",
            [rows, Initializer(name + ".Ones", [groups], [.. Enumerable.Repeat(1f, groups)]), Initializer(name + ".Zeros", [groups], new float[groups])],
            grouped, attributes: Float("epsilon", (float)epsilon));
        return Node("Reshape", name, [standardized, Ints([0, .. stored[1..]])], x.Dims, layout);
    }

    /// <summary>1/√(x + ε)</summary>
    public OnnxValue ReciprocalSqrt(string name, OnnxValue x, double epsilon) =>
        Unary("Reciprocal", name, Sqrt(name + ".Root", Add(name + ".Sum", x, Number(epsilon))));

    /// <summary>Every row times a vector</summary>
    public OnnxValue ScaleRows(string name, OnnxValue x, OnnxValue factors) => Multiply(name, x, factors);

    /// <summary>Every row times one vector, plus another</summary>
    public OnnxValue ScaleShiftRows(string name, OnnxValue x, OnnxValue factors, OnnxValue shifts) =>
        Add(name, Multiply(name + ".Scaled", x, factors), shifts);
}
