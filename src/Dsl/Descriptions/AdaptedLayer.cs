namespace ModelDsl;

/// <summary>The statistics that a layer learns from data, before training.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AdaptationKind>))]
public enum AdaptationKind
{
    /// <summary>
    /// Mean and variance of each feature: <see cref="ModelDsl.Normalization"/>. Its tensors are Mean, Variance and Count.
    /// </summary>
    Normalization,

    /// <summary>Quantiles of all numbers: <see cref="ModelDsl.Discretization"/>. Its tensors are Boundaries and Count.</summary>
    Discretization,
}

/// <summary>A layer whose statistics <c>model.Adapt(data)</c> computes.</summary>
/// <param name="Layer">Name of the layer.</param>
/// <param name="Kind">The kind of its statistics.</param>
/// <param name="First">Index of the first of its tensors in <see cref="ModelDescription.Parameters"/>.</param>
public sealed record AdaptedLayer(string Layer, AdaptationKind Kind, int First)
{
    /// <summary>Index of the tensor that counts the data; 0 in it means that the layer was never adapted.</summary>
    internal int Count => First + (Kind == AdaptationKind.Normalization ? 2 : 1);

    /// <summary>Returns the kind and the layer: <c>Normalization 'Scale'</c>.</summary>
    public override string ToString() => $"{Kind} '{Layer}'";
}
