namespace ModelDsl;

/// <summary>
/// A trained tensor of a given shape, for the code of a <see cref="ForwardAttribute"/> method: <c>x + (x | m.Position)</c> adds it to every
/// sample. <c>[N, …] → [N, shape]</c>: each sample of the batch gives the tensor, whatever the sample holds. Value <c>[shape]</c>, zero.
/// PyTorch: <c>nn.Parameter</c>; Keras: <c>add_weight</c>.
/// </summary>
/// <param name="shape">Shape of the tensor: positive dimensions.</param>
public sealed class WeightAttribute(params int[] shape) : LayerAttribute
{
    /// <summary>Shape of the tensor.</summary>
    public IReadOnlyList<int> Shape { get; } = shape;

    /// <summary>The initializer of the tensor; zeros by default.</summary>
    public Initializer ValueInitializer { get; set; } = Initializer.Zeros;

    /// <summary>Adds <c>ValueL1 · Σ |Value|</c> to the loss, with derivative 0 at 0; finite, not negative, 0 for none.</summary>
    public double ValueL1 { get; set; }

    /// <summary>Adds <c>ValueL2 · Σ Value²</c> to the loss; finite, not negative, 0 for none.</summary>
    public double ValueL2 { get; set; }
}

/// <summary>A trained tensor.</summary>
/// <param name="Value">The tensor, <c>[shape]</c>.</param>
public sealed record Weight(Tensor Value) : Layer;
