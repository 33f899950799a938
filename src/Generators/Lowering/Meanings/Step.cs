using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Lowering.Layers;
using ModelDsl.Generators.Specs;

namespace ModelDsl.Generators.Lowering.Meanings;

/// <summary>The purpose of operations: a use of a layer, or a function of a method.</summary>
/// <param name="At">The expression; null when the layers simply follow each other.</param>
/// <param name="Text">The layer's name, or the expression in source form.</param>
internal sealed record Step(Anchor? At, string Text)
{
    /// <summary>The model's input, before any operation on it.</summary>
    public static readonly Step Source = new(new Anchor(Place.Model), "input");

    /// <summary>The layer that is applied; null for a function.</summary>
    public LayerSpec? Layer { get; init; }

    /// <summary>The number of the layer in the model.</summary>
    public int LayerIndex { get; init; } = -1;

    /// <summary>Returns the step of a use of a layer.</summary>
    /// <param name="spec">The model.</param>
    /// <param name="index">The number of the layer in the model.</param>
    /// <param name="at">The expression of a method that uses it; null when the layers simply follow each other.</param>
    public static Step Of(ModelSpec spec, int index, Anchor? at) =>
        new(at, spec.Layers[index].Name) { Layer = spec.Layers[index], LayerIndex = index };

    /// <summary>Returns the step of a function of a method.</summary>
    public static Step Of(TensorNode node) =>
        new(node.Place < 0 ? new Anchor(Place.Model) : node.Anchor, node.Text);

    /// <summary>The name for readers, within a sentence: <c>layer 'A'</c>, or the expression.</summary>
    public string Name => Layer is null ? $"'{Text}'" : $"layer '{Text}'";

    /// <summary>The name for readers, at the beginning of a sentence.</summary>
    public string Title => Layer is null ? Name : $"Layer '{Text}'";

    /// <summary>The place of the step.</summary>
    public Anchor Anchor => At ?? new Anchor(Place.LayerAttribute, LayerIndex);

    /// <summary>The place of the name of its result.</summary>
    public Anchor NameAnchor => At ?? new Anchor(Place.Layer, LayerIndex);

    /// <summary>The place of its activation.</summary>
    public Anchor ActivationAnchor => At ?? new Anchor(Place.LayerAttribute, LayerIndex, Layer switch
    {
        { Function: null } => "activation",
        ActivationSpec => "activate",
        _ => "Activate",
    });
}
