using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Frontend;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Lowering.Layers;

internal sealed class DropoutLayer() : LayerDefinition<DropoutSpec>("Dropout", "Dropout(0.3)")
{
    public override LayerSpec? Read(string name, AttributeReader attribute)
    {
        if (attribute.Double("rate") is not { } rate) return null;
        if (!(rate >= 0 && rate < 1)) attribute.Report(Rules.DropoutRate, "rate", name, Literal.Of(rate));
        return new DropoutSpec(name, rate);
    }

    protected override (Value Output, long Flops) Lower(LoweringContext context, DropoutSpec spec, Value x) =>
        context.Training && spec.Rate > 0
            ? (context.Graph.Append(Elementwise.Dropout, spec.Name, new OperationAttributes { Rate = spec.Rate, Index = context.LayerIndex }, x), 0)
            : (x, 0);
}
