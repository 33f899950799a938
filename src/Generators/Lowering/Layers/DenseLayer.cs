using System.Collections.Immutable;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Frontend;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Lowering.Layers;

internal sealed class DenseLayer() : LayerDefinition<DenseSpec>("Dense", "Dense(10)")
{
    public override ImmutableArray<string> Tensors => ["Kernel", "Bias"];

    public override string SizeArgument => "units";

    public override LayerSpec? Read(string name, AttributeReader attribute)
    {
        var units = attribute.Int("units");
        var activation = attribute.Activation(name, "activation");
        var l2 = attribute.Double("KernelL2", 0);
        if (units is null || activation is null || l2 is null) return null;

        if (units <= 0) attribute.Report(Rules.UnitsNotPositive, "units", name, Literal.Of(units.Value), "Dense(10)");
        if (!(l2 >= 0) || double.IsInfinity(l2.Value)) attribute.Report(Rules.Regularizer, "KernelL2", name, Literal.Of(l2.Value));
        return new DenseSpec(name, units.Value, activation, attribute.Bool("UseBias", true), l2.Value);
    }

    protected override (Value Output, long Flops) Lower(LoweringContext context, DenseSpec spec, Value x)
    {
        var inputs = x.Type.Columns;
        var kernel = context.Parameter("Kernel", TensorType.Float(inputs, spec.Units), "GlorotUniform");
        context.PenalizeSquares(kernel, spec.KernelL2);
        return Affine.Lower(context, spec.Name, x, kernel, spec.UseBias, spec.Activation);
    }
}
