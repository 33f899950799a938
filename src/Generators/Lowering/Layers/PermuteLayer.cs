using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;
using ModelDsl.Generators.Vocabulary;

namespace ModelDsl.Generators.Lowering.Layers;

/// <summary>The spec of a permutation. Dimensions are counted from 1, as in Keras.</summary>
internal sealed record PermuteSpec(string Name, EquatableArray<int> Dims) : LayerSpec(Name)
{
    public override string Text => $"Permute({string.Join(", ", Dims.Select(Literal.Of))})";
}

internal sealed class PermuteLayer() : LayerDefinition<PermuteSpec>("Permute", "Permute(2, 1)")
{
    public override IEnumerable<AxisOrigin> Axes(LayerSpec spec, TensorType x, TensorType output) =>
        [new AxisOrigin(0), .. ((PermuteSpec)spec).Dims.Select(axis => new AxisOrigin(axis))];

    public override LayerSpec? Read(string name, AttributeReader attribute) =>
        attribute.Ints("dims") is { } dims ? new PermuteSpec(name, dims) : null;

    protected override (Value Output, long Flops) Lower(LayerBuilder build, PermuteSpec spec, Value x)
    {
        var dimensions = x.Type.Rank - 1;
        if (spec.Dims.OrderBy(d => d).SequenceEqual(Enumerable.Range(1, dimensions)))
        {
            var axes = spec.Dims.Select(d => d - 1).ToEquatableArray();
            return (build.Graph.Append(Layouts.Permute, spec.Name, new OperationAttributes { Axes = axes }, x), 0);
        }
        build.Report(
            Rules.NoPermutation, string.Join(", ", spec.Dims.Select(Literal.Of)), x.Type.SampleText,
            dimensions == 1 ? "1 once" : $"1 to {Literal.Of(dimensions)}, each once");
        return (x, 0);
    }
}
