using ModelDsl.Engines;

namespace ModelDsl;

/// <summary>
/// The random numbers of a <see cref="ForwardAttribute"/> method that asks for them:
/// <c>static Tensor Predict(Net m, Tensor x, Noise noise)</c>. In training each draw has its own stream, in the order of the draws. Its
/// numbers depend only on seed, step, stream and position. In prediction and evaluation every draw returns its mean, so a prediction is a
/// function of its sample.
/// </summary>
/// <remarks>
/// In eager code, <see cref="None"/> means prediction, and <c>new Noise(key)</c> means the training step with this key: the same numbers
/// that the compiled program draws. It counts its draws, so each call of the method needs a new one.
/// </remarks>
/// <param name="key">Seed and step.</param>
[JsonConverter(typeof(TextJson))]
public sealed class Noise(RandomKey key)
{
    private readonly bool isSilent;
    private uint draws;

    private Noise() : this(default(RandomKey)) => isSilent = true;

    /// <summary>Returns the key that it draws with; none in prediction.</summary>
    public override string ToString() => isSilent ? "no noise" : $"Noise of {key}";

    /// <summary>No noise, as in prediction: every draw returns its mean.</summary>
    public static Noise None { get; } = new();

    /// <summary>Returns standard normal numbers in the shape of a tensor; zeros in prediction. Keras: <c>random.normal</c>.</summary>
    public Tensor Normal(Tensor like) => Drawn(like, static (engine, key, stream, to) => engine.Normal(key, stream, to), mean: 0);

    /// <summary>
    /// Returns numbers in [least, most) in the shape of a tensor; <c>(least + most)/2</c> in prediction. Keras: <c>random.uniform</c>.
    /// </summary>
    /// <param name="like">The tensor; its numbers are not read.</param>
    /// <param name="least">The least number; finite.</param>
    /// <param name="most">The upper bound, which no number reaches; finite, and more than the least.</param>
    /// <exception cref="ArgumentException">The range is empty or infinite.</exception>
    public Tensor Uniform(Tensor like, double least = 0, double most = 1)
    {
        if (!(least < most) || !double.IsFinite(least) || !double.IsFinite(most))
            throw new ArgumentException(FormattableString.Invariant(
                $"Uniform draws from [least, most) with finite ends, least below most, but these are {least} and {most}."));
        var drawn = Drawn(like, static (engine, key, stream, to) => engine.Uniform(key, stream, to), mean: 0.5);
        return (most - least) * drawn + least;
    }

    private Tensor Drawn(Tensor like, Action<ITensorEngine, RandomKey, uint, TensorBuffer> draw, double mean)
    {
        if (isSilent) return like.Mapped((engine, _, to) => engine.Fill(mean, to));
        var stream = RandomStreams.Noise + draws++;
        return like.Mapped((engine, _, to) => draw(engine, key, stream, to));
    }
}
