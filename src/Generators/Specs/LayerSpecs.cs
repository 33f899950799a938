using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Specs;

/// <summary>A layer with its hyper-parameters.</summary>
/// <param name="Name">Name of the model's parameter.</param>
internal abstract record LayerSpec(string Name)
{
    /// <summary>What the layer's output adds to the loss.</summary>
    public PenaltySpec Activity { get; init; } = PenaltySpec.None;

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
        $"Dense({Literal.Of(Units)}{(Activation == "Linear" ? "" : ", " + Activation.ToLowerInvariant())}{(UseBias ? "" : ", no bias")})";
}

internal sealed record DropoutSpec(string Name, double Rate) : LayerSpec(Name)
{
    public override string Text => $"Dropout({Literal.Of(Rate)})";
}

/// <summary>What the layers that normalize have in common. Gamma or beta is null where the layer has none.</summary>
internal sealed record NormalizationSpec(double Epsilon, WeightSpec? Gamma, WeightSpec? Beta)
{
    /// <summary>What is not as usual, as summaries show it.</summary>
    public IEnumerable<string> Texts
    {
        get
        {
            if (Beta is null) yield return "no beta";
            if (Gamma is null) yield return "no gamma";
        }
    }
}

internal sealed record BatchNormalizationSpec(string Name, double Momentum, NormalizationSpec Normalization) : LayerSpec(Name)
{
    public override string Text => Normalization.Texts.Any() ? $"BatchNormalization({string.Join(", ", Normalization.Texts)})" : "BatchNormalization";
}

internal sealed record ActivationSpec(string Name, string Activation) : LayerSpec(Name)
{
    /// <summary>Name of the layer's record: <c>Activation</c>, or that of one activation.</summary>
    public string Layer { get; init; } = "Activation";

    /// <summary>Its numbers; null for the usual ones.</summary>
    public ActivationNumbers? Numbers { get; init; }

    /// <summary>The options that are not the usual ones, as summaries show them.</summary>
    public string Options { get; init; } = "";

    public override string Text => Layer == "Activation"
        ? $"Activation({Activation.ToLowerInvariant()}{(Options.Length == 0 ? "" : ", " + Options)})"
        : Options.Length == 0 ? Layer : $"{Layer}({Options})";
}

internal sealed record ReshapeSpec(string Name, EquatableArray<int> Shape) : LayerSpec(Name)
{
    public override string Text => $"Reshape({string.Join(", ", Shape.Select(Literal.Of))})";
}

internal sealed record PReLUSpec(string Name, EquatableArray<int> SharedAxes, WeightSpec Alpha) : LayerSpec(Name)
{
    public override string Text => SharedAxes.Count == 0 ? "PReLU" : $"PReLU(shared {string.Join(", ", SharedAxes.Select(Literal.Of))})";
}
