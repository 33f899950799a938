using System.Collections.Immutable;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;
using ModelDsl.Generators.Vocabulary;

namespace ModelDsl.Generators.Lowering.Layers;

internal sealed record EmbeddingSpec(string Name, int InputDim, int OutputDim, WeightSpec Embeddings) : LayerSpec(Name)
{
    public override string Text => $"Embedding({Literal.Of(InputDim)}, {Literal.Of(OutputDim)})";
}

internal sealed class EmbeddingLayer() : LayerDefinition<EmbeddingSpec>("Embedding", "Embedding(1000, 16)")
{
    /// <summary>The number from which float32 does not hold every whole number.</summary>
    private const int MostIndices = 1 << 24;

    public override ImmutableArray<string> Tensors => ["Embeddings"];

    public override string SizeArgument => "outputDim";

    public override IEnumerable<AxisOrigin> Axes(LayerSpec spec, TensorType x, TensorType output) => AxisOrigin.Features(output, spec.Axis);

    public override LayerSpec? Read(string name, AttributeReader attribute)
    {
        var rows = SequenceReader.Positive(name, attribute, "inputDim");
        var width = SequenceReader.Positive(name, attribute, "outputDim");
        if (rows > MostIndices) attribute.Report(Rules.TooManyIndices, "inputDim", name, Literal.Of(rows.Value));
        var table = WeightReader.Read(name, attribute, "Embeddings", "RandomUniform");
        return rows is null || width is null ? null : new EmbeddingSpec(name, rows.Value, width.Value, table);
    }

    protected override (Value Output, long Flops) Lower(LayerBuilder build, EmbeddingSpec spec, Value x)
    {
        var ranges = IndexRanges.Of(x, spec.InputDim);
        if (ranges is not null) build.LookUp(ranges);
        if (OtherThanInput(build, ranges is not null) is { } before)
            build.Report(Rules.EmbeddingNotFirst, before);
        var table = build.Parameter("Embeddings", TensorType.Float(spec.InputDim, spec.OutputDim), spec.Embeddings);
        return (build.Graph.Append(Sequences.Gather, spec.Name, x, table), 0);
    }

    /// <summary>
    /// Returns the part that changes the numbers of the model's input before they are looked up; null when there is none.
    /// </summary>
    private static string? OtherThanInput(LayerBuilder build, bool isInput) => build.InMethod
        ? isInput ? null : "the method"
        : build.Before.All.FirstOrDefault(layer => layer.Layer is not (FlattenSpec or ReshapeSpec)) is { } before ? $"layer '{before.Layer.Name}'" : null;
}
