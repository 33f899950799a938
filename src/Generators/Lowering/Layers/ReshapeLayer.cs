using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;
using ModelDsl.Generators.Vocabulary;

namespace ModelDsl.Generators.Lowering.Layers;

internal sealed record ReshapeSpec(string Name, EquatableArray<int> Shape) : LayerSpec(Name)
{
    /// <summary>The names of the axes of a sample: none, or one for each axis. A name may be empty.</summary>
    public EquatableArray<string> Axes { get; init; } = [];

    public override bool HasNames => Axes.Count > 0;

    public override string Text => $"Reshape({string.Join(", ", Shape.Select(Literal.Of))})";
}

internal sealed class ReshapeLayer() : LayerDefinition<ReshapeSpec>("Reshape", "Reshape(28, 28, 1)")
{
    public override IEnumerable<AxisOrigin> Axes(LayerSpec spec, TensorType x, TensorType output) =>
        AxisOrigin.Reshaped(x, output, ((ReshapeSpec)spec).Axes);

    public override LayerSpec? Read(string name, AttributeReader attribute) =>
        attribute.Ints("shape") is { } shape ? new ReshapeSpec(name, shape) { Axes = AxisReader.Names($"Layer '{name}'", attribute, shape.Count) } : null;

    protected override (Value Output, long Flops) Lower(LayerBuilder build, ReshapeSpec spec, Value x)
    {
        var shape = Complete(spec.Shape, x.Type.Elements);
        var product = shape.Aggregate(1.0, (all, size) => all * size);
        if (shape.All(size => size > 0) && product == x.Type.Elements)
            return (build.Graph.Reshape(x, spec.Name, x.Type.With([Dim.Batch, .. shape.Select(size => (Dim)size)])), 0);

        build.Report(Rules.ReshapeSize, x.Type.SampleText, Shapes.Text(spec.Shape), Literal.Of((int)x.Type.Elements));
        return (x, 0);
    }

    /// <summary>Replaces a single −1 by the size that the other dimensions leave, when that is a whole number.</summary>
    private static int[] Complete(IEnumerable<int> shape, long elements)
    {
        var others = shape.Where(size => size != -1).Aggregate(1.0, (all, size) => all * size);
        var rest = elements / others;
        var follows = shape.Count(size => size == -1) == 1 && rest >= 1 && rest == Math.Floor(rest);
        return [.. shape.Select(size => size == -1 && follows ? (int)rest : size)];
    }
}
