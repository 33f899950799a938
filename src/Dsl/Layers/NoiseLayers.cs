namespace ModelDsl;

/// <summary>
/// In training, sets each value to zero with probability <paramref name="rate"/> and scales the others by <c>1/(1 − rate)</c>. In
/// prediction it does nothing. Keras: <c>layers.Dropout</c>.
/// </summary>
/// <param name="rate">Probability in [0, 1).</param>
public sealed class DropoutAttribute(double rate) : LayerAttribute
{
    /// <summary>Probability that a value is dropped.</summary>
    public double Rate { get; } = rate;
}

/// <summary>Drops values in training. It has no parameters.</summary>
public sealed record Dropout : Layer;

/// <summary>
/// In training, sets whole channels of each image to zero with probability <paramref name="rate"/> and scales the others by
/// <c>1/(1 − rate)</c>. Whole channels, because neighbouring pixels are similar. In prediction it does nothing. Keras:
/// <c>layers.SpatialDropout2D</c>; Tompson et al., 2015.
/// </summary>
/// <param name="rate">Probability in [0, 1).</param>
public sealed class SpatialDropout2DAttribute(double rate) : LayerAttribute
{
    /// <summary>Probability that a channel is dropped.</summary>
    public double Rate { get; } = rate;
}

/// <summary>Drops channels of images in training. It has no parameters.</summary>
public sealed record SpatialDropout2D : Layer;

/// <summary>
/// In training, sets whole channels of each sequence to zero with probability <paramref name="rate"/> and scales the others by
/// <c>1/(1 − rate)</c>. Whole channels, because neighbouring steps are similar. In prediction it does nothing. Keras:
/// <c>layers.SpatialDropout1D</c>; Tompson et al., 2015.
/// </summary>
/// <param name="rate">Probability in [0, 1).</param>
public sealed class SpatialDropout1DAttribute(double rate) : LayerAttribute
{
    /// <summary>Probability that a channel is dropped.</summary>
    public double Rate { get; } = rate;
}

/// <summary>Drops channels of sequences in training. It has no parameters.</summary>
public sealed record SpatialDropout1D : Layer;

/// <summary>In training, adds normal numbers with mean 0. In prediction it does nothing. Keras: <c>layers.GaussianNoise</c>.</summary>
/// <param name="stddev">Standard deviation of the added numbers; finite, not negative.</param>
public sealed class GaussianNoiseAttribute(double stddev) : LayerAttribute
{
    /// <summary>Standard deviation of the added numbers.</summary>
    public double Stddev { get; } = stddev;
}

/// <summary>Adds normal noise in training. It has no parameters.</summary>
public sealed record GaussianNoise : Layer;

/// <summary>
/// In training, multiplies by normal numbers with mean 1 and standard deviation <c>√(rate/(1 − rate))</c>, the same as dropout with this
/// rate. In prediction it does nothing. Keras: <c>layers.GaussianDropout</c>; Srivastava et al., 2014.
/// </summary>
/// <param name="rate">The rate of dropout with the same deviation; in [0, 1).</param>
public sealed class GaussianDropoutAttribute(double rate) : LayerAttribute
{
    /// <summary>The rate of dropout with the same deviation.</summary>
    public double Rate { get; } = rate;
}

/// <summary>Multiplies by normal noise in training. It has no parameters.</summary>
public sealed record GaussianDropout : Layer;
