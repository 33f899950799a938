using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Specs;

/// <summary>A type around the model: <c>static partial class Outer</c> is (<c>class</c>, <c>Outer</c>).</summary>
internal sealed record ContainerSpec(string Keyword, string Name);

/// <summary>Where the generated half of the record stands.</summary>
/// <param name="Namespace">Its namespace; empty for the global one.</param>
/// <param name="Containers">The types around it, outermost first.</param>
/// <param name="Name">Name of the record.</param>
internal sealed record TypeSpec(string Namespace, EquatableArray<ContainerSpec> Containers, string Name)
{
    /// <summary>The full metadata name, unique in a compilation: <c>Shop.Models+Classifier</c> becomes a file name.</summary>
    public string HintName => string.Join(".", new[] { Namespace }.Concat(Containers.Select(c => c.Name)).Append(Name).Where(part => part.Length > 0));
}

/// <summary>A loss: its attribute's name without the suffix, the label shape that the user declared, if any, and how far labels are smoothed.</summary>
internal sealed record LossSpec(string Name, EquatableArray<int>? Labels, double LabelSmoothing);

/// <summary>
/// A model as the user wrote it: all that later stages need, nothing of the compiler's. Two models with equal specs have the same
/// generated code.
/// </summary>
/// <param name="Type">Where it stands.</param>
/// <param name="InputShape">Shape of one sample.</param>
/// <param name="Layers">The layers in order.</param>
/// <param name="Loss">The loss.</param>
internal sealed record ModelSpec(TypeSpec Type, EquatableArray<int> InputShape, EquatableArray<LayerSpec> Layers, LossSpec Loss)
{
    /// <summary>Name of the record.</summary>
    public string Name => Type.Name;
}
