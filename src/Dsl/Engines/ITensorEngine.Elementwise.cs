namespace ModelDsl.Engines;

/// <content>Elementwise functions.</content>
public partial interface ITensorEngine
{
    /// <summary>
    /// Runs a kernel on each element of buffers of one size, elementwise. The buffers, read and written, come in the order in which the
    /// kernel numbers them. <see cref="KernelLimits"/> bounds how many buffers and numbers there are.
    /// </summary>
    void Map<TKernel>(ReadOnlySpan<TensorBuffer> buffers, ReadOnlySpan<double> numbers) where TKernel : struct, IKernel;

    /// <summary>Computes <c>a + factor·b</c>, elementwise.</summary>
    void AddScaled(TensorBuffer a, TensorBuffer b, double factor, TensorBuffer destination) =>
        Map<Instructions.ScaledSum>([a, b, destination], [factor]);

    /// <summary>Computes an activation, elementwise; neither linear nor softmax.</summary>
    void Activate(ActivationKind activation, TensorBuffer x, TensorBuffer destination) => Activations.Map(this, activation, x, destination);

    /// <summary>
    /// Computes <c>gradient·f′</c>, elementwise. The derivative is computed from <paramref name="saved"/>: the output <c>f(x)</c> if
    /// <see cref="Activations.DerivativeFromOutput"/> is true, otherwise the input <c>x</c>.
    /// </summary>
    void ActivateGradient(ActivationKind activation, TensorBuffer saved, TensorBuffer gradient, TensorBuffer destination) =>
        Activations.MapGradient(this, activation, saved, gradient, destination);

    /// <summary>Computes <c>x·limit/max(‖x‖, limit)</c> in place, with the Euclidean norm of all elements.</summary>
    void ClipNorm(TensorBuffer x, double limit) =>
        Compositions.ClipNorm(this, x, limit);
}
