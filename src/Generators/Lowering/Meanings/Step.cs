using ModelDsl.Generators.Diagnostics;
using ModelDsl.Generators.Lowering.Layers;
using ModelDsl.Generators.Specs;

namespace ModelDsl.Generators.Lowering.Meanings;

/// <summary>What operations were made for: a use of a layer, or a function of a method.</summary>
/// <param name="At">The expression; null where the order of layers says it.</param>
/// <param name="Text">The layer's name, or the expression as it is written.</param>
internal sealed record Step(Anchor? At, string Text)
{
    /// <summary>The model's input, before anything is done to it.</summary>
    public static readonly Step Source = new(new Anchor(Place.Model), "input");

    /// <summary>The layer that is applied; null for a function.</summary>
    public LayerSpec? Layer { get; init; }

    /// <summary>Which of the model's layers it is.</summary>
    public int LayerIndex { get; init; } = -1;

    /// <summary>A use of a layer.</summary>
    /// <param name="spec">The model.</param>
    /// <param name="index">Which of its layers.</param>
    /// <param name="at">The expression of a method that does it; null where the layers follow each other.</param>
    public static Step Of(ModelSpec spec, int index, Anchor? at) =>
        new(at, spec.Layers[index].Name) { Layer = spec.Layers[index], LayerIndex = index };

    /// <summary>A function of a method.</summary>
    public static Step Of(TensorNode node) =>
        new(node.Place < 0 ? new Anchor(Place.Model) : node.Anchor, node.Text);

    /// <summary>For people, within a sentence: <c>layer 'A'</c>, or the expression.</summary>
    public string Name => Layer is null ? $"'{Text}'" : $"layer '{Text}'";

    /// <summary>For people, at the beginning of a sentence.</summary>
    public string Title => Layer is null ? Name : $"Layer '{Text}'";

    /// <summary>Where it stands.</summary>
    public Anchor Anchor => At ?? new Anchor(Place.LayerAttribute, LayerIndex);

    /// <summary>Where the name of what it makes stands.</summary>
    public Anchor NameAnchor => At ?? new Anchor(Place.Layer, LayerIndex);

    /// <summary>Where its activation stands.</summary>
    public Anchor ActivationAnchor => At ?? new Anchor(Place.LayerAttribute, LayerIndex, Layer switch
    {
        { Function: null } => "activation",
        ActivationSpec => "activate",
        _ => "Activate",
    });
}
