using System.Collections.Immutable;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Lowering;

/// <summary>Which program a model is lowered to.</summary>
internal enum ProgramKind
{
    Forward,
    Loss,
    Gradient,
}

/// <summary>A tensor of a layer: <c>Output.Kernel</c>.</summary>
internal sealed record ParameterInfo(int Index, LayerSpec Layer, string Property, TensorType Type, InitializerSpec Initializer, bool Trainable = true)
{
    public string Name => $"{Layer.Name}.{Property}";
}

/// <summary>A layer with what shape inference found.</summary>
internal sealed record LayerInfo(LayerSpec Layer, TensorType Output, ImmutableArray<ParameterInfo> Parameters, long Flops)
{
    public long ParameterCount => Parameters.Sum(p => p.Type.Elements);
}

/// <summary>A model as a graph, and all that was learned on the way.</summary>
internal sealed record LoweredModel(
    ModelSpec Spec, Graph Graph, ImmutableArray<LayerInfo> Layers, LossDefinition Loss, TensorType Input, TensorType Output, TensorType Labels,
    string OutputKind)
{
    /// <summary>Number of indices where the inputs are looked up; null where they are any numbers.</summary>
    public int? IndexLimit => Spec.Layers.OfType<EmbeddingSpec>().FirstOrDefault()?.InputDim;

    public ImmutableArray<ParameterInfo> Parameters => [.. Layers.SelectMany(l => l.Parameters)];
}

/// <summary>A model, or what is wrong with it, or both where there are only warnings.</summary>
internal sealed record LoweringResult(LoweredModel? Model, EquatableArray<Finding> Findings);
