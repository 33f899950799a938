using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Scalars;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Specs;

/// <summary>A layer with its hyper-parameters.</summary>
/// <param name="Name">Name of the model's parameter, or the path to it: <c>Encoder.Hidden</c>.</param>
internal abstract record LayerSpec(string Name)
{
    /// <summary>What the layer's output adds to the loss.</summary>
    public PenaltySpec Activity { get; init; } = PenaltySpec.None;

    /// <summary>Name of the axis that the layer makes; empty where it has none.</summary>
    public string Axis { get; init; } = "";

    /// <summary>Whether the layer names an axis.</summary>
    public virtual bool HasNames => Axis.Length > 0;

    /// <summary>The author's own function that is its activation; null where it has none, or one of the library's.</summary>
    public ScalarFunction? Function { get; init; }

    /// <summary>The activation as summaries show it, behind a comma; nothing for the linear one.</summary>
    protected string Activated(string activation) =>
        Function is { } own ? ", " + own.Name.ToLowerInvariant() : activation == ActivationTable.Linear ? "" : ", " + activation.ToLowerInvariant();

    /// <summary>Whether training leaves the layer as it is.</summary>
    public bool Frozen { get; init; }

    /// <summary>The layer as summaries show it: <c>Dense(10, softmax)</c>.</summary>
    public abstract string Text { get; }
}

internal sealed record FlattenSpec(string Name) : LayerSpec(Name)
{
    public override string Text => "Flatten";
}

internal sealed record DenseSpec(string Name, int Units, string Activation, bool UseBias, WeightSpec Kernel, WeightSpec Bias) : LayerSpec(Name)
{
    public override string Text =>
        $"Dense({Literal.Of(Units)}{Activated(Activation)}{(UseBias ? "" : ", no bias")})";
}

/// <summary>A layer that is random in training and does nothing in prediction; nothing in training either, where its strength is 0.</summary>
internal abstract record TrainingSpec(string Name, double Strength) : LayerSpec(Name);

internal sealed record DropoutSpec(string Name, double Rate) : TrainingSpec(Name, Rate)
{
    public override string Text => $"Dropout({Literal.Of(Rate)})";
}

internal sealed record SpatialDropout2DSpec(string Name, double Rate) : TrainingSpec(Name, Rate)
{
    public override string Text => $"SpatialDropout2D({Literal.Of(Rate)})";
}

internal sealed record GaussianNoiseSpec(string Name, double Deviation) : TrainingSpec(Name, Deviation)
{
    public override string Text => $"GaussianNoise({Literal.Of(Deviation)})";
}

internal sealed record GaussianDropoutSpec(string Name, double Rate) : TrainingSpec(Name, Rate)
{
    public override string Text => $"GaussianDropout({Literal.Of(Rate)})";
}

/// <summary>What the layers that normalize have in common. Gamma or beta is null where the layer has none.</summary>
internal sealed record NormalizationSpec(double Epsilon, WeightSpec? Gamma, WeightSpec? Beta)
{
    /// <summary>A layer as summaries show it, with what is not as usual.</summary>
    public string Text(string layer, params string[] arguments)
    {
        string[] all = [.. arguments, .. Beta is null ? ["no beta"] : Array.Empty<string>(), .. Gamma is null ? ["no gamma"] : Array.Empty<string>()];
        return all.Length == 0 ? layer : $"{layer}({string.Join(", ", all)})";
    }
}

internal sealed record BatchNormalizationSpec(string Name, double Momentum, NormalizationSpec Normalization) : LayerSpec(Name)
{
    public override string Text => Normalization.Text("BatchNormalization");
}

internal sealed record LayerNormalizationSpec(string Name, NormalizationSpec Normalization) : LayerSpec(Name)
{
    public override string Text => Normalization.Text("LayerNormalization");
}

internal sealed record GroupNormalizationSpec(string Name, int Groups, NormalizationSpec Normalization) : LayerSpec(Name)
{
    public override string Text => Normalization.Text("GroupNormalization", Literal.Of(Groups));
}

internal sealed record ActivationSpec(string Name, string Activation) : LayerSpec(Name)
{
    /// <summary>Name of the layer's record: <c>Activation</c>, or that of one activation.</summary>
    public string Layer { get; init; } = "Activation";

    /// <summary>Its numbers; null for the usual ones.</summary>
    public ActivationNumbers? Numbers { get; init; }

    /// <summary>The options that are not the usual ones, as summaries show them.</summary>
    public string Options { get; init; } = "";

    public override string Text => Function is { } own ? $"Activation({own.Name.ToLowerInvariant()})"
        : Layer == "Activation" ? $"Activation({Activation.ToLowerInvariant()}{(Options.Length == 0 ? "" : ", " + Options)})"
        : Options.Length == 0 ? Layer : $"{Layer}({Options})";
}

internal sealed record ReshapeSpec(string Name, EquatableArray<int> Shape) : LayerSpec(Name)
{
    /// <summary>Names of the axes of a sample; none, or one for each, which may be empty.</summary>
    public EquatableArray<string> Axes { get; init; } = [];

    public override bool HasNames => Axes.Count > 0;

    public override string Text => $"Reshape({string.Join(", ", Shape.Select(Literal.Of))})";
}

internal sealed record PReLUSpec(string Name, EquatableArray<int> SharedAxes, WeightSpec Alpha) : LayerSpec(Name)
{
    public override string Text => SharedAxes.Count == 0 ? "PReLU" : $"PReLU(shared {string.Join(", ", SharedAxes.Select(Literal.Of))})";
}
