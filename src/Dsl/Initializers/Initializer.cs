namespace ModelDsl;

/// <summary>
/// How a tensor of a layer begins, with Keras 3's formulas: <c>[Dense(100, KernelInitializer = Initializer.HeNormal)]</c>. Its numbers, where it has
/// some, are those of Keras. A kernel <c>[…, inputs, outputs]</c> has <c>fanIn = cells·inputs</c> and <c>fanOut = cells·outputs</c>, where
/// cells is the product of the dimensions before them; a vector <c>[n]</c> has <c>fanIn = fanOut = n</c>. The kernels of attention count all heads:
/// <c>[in, heads, size]</c> has <c>fanIn = in</c> and <c>fanOut = heads·size</c>, <c>[heads, size, out]</c> <c>fanIn = heads·size</c> and <c>fanOut = out</c>.
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
    /// Variance <c>scale / n</c>, where n is the fan that is chosen: scale 1, the fan of the inputs and the truncated normal distribution unless set.
    /// </summary>
    VarianceScaling,

    /// <summary>Normal: mean 0, standard deviation 0.05 unless set.</summary>
    RandomNormal,

    /// <summary>Normal, and drawn again beyond two standard deviations: mean 0, standard deviation (before the cut) 0.05 unless set.</summary>
    TruncatedNormal,

    /// <summary>Uniform in [−0.05, 0.05) unless set.</summary>
    RandomUniform,

    /// <summary>Orthonormal columns, or rows where there are fewer of them, times a gain of 1 unless set. Saxe et al., 2014.</summary>
    Orthogonal,

    /// <summary>The identity matrix, times a gain of 1 unless set; for matrices only.</summary>
    Identity,

    /// <summary>A number everywhere; 0 unless set.</summary>
    Constant,

    /// <summary>0 everywhere.</summary>
    Zeros,

    /// <summary>1 everywhere.</summary>
    Ones,
}

/// <summary>By which number <see cref="Initializer.VarianceScaling"/> divides its scale.</summary>
public enum Fan
{
    /// <summary>Inputs of an output. Keras: <c>fan_in</c>.</summary>
    In,

    /// <summary>Outputs of an input. Keras: <c>fan_out</c>.</summary>
    Out,

    /// <summary>The mean of both. Keras: <c>fan_avg</c>.</summary>
    Average,
}

/// <summary>How <see cref="Initializer.VarianceScaling"/> spreads its numbers.</summary>
public enum Distribution
{
    /// <summary>Normal, drawn again beyond two standard deviations, and widened so that the variance is that of the formula.</summary>
    TruncatedNormal,

    /// <summary>Normal. Keras: <c>untruncated_normal</c>.</summary>
    UntruncatedNormal,

    /// <summary>Uniform.</summary>
    Uniform,
}
