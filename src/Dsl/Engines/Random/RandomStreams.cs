namespace ModelDsl.Engines;

/// <summary>The streams of a seed's random numbers by purpose, so that no two purposes share numbers.</summary>
public static class RandomStreams
{
    /// <summary>Initial weights: this plus the index of the parameter.</summary>
    public const uint Initializer = 0x0000_0000;

    /// <summary>Dropout and noise: this plus the index of the layer.</summary>
    public const uint Dropout = 0x4000_0000;

    /// <summary>The draws of a forward method, from its <see cref="Noise"/>: this plus the number of the draw.</summary>
    public const uint Noise = 0x5000_0000;

    /// <summary>The angles of normal numbers: this plus the stream of their radii.</summary>
    public const uint Angles = 0x2000_0000;

    /// <summary>The order of samples in an epoch; the key's step is the epoch.</summary>
    public const uint Shuffle = 0x8000_0000;

    /// <summary>Splits and folds of data.</summary>
    public const uint Split = 0x8000_0001;

    /// <summary>The order of samples in which a feature is permuted; the key's step is the repetition.</summary>
    public const uint Permutation = 0x8000_0002;

    /// <summary>Random functions of samples; the key's step is the sample, and the seed has the pass in its upper half.</summary>
    public const uint Samples = 0x8000_0003;
}
