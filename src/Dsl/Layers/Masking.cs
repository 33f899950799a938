namespace ModelDsl;

/// <summary>
/// Masks padding: a step whose numbers are all the mask value does not count for the layers after it, the loss and the metrics.
/// <c>[N, steps, features] → [N, steps, features]</c>; the steps that do not count become 0. Keras: <c>layers.Masking</c>.
/// </summary>
/// <param name="maskValue">The number of padding; a float32.</param>
public sealed class MaskingAttribute(double maskValue = 0) : LayerAttribute
{
    /// <summary>The number of padding.</summary>
    public double MaskValue { get; } = maskValue;
}

/// <summary>Masks padding. It has no parameters.</summary>
public sealed record Masking : Layer;
