using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Specs;

/// <summary>A layer with its hyper-parameters.</summary>
/// <param name="Name">Name of the model's parameter.</param>
internal abstract record LayerSpec(string Name)
{
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

internal sealed record ActivationSpec(string Name, string Activation) : LayerSpec(Name)
{
    public override string Text => $"Activation({Activation.ToLowerInvariant()})";
}

internal sealed record ReshapeSpec(string Name, EquatableArray<int> Shape) : LayerSpec(Name)
{
    public override string Text => $"Reshape({string.Join(", ", Shape.Select(Literal.Of))})";
}
