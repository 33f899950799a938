using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Frontend;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Lowering.Layers;

internal sealed class ReshapeLayer() : LayerDefinition<ReshapeSpec>("Reshape", "Reshape(28, 28, 1)")
{
    public override LayerSpec? Read(string name, AttributeReader attribute) =>
        attribute.Ints("shape") is { } shape ? new ReshapeSpec(name, shape) : null;

    protected override (Value Output, long Flops) Lower(LoweringContext context, ReshapeSpec spec, Value x)
    {
        var type = x.Type.With([Dim.Batch, .. spec.Shape.Select(size => (Dim)size)]);
        var product = spec.Shape.Aggregate(1.0, (all, size) => all * size);
        if (spec.Shape.All(size => size > 0) && product == x.Type.Elements) return (context.Graph.Reshape(x, spec.Name, type), 0);

        context.Report(
            Rules.ReshapeSize, new Anchor(Place.LayerAttribute, context.LayerIndex), spec.Name, Shapes.Text(x.Type.Dims.Skip(1)),
            Shapes.Text(spec.Shape), Literal.Of((int)x.Type.Elements));
        return (x, 0);
    }
}
