using System.Collections.Immutable;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Operations;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;
using ModelDsl.Generators.Vocabulary;

namespace ModelDsl.Generators.Lowering.Layers;

/// <summary>A layer that normalizes each sample by its own statistics, in training and in prediction.</summary>
internal abstract class SampleNormalizationLayer<TSpec>(string name, string example) : LayerDefinition<TSpec>(name, example)
    where TSpec : LayerSpec
{
    public sealed override ImmutableArray<string> Tensors => ["Gamma", "Beta"];

    public sealed override ImmutableArray<string> Optional => ["Gamma", "Beta"];

    protected static (Value Output, long Flops) Lower(
        LayerBuilder build, NormalizationSpec spec, Value x, TensorType statistics, int groups)
    {
        var (gamma, beta) = Normalizing.Parameters(build, spec, x.Type.Columns);
        if (build.Failed) return (x, 0);
        var (standardized, _, _) = Normalizing.Standardize(build, spec, x, statistics, groups);
        return (Normalizing.ScaleShift(build, standardized, gamma, beta), 7 * x.Type.Elements);
    }
}

internal sealed record LayerNormalizationSpec(string Name, NormalizationSpec Normalization) : LayerSpec(Name)
{
    public override string Text => Normalization.Text("LayerNormalization");
}

internal sealed class LayerNormalizationLayer() : SampleNormalizationLayer<LayerNormalizationSpec>("LayerNormalization", "LayerNormalization")
{
    public override FeatureAxes Features => FeatureAxes.KeptRows;

    public override LayerSpec? Read(string name, AttributeReader attribute) =>
        Normalizing.Read(name, attribute) is { } normalization ? new LayerNormalizationSpec(name, normalization) : null;

    public override MaskRule Mask => MaskRule.Carries;

    protected override (Value Output, long Flops) Lower(LayerBuilder build, LayerNormalizationSpec spec, Value x) =>
        Lower(build, spec.Normalization, x, x.Type.With(x.Type.RowDims), groups: 1);
}

internal sealed record GroupNormalizationSpec(string Name, int Groups, NormalizationSpec Normalization) : LayerSpec(Name)
{
    public override string Text => Normalization.Text("GroupNormalization", Literal.Of(Groups));
}

internal sealed class GroupNormalizationLayer() : SampleNormalizationLayer<GroupNormalizationSpec>("GroupNormalization", "GroupNormalization(8)")
{
    public override LayerSpec? Read(string name, AttributeReader attribute) =>
        Normalizing.Read(name, attribute) is { } normalization && attribute.Int("groups") is { } groups
            ? new GroupNormalizationSpec(name, groups, normalization)
            : null;

    protected override (Value Output, long Flops) Lower(LayerBuilder build, GroupNormalizationSpec spec, Value x)
    {
        var channels = x.Type.Columns.Size;
        var groups = spec.Groups == -1 ? channels : spec.Groups;
        if (groups >= 1 && channels % groups == 0)
            return Lower(build, spec.Normalization, x, TensorType.Float(Dim.Batch, groups), groups);

        build.ReportAt("groups", Rules.NormalizationGroups, Literal.Of(spec.Groups), Literal.Of(channels), x.Type.SampleText);
        return (x, 0);
    }
}

internal sealed record RMSNormalizationSpec(string Name, double Epsilon, WeightSpec Scale) : LayerSpec(Name)
{
    public override string Text => "RMSNormalization";
}

internal sealed class RMSNormalizationLayer() : LayerDefinition<RMSNormalizationSpec>("RMSNormalization", "RMSNormalization")
{
    public override FeatureAxes Features => FeatureAxes.KeptRows;

    public override ImmutableArray<string> Tensors => ["Scale"];

    public override LayerSpec? Read(string name, AttributeReader attribute) => Normalizing.Epsilon(name, attribute, 1e-6) is { } epsilon
        ? new RMSNormalizationSpec(name, epsilon, WeightReader.Read(name, attribute, "Scale", "Ones"))
        : null;

    public override MaskRule Mask => MaskRule.Carries;

    protected override (Value Output, long Flops) Lower(LayerBuilder build, RMSNormalizationSpec spec, Value x)
    {
        var (graph, name) = (build.Graph, build.Name);
        var scale = build.Parameter("Scale", TensorType.Float(x.Type.Columns), spec.Scale);
        if (build.Failed) return (x, 0);
        var squares = graph.Append(Elementwise.Multiply, name + "Squares", x, x);
        var means = graph.Append(Reductions.MeanColumns, name + "MeanSquares", squares);
        var factors = graph.Append(
            Normalizations.ReciprocalSqrt, name + "Factors", new OperationAttributes { Epsilon = spec.Epsilon }, means);
        var along = graph.Append(
            Reductions.BroadcastColumns, name + "Along", new OperationAttributes { Type = x.Type, Factor = 1 }, factors);
        var normalized = graph.Append(Elementwise.Multiply, name + "Normalized", x, along);
        return (graph.Append(Normalizations.ScaleRows, name, normalized, scale), 4 * x.Type.Elements);
    }
}
