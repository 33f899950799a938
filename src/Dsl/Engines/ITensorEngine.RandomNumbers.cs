namespace ModelDsl.Engines;

/// <content>Random numbers, by <see cref="Philox"/>. They depend on the key, the stream and the position alone.</content>
public partial interface ITensorEngine
{
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
}
