using ModelDsl.Engines;

namespace ModelDsl.CompilerServices;

/// <summary>
/// Initial values of parameters, with Keras's formulas. Generated <c>Initialize</c> methods call them. Random values depend only on the
/// seed, the index of the parameter in its model, and the position.
/// </summary>
public static partial class Initializers
{
    /// <inheritdoc cref="Initializer.Zeros"/>
    public static Tensor Zeros(Shape shape) => Tensor.Zeros(shape);

    /// <inheritdoc cref="Initializer.Ones"/>
    public static Tensor Ones(Shape shape) => Constant(shape, 1);

    /// <inheritdoc cref="Initializer.Constant"/>
    public static Tensor Constant(Shape shape, double value = 0)
    {
        var values = new float[shape.Size];
        Array.Fill(values, (float)value);
        return Tensor.Create(shape, values);
    }

    /// <inheritdoc cref="Initializer.Identity"/>
    public static Tensor Identity(Shape shape, double gain = 1)
    {
        var values = new float[shape.Size];
        for (var i = 0; i < Math.Min(shape[0], shape[1]); i++) values[i * shape[1] + i] = (float)gain;
        return Tensor.Create(shape, values);
    }

    /// <inheritdoc cref="Initializer.RandomUniform"/>
    /// <param name="shape">Shape of the tensor.</param>
    /// <param name="seed">The model's seed.</param>
    /// <param name="parameter">Index of the parameter in the model; it makes parameters differ from each other.</param>
    /// <param name="minval">The smallest number.</param>
    /// <param name="maxval">The end of the range; at least <paramref name="minval"/>.</param>
    public static Tensor RandomUniform(Shape shape, int seed, uint parameter, double minval = -0.05, double maxval = 0.05) =>
        Draw(shape, seed, parameter, (key, stream, i) => minval + (maxval - minval) * Philox.Uniform(key, stream, i));

    /// <inheritdoc cref="Initializer.RandomNormal"/>
    /// <param name="shape">Shape of the tensor.</param>
    /// <param name="seed">The model's seed.</param>
    /// <param name="parameter">Index of the parameter in the model; it makes parameters differ from each other.</param>
    /// <param name="mean">Mean.</param>
    /// <param name="stddev">Standard deviation, not negative.</param>
    public static Tensor RandomNormal(Shape shape, int seed, uint parameter, double mean = 0, double stddev = 0.05) =>
        Draw(shape, seed, parameter, (key, stream, i) => mean + stddev * Normal(key, stream, i));

    /// <inheritdoc cref="Initializer.TruncatedNormal"/>
    /// <param name="shape">Shape of the tensor.</param>
    /// <param name="seed">The model's seed.</param>
    /// <param name="parameter">Index of the parameter in the model; it makes parameters differ from each other.</param>
    /// <param name="mean">Mean.</param>
    /// <param name="stddev">Standard deviation before the cut, not negative.</param>
    public static Tensor TruncatedNormal(Shape shape, int seed, uint parameter, double mean = 0, double stddev = 0.05) =>
        Draw(shape, seed, parameter, (key, stream, i) =>
        {
            // A number that is drawn again uses the next step at its own position, so it changes no other number.
            for (var attempt = key; ; attempt = attempt with { Step = attempt.Step + 1 })
                if (Normal(attempt, stream, i) is >= -2 and <= 2 and var z) return mean + stddev * z;
        });

    /// <summary>
    /// Returns a bias of four gates, with the second gate set to 1, so that an LSTM's cell first keeps its content. Jozefowicz et al.,
    /// 2015; Keras: <c>unit_forget_bias</c>.
    /// </summary>
    /// <param name="bias">The bias made by its initializer, <c>[4·units]</c>.</param>
    public static Tensor UnitForgetBias(Tensor bias)
    {
        var values = bias.ToArray();
        values.AsSpan(values.Length / 4, values.Length / 4).Fill(1f);
        return Tensor.Create(bias.Shape, values);
    }

    private static Tensor Draw(Shape shape, int seed, uint parameter, Func<RandomKey, uint, uint, double> number)
    {
        var key = new RandomKey((uint)seed);
        var values = new float[shape.Size];
        for (var i = 0; i < values.Length; i++) values[i] = (float)number(key, RandomStreams.Initializer + parameter, (uint)i);
        return Tensor.Create(shape, values);
    }

    /// <summary>Returns a standard normal number, made from two uniform ones. Box and Muller, 1958.</summary>
    private static double Normal(RandomKey key, uint stream, uint position)
    {
        var bits = Philox.At(key, stream, position >> 1);
        var lane = (position & 1) << 1;
        var radius = Math.Sqrt(-2 * Math.Log(1.0 - Philox.ToUniform(bits[lane])));
        return radius * Math.Cos(Math.Tau * Philox.ToUniform(bits[lane + 1]));
    }
}
