using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Specs;

/// <summary>A parameter of a record: a layer, a record of layers, or several of one of the two.</summary>
/// <param name="Name">Its name; for one of several parts, its number.</param>
internal abstract record PartSpec(string Name)
{
    /// <summary>The number of layers in it.</summary>
    public abstract int Count { get; }

    /// <summary>The layers in it, named by their paths: <c>Encoder.Hidden</c>, <c>Blocks.0</c>.</summary>
    public abstract IEnumerable<LayerSpec> Layers { get; }

    /// <summary>Returns layers with a name put before theirs.</summary>
    protected static IEnumerable<LayerSpec> Under(string name, IEnumerable<LayerSpec> layers) =>
        layers.Select(layer => layer with { Name = $"{name}.{layer.Name}" });
}

internal sealed record LayerPart(LayerSpec Layer) : PartSpec(Layer.Name)
{
    public override int Count => 1;

    public override IEnumerable<LayerSpec> Layers => [Layer];
}

/// <param name="Name">Name of the parameter.</param>
/// <param name="Record">The record.</param>
/// <param name="Frozen">True when all layers in it are frozen.</param>
internal sealed record RecordPart(string Name, RecordSpec Record, bool Frozen) : PartSpec(Name)
{
    public override int Count => Record.Parts.Sum(part => part.Count);

    public override IEnumerable<LayerSpec> Layers =>
        Under(Name, Record.Parts.SelectMany(part => part.Layers).Select(layer => Frozen ? layer with { Frozen = true } : layer));
}

/// <param name="Name">Name of the parameter.</param>
/// <param name="Items">The parts, named by their numbers; at least one.</param>
internal sealed record RepeatedPart(string Name, EquatableArray<PartSpec> Items) : PartSpec(Name)
{
    public override int Count => Items.Count * Items[0].Count;

    public override IEnumerable<LayerSpec> Layers => Under(Name, Items.SelectMany(item => item.Layers));
}

/// <summary>A record of layers that is a part of another record: a model or a block.</summary>
/// <param name="Type">The type, as code names it: <c>global::Shop.Encoder</c>.</param>
/// <param name="Parts">Its parameters.</param>
internal sealed record RecordSpec(string Type, EquatableArray<PartSpec> Parts)
{
    /// <summary>The shape of a sample that a model takes; null for a block.</summary>
    public EquatableArray<int>? InputShape { get; init; }

    /// <summary>The computation of its method; null when its layers follow each other.</summary>
    public ForwardSpec? Forward { get; init; }

    /// <summary>
    /// The code of its function of a layer and a batch, when the library has it; null when the record is the author's, whose code computes
    /// it.
    /// </summary>
    public string? Function { get; init; }

    /// <summary>The names of its outputs, when it has several.</summary>
    public EquatableArray<string> Outputs { get; init; } = [];
}

/// <summary>A block: a record without input shape or loss.</summary>
/// <param name="Type">The place of the type in the code.</param>
/// <param name="Record">The record.</param>
internal sealed record BlockSpec(TypeSpec Type, RecordSpec Record);
