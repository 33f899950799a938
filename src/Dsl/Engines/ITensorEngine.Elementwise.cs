namespace ModelDsl.Engines;

/// <content>Elementwise functions, and random numbers.</content>
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

    /// <summary>
    /// Sets each element to zero with probability <paramref name="rate"/> and multiplies the others by <c>1/(1 − rate)</c>, elementwise.
    /// Element i is kept when <see cref="Philox.Uniform(RandomKey, uint, uint)"/>(key, stream, i) ≥ rate. The adjoint is the same
    /// instruction on the gradient, and no mask is stored.
    /// </summary>
    void Dropout(TensorBuffer x, double rate, RandomKey key, uint stream, TensorBuffer destination) =>
        Compositions.Dropout(this, x, rate, key, stream, destination);

    /// <summary>
    /// Draws standard normal numbers. Element i is <c>√(−2·ln(1 − u))·cos 2πv</c>: u is the stream's uniform number at position i, and v is
    /// the uniform number at position i of the stream plus <see cref="RandomStreams.Angles"/>. Box and Muller, 1958.
    /// </summary>
    void Normal(RandomKey key, uint stream, TensorBuffer destination) =>
        Compositions.Normal(this, key, stream, destination);

    /// <summary>Draws numbers in [0, 1). Element i is <see cref="Philox.Uniform(RandomKey, uint, uint)"/>(key, stream, i).</summary>
    void Uniform(RandomKey key, uint stream, TensorBuffer destination);

    /// <summary>Computes <c>x·limit/max(‖x‖, limit)</c> in place, with the Euclidean norm of all elements.</summary>
    void ClipNorm(TensorBuffer x, double limit) =>
        Compositions.ClipNorm(this, x, limit);
}
