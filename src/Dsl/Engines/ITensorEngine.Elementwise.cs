namespace ModelDsl.Engines;

/// <content>Functions of each number by itself, and random numbers.</content>
public partial interface ITensorEngine
{
    /// <summary>
    /// A kernel on each element of buffers of one size, those that it reads and those that it writes, by its own numbering; elementwise. Buffers and numbers are no more than
    /// <see cref="KernelLimits"/> says.
    /// </summary>
    void Map<TKernel>(ReadOnlySpan<TensorBuffer> buffers, ReadOnlySpan<double> numbers) where TKernel : struct, IKernel;

    /// <summary><c>a + factor·b</c>, elementwise</summary>
    void AddScaled(TensorBuffer a, TensorBuffer b, double factor, TensorBuffer destination) =>
        Map<Instructions.ScaledSum>([a, b, destination], [factor]);

    /// <summary>An activation, elementwise; not linear, not softmax.</summary>
    void Activate(ActivationKind activation, TensorBuffer x, TensorBuffer destination) => Activations.Map(this, activation, x, destination);

    /// <summary>
    /// <c>gradient·f′</c>, elementwise. The derivative is taken from <paramref name="saved"/>: the output <c>f(x)</c> where
    /// <see cref="Activations.DerivativeFromOutput"/> says so, the input <c>x</c> otherwise.
    /// </summary>
    void ActivateGradient(ActivationKind activation, TensorBuffer saved, TensorBuffer gradient, TensorBuffer destination) =>
        Activations.MapGradient(this, activation, saved, gradient, destination);

    /// <summary>
    /// Sets each element to zero with probability <paramref name="rate"/>, multiplies the others by <c>1/(1 − rate)</c>, elementwise.
    /// Element i is kept when <see cref="Philox.Uniform(RandomKey, uint, uint)"/>(key, stream, i) ≥ rate: the adjoint is the same
    /// instruction on the gradient, and no mask is stored.
    /// </summary>
    void Dropout(TensorBuffer x, double rate, RandomKey key, uint stream, TensorBuffer destination) =>
        Compositions.Dropout(this, x, rate, key, stream, destination);

    /// <summary>
    /// Standard normal numbers. Element i is <c>√(−2·ln(1 − u))·cos 2πv</c>, where u is the uniform number of the stream at position i, v
    /// that of the stream and <see cref="RandomStreams.Angles"/>. Box and Muller, 1958.
    /// </summary>
    void Normal(RandomKey key, uint stream, TensorBuffer destination) =>
        Compositions.Normal(this, key, stream, destination);

    /// <summary>Numbers in [0, 1). Element i is <see cref="Philox.Uniform(RandomKey, uint, uint)"/>(key, stream, i).</summary>
    void Uniform(RandomKey key, uint stream, TensorBuffer destination);

    /// <summary><c>x·limit/max(‖x‖, limit)</c> in place, with the Euclidean norm of all elements.</summary>
    void ClipNorm(TensorBuffer x, double limit) =>
        Compositions.ClipNorm(this, x, limit);
}
