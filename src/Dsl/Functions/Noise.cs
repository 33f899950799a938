using ModelDsl.Engines;

namespace ModelDsl;

/// <summary>
/// The random numbers of a <see cref="ForwardAttribute"/> method that asks for them: <c>static Tensor Predict(Net m, Tensor x, Noise noise)</c>. In training each draw has
/// a stream of its own, the first the first, and its numbers depend on seed, step, stream and position alone; in prediction and evaluation every draw gives its mean, so that
/// a prediction is a function of its sample.
/// </summary>
/// <remarks>
/// Eagerly, <see cref="None"/> is prediction, and <c>new Noise(key)</c> the step of training with this key: the same numbers that the compiled program draws. It counts its
/// draws, so a call of the method takes a new one.
/// </remarks>
/// <param name="key">Seed and step.</param>
[JsonConverter(typeof(TextJson))]
public sealed class Noise(RandomKey key)
{
    private readonly bool isSilent;
    private uint draws;

    private Noise() : this(default(RandomKey)) => isSilent = true;

    /// <summary>The key that it draws with; none in prediction.</summary>
    public override string ToString() => isSilent ? "no noise" : $"Noise of {key}";

    /// <summary>No noise, as in prediction: every draw is its mean.</summary>
    public static Noise None { get; } = new();

    /// <summary>Standard normal numbers in the shape of a tensor; zeros in prediction. Keras: <c>random.normal</c>.</summary>
    public Tensor Normal(Tensor like) => Drawn(like, static (engine, key, stream, to) => engine.Normal(key, stream, to), mean: 0);

    /// <summary>Numbers in [least, most) in the shape of a tensor; <c>(least + most)/2</c> in prediction. Keras: <c>random.uniform</c>.</summary>
    /// <param name="like">The tensor; its numbers are not looked at.</param>
    /// <param name="least">The least number; finite.</param>
    /// <param name="most">What no number reaches; finite, and more than the least.</param>
    /// <exception cref="ArgumentException">The range is empty, or has no end.</exception>
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
