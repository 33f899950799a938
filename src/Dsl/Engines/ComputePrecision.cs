namespace ModelDsl;

/// <summary>The precision that an engine computes in. (<see cref="Precision"/> is a metric.)</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ComputePrecision>))]
public enum ComputePrecision
{
    /// <summary>The engine's own precision: float32, but double on <see cref="Engine.Reference"/>.</summary>
    Default,

    /// <summary>
    /// Mixed precision. Matrix products read and write bfloat16 numbers (8 bits of precision, float32's range), and add them up in float32.
    /// Parameters, their gradients, the optimizer, losses, norms and activations are float32. PyTorch: <c>autocast</c>; Keras:
    /// <c>mixed_bfloat16</c>.
    /// </summary>
    BFloat16,

    /// <summary>
    /// Matrix products read factors rounded to TensorFloat32 (11 bits of precision, float32's range), and add them up in float32.
    /// Everything else is float32. The tensor cores of NVIDIA GPUs compute so. PyTorch: <c>allow_tf32</c>.
    /// </summary>
    TensorFloat32,
}
