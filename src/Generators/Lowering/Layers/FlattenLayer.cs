using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Vocabulary;

namespace ModelDsl.Generators.Lowering.Layers;

internal sealed record FlattenSpec(string Name) : LayerSpec(Name)
{
    public override string Text => "Flatten";
}

internal sealed class FlattenLayer() : LayerDefinition<FlattenSpec>("Flatten", "Flatten")
{
    public override IEnumerable<AxisOrigin> Axes(LayerSpec spec, TensorType x, TensorType output) =>
        AxisOrigin.Reshaped(x, output, [spec.Axis]);

    public override LayerSpec Read(string name, AttributeReader attribute) => new FlattenSpec(name);

    protected override (Value Output, long Flops) Lower(LayerBuilder build, FlattenSpec spec, Value x) =>
        (build.Graph.Reshape(x, spec.Name, TensorType.Float(Dim.Batch, (int)x.Type.Elements)), 0);
}
