using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Ir.Scalars;

namespace ModelDsl.Generators.Specs;

/// <summary>A layer with its hyper-parameters.</summary>
/// <param name="Name">The name of the model's parameter, or the path to it: <c>Encoder.Hidden</c>.</param>
internal abstract record LayerSpec(string Name)
{
    /// <summary>The penalty that the layer's output adds to the loss.</summary>
    public PenaltySpec Activity { get; init; } = PenaltySpec.None;

    /// <summary>The name of the axis that the layer makes; empty when there is none.</summary>
    public string Axis { get; init; } = "";

    /// <summary>True when the layer names an axis.</summary>
    public virtual bool HasNames => Axis.Length > 0;

    /// <summary>The author's own function that is the layer's activation; null for no activation, or one of the library's.</summary>
    public ScalarFunction? Function { get; init; }

    /// <summary>Returns the activation in the form for summaries, after a comma; nothing for the linear activation.</summary>
    protected string Activated(string activation) =>
        Function is { } own ? ", " + own.Name.ToLowerInvariant() : activation == ActivationTable.Linear ? "" : ", " + activation.ToLowerInvariant();

    /// <summary>The limit of the indices that the layer reads; null when it reads other numbers.</summary>
    public virtual int? IndexLimit => null;

    /// <summary>True when training does not change the layer.</summary>
    public bool Frozen { get; init; }

    /// <summary>The layer in the form for summaries: <c>Dense(10, softmax)</c>.</summary>
    public abstract string Text { get; }
}
