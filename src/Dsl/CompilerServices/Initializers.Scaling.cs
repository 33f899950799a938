using ModelDsl.Engines;

namespace ModelDsl.CompilerServices;

/// <content>Initializers whose variance depends on the shape.</content>
public static partial class Initializers
{
    /// <summary>Standard deviation of the standard normal distribution, cut at ±2; Keras's number.</summary>
    private const double TruncatedDeviation = 0.87962566103423978;

    /// <inheritdoc cref="Initializer.GlorotUniform"/>
    public static Tensor GlorotUniform(Shape shape, int seed, uint parameter) =>
        VarianceScaling(shape, seed, parameter, 1, Fan.Average, Distribution.Uniform);

    /// <inheritdoc cref="Initializer.GlorotNormal"/>
    public static Tensor GlorotNormal(Shape shape, int seed, uint parameter) =>
        VarianceScaling(shape, seed, parameter, 1, Fan.Average);

    /// <inheritdoc cref="Initializer.HeUniform"/>
    public static Tensor HeUniform(Shape shape, int seed, uint parameter) =>
        VarianceScaling(shape, seed, parameter, 2, Fan.In, Distribution.Uniform);

    /// <inheritdoc cref="Initializer.HeNormal"/>
    public static Tensor HeNormal(Shape shape, int seed, uint parameter) => VarianceScaling(shape, seed, parameter, 2);

    /// <inheritdoc cref="Initializer.LecunUniform"/>
    public static Tensor LecunUniform(Shape shape, int seed, uint parameter) =>
        VarianceScaling(shape, seed, parameter, 1, Fan.In, Distribution.Uniform);

    /// <inheritdoc cref="Initializer.LecunNormal"/>
    public static Tensor LecunNormal(Shape shape, int seed, uint parameter) => VarianceScaling(shape, seed, parameter, 1);

    /// <inheritdoc cref="Initializer.VarianceScaling"/>
    /// <param name="shape">Shape of the tensor.</param>
    /// <param name="seed">The model's seed.</param>
    /// <param name="parameter">Index of the parameter in the model; it makes parameters differ from each other.</param>
    /// <param name="scale">The variance times the fan; positive.</param>
    /// <param name="fan">The kind of fan.</param>
    /// <param name="distribution">The distribution.</param>
    public static Tensor VarianceScaling(
        Shape shape, int seed, uint parameter, double scale = 1, Fan fan = Fan.In, Distribution distribution = Distribution.TruncatedNormal)
    {
        var (fanIn, fanOut) = Fans(shape);
        var n = fan switch { Fan.In => fanIn, Fan.Out => fanOut, _ => (fanIn + fanOut) / 2 };
        switch (distribution)
        {
            case Distribution.TruncatedNormal:
                return TruncatedNormal(shape, seed, parameter, 0, Math.Sqrt(scale / n) / TruncatedDeviation);
            case Distribution.UntruncatedNormal:
                return RandomNormal(shape, seed, parameter, 0, Math.Sqrt(scale / n));
            default:
                var limit = Math.Sqrt(3 * scale / n);
                return Draw(shape, seed, parameter, (key, stream, i) => limit * (2.0 * Philox.Uniform(key, stream, i) - 1.0));
        }
    }

    /// <summary>Returns a matrix <c>[inputs, outputs]</c> in the shape of a tensor whose inputs or outputs are several axes.</summary>
    /// <param name="shape">Shape of the tensor.</param>
    /// <param name="matrix">The matrix made by its initializer.</param>
    public static Tensor Shaped(Shape shape, Tensor matrix) => Tensor.Create(shape, matrix.ToArray());

    /// <summary>Returns the number of inputs per output, and of outputs per input.</summary>
    internal static (double In, double Out) Fans(Shape shape)
    {
        if (shape.Rank < 2) return shape.Rank == 0 ? (1, 1) : (shape[0], shape[0]);
        var cells = 1.0;
        foreach (var size in shape.Dimensions[..^2]) cells *= size;
        return (cells * shape[^2], cells * shape[^1]);
    }
}
