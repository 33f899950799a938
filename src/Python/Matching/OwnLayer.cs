namespace ModelDsl.Matching;

/// <summary>A tensor of a model.</summary>
/// <param name="Property">The property of its layer's record.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Index">Its position in the model's parameters.</param>
internal sealed record OwnTensor(string Property, Shape Shape, int Index);

/// <summary>A layer of a model that takes weights.</summary>
/// <param name="Description">The layer.</param>
/// <param name="Tensors">Its tensors.</param>
internal sealed record OwnLayer(LayerDescription Description, IReadOnlyList<OwnTensor> Tensors)
{
    public string Name => Description.Name;

    /// <summary>Returns the layers of a model with tensors, in the order of their use.</summary>
    public static IReadOnlyList<OwnLayer> Of(ModelDescription model)
    {
        var tensors = model.Parameters.Select(
            (parameter, index) => (Parameter: parameter, Index: index, Dot: parameter.Name.LastIndexOf('.')))
            .ToLookup(all => all.Parameter.Name[..all.Dot],
                all => new OwnTensor(all.Parameter.Name[(all.Dot + 1)..], all.Parameter.Shape, all.Index));
        return [.. model.Layers.Where(layer => tensors.Contains(layer.Name))
            .Select(layer => new OwnLayer(layer, [.. tensors[layer.Name]]))];
    }
}
