using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;
using ModelDsl.Generators.Vocabulary;

namespace ModelDsl.Generators.Lowering.Layers;

internal sealed record CategoryEncodingSpec(string Name, int NumTokens, OutputMode Mode) : LayerSpec(Name)
{
    public override int? IndexLimit => NumTokens;

    public override string Text => $"CategoryEncoding({Literal.Of(NumTokens)}, {Encoding.Text(Mode)})";
}

internal sealed class CategoryEncodingLayer()
    : LayerDefinition<CategoryEncodingSpec>("CategoryEncoding", "CategoryEncoding(10, OutputMode = OutputMode.OneHot)")
{
    public override FeatureAxes Features => FeatureAxes.Rows;

    public override string SizeArgument => "numTokens";

    public override IEnumerable<AxisOrigin> Axes(LayerSpec spec, TensorType x, TensorType output) =>
        Encoding.Axes(((CategoryEncodingSpec)spec).Mode, spec.Axis, output);

    public override LayerSpec? Read(string name, AttributeReader attribute)
    {
        var mode = Encoding.Mode(name, attribute, OutputMode.MultiHot, hasInt: false);
        return Lookup.Limit(name, attribute, "numTokens") is { } tokens ? new CategoryEncodingSpec(name, tokens, mode) : null;
    }

    protected override (Value Output, long Flops) Lower(LayerBuilder build, CategoryEncodingSpec spec, Value x)
    {
        Lookup.Check(build, x, spec.NumTokens);
        return build.Failed ? (x, 0) : (Encoding.Write(build, spec.Mode, x, spec.NumTokens), 0);
    }
}
