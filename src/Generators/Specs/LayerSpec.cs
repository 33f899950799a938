using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Scalars;

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
