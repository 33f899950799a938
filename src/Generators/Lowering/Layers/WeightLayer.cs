using System.Collections.Immutable;
using System.Numerics;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;
using ModelDsl.Generators.Vocabulary;

namespace ModelDsl.Generators.Lowering.Layers;

internal sealed record WeightLayerSpec(string Name, EquatableArray<int> Shape, WeightSpec Value) : LayerSpec(Name)
{
    public override string Text => $"Weight({string.Join(", ", Shape.Select(Literal.Of))})";
}

/// <summary>A tensor for a method. It is given once for each sample, by adding it to zeros.</summary>
internal sealed class WeightLayer() : LayerDefinition<WeightLayerSpec>("Weight", "Weight(64)")
{
    public override ImmutableArray<string> Tensors => ["Value"];

    public override string SizeArgument => "shape";

    public override IEnumerable<AxisOrigin> Axes(LayerSpec spec, TensorType x, TensorType output) =>
        [new AxisOrigin(0), .. Enumerable.Repeat(new AxisOrigin(-1), output.Rank - 1)];

    public override LayerSpec? Read(string name, AttributeReader attribute)
    {
        if (attribute.Ints("shape") is not { } shape) return null;
        foreach (var size in shape.Where(size => size < 1))
            attribute.Report(Rules.SizeNotPositive, "shape", name, "shape", Literal.Of(size));
        if (shape.Count == 0) attribute.Report(Rules.SizeNotPositive, "", name, "shape", "no dimension");
        return shape.Count == 0 || shape.Any(size => size < 1)
            ? null
            : new WeightLayerSpec(name, shape, WeightReader.Read(name, attribute, "Value", "Zeros"));
    }

    protected override (Value Output, long Flops) Lower(LayerBuilder build, WeightLayerSpec spec, Value x)
    {
        var (graph, name) = (build.Graph, spec.Name);
        var product = spec.Shape.Aggregate(BigInteger.One, (all, size) => all * size);
        build.CheckNumbers($"value {Shapes.Text(spec.Shape)}", product);
        if (build.Failed) return (x, 0);
        Dim[] dims = [.. spec.Shape.Select(size => (Dim)size)];
        var value = build.Parameter("Value", TensorType.Float(dims), spec.Value);
        if (build.Failed) return (x, 0);
        var row = graph.Reshape(value, name + "Row", TensorType.Float((int)product));
        var zeros = graph.Constant(name + "Zeros", TensorType.Float(x.Type.Dims[0], (int)product), 0);
        var each = graph.Append(Matrices.AddBias, name + "Each", zeros, row);
        return (graph.Reshape(each, name, TensorType.Float([x.Type.Dims[0], .. dims])), (int)product);
    }
}
