namespace ModelDsl.Engines;

/// <summary>Initial values of parameters, with Keras's formulas. Generated <c>Initialize</c> methods call them.</summary>
public static class Initializers
{
    /// <summary>
    /// Uniform in ±√(6 / (inputs + outputs)) for a kernel <c>[…, inputs, outputs]</c>; a window's cells multiply both. Glorot and Bengio,
    /// 2010; Keras: <c>GlorotUniform</c>.
    /// </summary>
    /// <param name="shape">Shape of the kernel.</param>
    /// <param name="seed">The model's seed.</param>
    /// <param name="parameter">Index of the parameter in the model, so that no two kernels are alike.</param>
    public static Tensor GlorotUniform(Shape shape, int seed, uint parameter)
    {
        var cells = 1.0;
        foreach (var size in shape.Dimensions[..^2]) cells *= size;
        var limit = Math.Sqrt(6.0 / (cells * (shape[^2] + shape[^1])));
        var key = new RandomKey((uint)seed);
        var values = new float[shape.Size];
        for (var i = 0; i < values.Length; i++)
            values[i] = (float)(limit * (2.0 * Philox.Uniform(key, RandomStreams.Initializer + parameter, (uint)i) - 1.0));
        return Tensor.Create(shape, values);
    }

    /// <summary>Uniform in ±0.05. Keras: <c>RandomUniform</c>, what <c>"uniform"</c> means.</summary>
    /// <inheritdoc cref="GlorotUniform" path="/param"/>
    public static Tensor RandomUniform(Shape shape, int seed, uint parameter)
    {
        var key = new RandomKey((uint)seed);
        var values = new float[shape.Size];
        for (var i = 0; i < values.Length; i++)
            values[i] = (float)(0.05 * (2.0 * Philox.Uniform(key, RandomStreams.Initializer + parameter, (uint)i) - 1.0));
        return Tensor.Create(shape, values);
    }

    /// <summary>
    /// Zero, but 1 for the second of four gates, so that an LSTM's cell begins by keeping what it holds. Jozefowicz et al., 2015; Keras:
    /// <c>unit_forget_bias</c>.
    /// </summary>
    /// <param name="shape">Shape of the bias, <c>[4·units]</c>.</param>
    public static Tensor UnitForgetBias(Shape shape)
    {
        var values = new float[shape.Size];
        values.AsSpan(values.Length / 4, values.Length / 4).Fill(1f);
        return Tensor.Create(shape, values);
    }

    /// <summary>All zero.</summary>
    public static Tensor Zeros(Shape shape) => Tensor.Zeros(shape);
}
