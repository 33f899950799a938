using System.Collections.Immutable;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;
using ModelDsl.Generators.Vocabulary;

namespace ModelDsl.Generators.Lowering.Layers;

internal sealed record DenseSpec(
    string Name, int Units, string Activation, bool UseBias, WeightSpec Kernel, WeightSpec Bias) : LayerSpec(Name)
{
    public override string Text =>
        $"Dense({Literal.Of(Units)}{Activated(Activation)}{(UseBias ? "" : ", no bias")})";
}

internal sealed class DenseLayer() : LayerDefinition<DenseSpec>("Dense", "Dense(10)")
{
    public override FeatureAxes Features => FeatureAxes.Rows;

    public override ImmutableArray<string> Tensors => ["Kernel", "Bias"];

    public override ImmutableArray<string> Optional => ["Bias"];

    public override MaskRule Mask => MaskRule.Carries;

    public override string SizeArgument => "units";

    public override IEnumerable<AxisOrigin> Axes(LayerSpec spec, TensorType x, TensorType output) => AxisOrigin.Features(output, spec.Axis);

    public override LayerSpec? Read(string name, AttributeReader attribute)
    {
        var units = attribute.Int("units");
        var activation = attribute.Activation(name, "activation");
        var kernel = WeightReader.Read(name, attribute, "Kernel", "GlorotUniform");
        var bias = WeightReader.Read(name, attribute, "Bias", "Zeros");
        if (units is null || activation is null) return null;

        if (units <= 0) attribute.Report(Rules.UnitsNotPositive, "units", name, Literal.Of(units.Value), "Dense(10)");
        return new DenseSpec(name, units.Value, activation, attribute.Bool("UseBias", true), kernel, bias);
    }

    protected override (Value Output, long Flops) Lower(LayerBuilder build, DenseSpec spec, Value x)
    {
        var inputs = x.Type.Columns;
        var kernel = build.Parameter("Kernel", TensorType.Float(inputs, spec.Units), spec.Kernel);
        return Affine.Lower(build, x, kernel, spec.UseBias, spec.Bias, spec.Activation);
    }
}
