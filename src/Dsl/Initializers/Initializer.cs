namespace ModelDsl;

/// <summary>
/// The initial values of a layer's tensor, with Keras 3's formulas: <c>[Dense(100, KernelInitializer = Initializer.HeNormal)]</c>. The
/// default numbers are those of Keras. A kernel <c>[…, inputs, outputs]</c> has <c>fanIn = cells·inputs</c> and
/// <c>fanOut = cells·outputs</c>, where cells is the product of the dimensions before them. A vector <c>[n]</c> has
/// <c>fanIn = fanOut = n</c>. The kernels of attention count all heads: <c>[in, heads, size]</c> has <c>fanIn = in</c> and
/// <c>fanOut = heads·size</c>; <c>[heads, size, out]</c> has <c>fanIn = heads·size</c> and <c>fanOut = out</c>.
/// </summary>
public enum Initializer
{
    /// <summary>Uniform in ±√(6 / (fanIn + fanOut)). Glorot and Bengio, 2010.</summary>
    GlorotUniform,

    /// <summary>Truncated normal with variance 2 / (fanIn + fanOut). Glorot and Bengio, 2010.</summary>
    GlorotNormal,

    /// <summary>Uniform in ±√(6 / fanIn). He et al., 2015.</summary>
    HeUniform,

    /// <summary>Truncated normal with variance 2 / fanIn. He et al., 2015.</summary>
    HeNormal,

    /// <summary>Uniform in ±√(3 / fanIn). LeCun et al., 1998.</summary>
    LecunUniform,

    /// <summary>Truncated normal with variance 1 / fanIn. LeCun et al., 1998.</summary>
    LecunNormal,

    /// <summary>
    /// Variance <c>scale / n</c>, where n is the chosen fan. The defaults are scale 1, the fan of the inputs and the truncated normal
    /// distribution.
    /// </summary>
    VarianceScaling,

    /// <summary>Normal: mean 0, by default with standard deviation 0.05.</summary>
    RandomNormal,

    /// <summary>
    /// Normal, drawn again beyond two standard deviations: mean 0, by default with standard deviation 0.05 (before the cut).
    /// </summary>
    TruncatedNormal,

    /// <summary>Uniform; by default in [−0.05, 0.05).</summary>
    RandomUniform,

    /// <summary>Orthonormal columns, or rows if there are fewer rows, times a gain; by default 1. Saxe et al., 2014.</summary>
    Orthogonal,

    /// <summary>The identity matrix times a gain, by default 1; for matrices only.</summary>
    Identity,

    /// <summary>The same number everywhere; by default 0.</summary>
    Constant,

    /// <summary>0 everywhere.</summary>
    Zeros,

    /// <summary>1 everywhere.</summary>
    Ones,
}

/// <summary>The number by which <see cref="Initializer.VarianceScaling"/> divides its scale.</summary>
public enum Fan
{
    /// <summary>Number of inputs of an output. Keras: <c>fan_in</c>.</summary>
    In,

    /// <summary>Number of outputs of an input. Keras: <c>fan_out</c>.</summary>
    Out,

    /// <summary>The mean of both. Keras: <c>fan_avg</c>.</summary>
    Average,
}

/// <summary>The distribution of the numbers of <see cref="Initializer.VarianceScaling"/>.</summary>
public enum Distribution
{
    /// <summary>Normal, drawn again beyond two standard deviations, and widened so that the variance is that of the formula.</summary>
    TruncatedNormal,

    /// <summary>Normal. Keras: <c>untruncated_normal</c>.</summary>
    UntruncatedNormal,

    /// <summary>Uniform.</summary>
    Uniform,
}
