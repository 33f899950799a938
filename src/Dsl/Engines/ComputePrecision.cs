namespace ModelDsl;

/// <summary>In what an engine computes. (<see cref="Precision"/> is a metric.)</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ComputePrecision>))]
public enum ComputePrecision
{
    /// <summary>The engine's own precision: float32, but double on <see cref="Engine.Reference"/>.</summary>
    Default,

    /// <summary>
    /// Mixed: products of matrices take bfloat16 numbers and give them, 8 bits of precision with float32's range, and sum them up in float32.
    /// Parameters, their gradients, the optimizer, losses, norms and activations are float32. PyTorch: <c>autocast</c>; Keras:
    /// <c>mixed_bfloat16</c>.
    /// </summary>
    BFloat16,
}
