using ModelDsl.Generators.Frontend;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Specs;

namespace ModelDsl.Generators.Lowering.Layers;

internal sealed class ActivationLayer() : LayerDefinition<ActivationSpec>("Activation", "Activation(Activation.Relu)")
{
    public override LayerSpec? Read(string name, AttributeReader attribute) =>
        attribute.Activation(name, "activation") is { } activation ? new ActivationSpec(name, activation) : null;

    protected override (Value Output, long Flops) Lower(LoweringContext context, ActivationSpec spec, Value x) =>
        (context.Activate(x, spec.Activation), x.Type.Elements * ActivationTable.Of(spec.Activation).Flops);
}
