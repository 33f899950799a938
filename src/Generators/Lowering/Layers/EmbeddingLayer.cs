using System.Collections.Immutable;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;
using ModelDsl.Generators.Vocabulary;

namespace ModelDsl.Generators.Lowering.Layers;

internal sealed record EmbeddingSpec(string Name, int InputDim, int OutputDim, bool MaskZero, WeightSpec Embeddings) : LayerSpec(Name)
{
    public override int? IndexLimit => InputDim;

    public override string Text => $"Embedding({Literal.Of(InputDim)}, {Literal.Of(OutputDim)}{(MaskZero ? ", mask zero" : "")})";
}

internal sealed class EmbeddingLayer() : LayerDefinition<EmbeddingSpec>("Embedding", "Embedding(1000, 16)")
{
    public override FeatureAxes Features => FeatureAxes.Rows;

    public override ImmutableArray<string> Tensors => ["Embeddings"];

    public override string SizeArgument => "outputDim";

    public override MaskRule Mask => MaskRule.Makes;

    public override IEnumerable<AxisOrigin> Axes(LayerSpec spec, TensorType x, TensorType output) => AxisOrigin.Features(output, spec.Axis);

    public override LayerSpec? Read(string name, AttributeReader attribute)
    {
        var rows = Lookup.Limit(name, attribute, "inputDim");
        var width = SequenceReader.Positive(name, attribute, "outputDim");
        var table = WeightReader.Read(name, attribute, "Embeddings", "RandomUniform");
        return rows is null || width is null ? null : new EmbeddingSpec(name, rows.Value, width.Value, attribute.Bool("MaskZero", false), table);
    }

    protected override (Value Output, long Flops) Lower(LayerBuilder build, EmbeddingSpec spec, Value x)
    {
        Lookup.Check(build, x, spec.InputDim);
        var table = build.Parameter("Embeddings", TensorType.Float(spec.InputDim, spec.OutputDim), spec.Embeddings);
        if (spec.MaskZero) MaskZero(build, x);
        return (build.Graph.Append(Sequences.Gather, spec.Name, x, table), 0);
    }

    /// <summary>Makes the mask: 0 is padding, and other indices are greater.</summary>
    private static void MaskZero(LayerBuilder build, Value x)
    {
        if (x.Type.Rank != 2)
        {
            build.ReportAt("MaskZero", Rules.MaskShape, "takes one index for each step, [steps],", x.Type.SampleText);
            return;
        }
        var zero = build.Graph.Constant(build.Name + "Padding", x.Type, 0);
        build.MakeMask(build.Graph.Append(Arithmetic.Less, build.Name + "Mask", zero, x));
    }
}
