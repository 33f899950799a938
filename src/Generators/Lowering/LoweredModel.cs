using System.Collections.Immutable;
using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Lowering;

/// <summary>A tensor of a layer: <c>Output.Kernel</c>.</summary>
internal sealed record ParameterInfo(
    int Index, LayerSpec Layer, string Property, TensorType Type, InitializerSpec Initializer, bool Trainable = true)
{
    public string Name => $"{Layer.Name}.{Property}";
}

/// <summary>A layer with the results of shape inference.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Inputs">The types of its inputs. There may be several when a method uses it several times.</param>
/// <param name="Output">The type of its first output.</param>
/// <param name="Parameters">Its tensors.</param>
/// <param name="Flops">Number of operations for a sample, in all its uses.</param>
internal sealed record LayerInfo(
    LayerSpec Layer, ImmutableArray<TensorType> Inputs, TensorType Output, ImmutableArray<ParameterInfo> Parameters, long Flops)
{
    /// <summary>The axes that were merged into the features that it reads; null when there are none.</summary>
    public MergedAxes? Reads { get; init; }

    /// <summary>The axes that its features are split into; null when there are none.</summary>
    public MergedAxes? Writes { get; init; }

    public LayerInfo UsedAgain(TensorType input, long flops) =>
        this with { Inputs = Inputs.Contains(input) ? Inputs : Inputs.Add(input), Flops = Flops + flops };

    public long ParameterCount => Parameters.Sum(p => p.Type.Elements);

    /// <summary>The tensors that a layer of the kind may have, but this layer does not have.</summary>
    public IEnumerable<string> Unused => LayerTable.Of(Layer).Optional.Where(tensor => Parameters.All(p => p.Property != tensor));
}

/// <summary>An output of a model, with its loss.</summary>
/// <param name="Spec">The loss, as it is declared.</param>
/// <param name="Loss">The kind of the loss.</param>
/// <param name="Type">The type of the output.</param>
/// <param name="Labels">The type of its labels.</param>
/// <param name="Kind">The meaning of its numbers: a member of <c>ModelDsl.OutputKind</c>.</param>
internal sealed record LoweredOutput(LossSpec Spec, LossDefinition Loss, TensorType Type, TensorType Labels, string Kind)
{
    /// <summary>True when a mask leaves out some of its steps.</summary>
    public bool IsMasked { get; init; }

    /// <summary>Its name; empty when it is the only output.</summary>
    public string Name => Spec.Output;

    /// <summary>Its description for readers: <c>independent probabilities [N, 4]</c>.</summary>
    public string Text => $"{string.Concat(Kind.Select((c, i) => char.IsUpper(c) ? (i == 0 ? "" : " ") + char.ToLowerInvariant(c) : c.ToString()))} {Type.ShapeText}{(Name.Length > 0 ? " as " + Name : "")}";

    /// <summary>Number of losses of a sample: one for each row.</summary>
    public int Rows => (int)(Type.Elements / Type.Columns.Size);
}

/// <summary>A model as a graph, and all facts that lowering found about it.</summary>
internal sealed record LoweredModel(
    ModelSpec Spec, Graph Graph, ImmutableArray<LayerInfo> Layers, TensorType Input, ImmutableArray<LoweredOutput> Outputs)
{
    /// <summary>The type of a prediction. For several outputs, it is one row of all their numbers.</summary>
    public TensorType Output => Outputs is [var only] ? only.Type : Row(Outputs.Sum(output => output.Type.Elements));

    /// <summary>The type of labels, built in the same way.</summary>
    public TensorType Labels => Outputs is [var only] ? only.Labels : Row(Outputs.Sum(output => output.Labels.Elements));

    /// <summary>The predictions, in the order of the outputs, each in its own shape.</summary>
    public ImmutableArray<Value> Predicted { get; init; } = [];

    /// <summary>The numbers of a sample that are indices.</summary>
    public ImmutableArray<IndexRange> Indices { get; init; } = [];

    /// <summary>The layers whose statistics are computed from data.</summary>
    public ImmutableArray<AdaptedLayer> Adapted { get; init; } = [];

    public ImmutableArray<ParameterInfo> Parameters => [.. Layers.SelectMany(l => l.Parameters)];

    private static TensorType Row(long numbers) => TensorType.Float(Dim.Batch, (int)numbers);
}

/// <summary>A model, or the findings about it, or both when there are only warnings.</summary>
internal sealed record LoweringResult(LoweredModel? Model, EquatableArray<Finding> Findings);
