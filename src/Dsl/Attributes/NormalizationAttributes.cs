namespace ModelDsl;

/// <summary>
/// In training <c>Gamma·(x − mean)/√(variance + ε) + Beta</c> with the statistics of each feature over the batch, and after a convolution
/// over all pixels of it; in prediction with their moving averages: then the layer is an affine function of each feature. Gamma
/// <c>[features]</c>, one; beta, zero. Keras: <c>layers.BatchNormalization</c>; Ioffe and Szegedy, 2015.
/// </summary>
/// <remarks>
/// <para>Every training step moves <c>MovingMean</c> and <c>MovingVariance</c>, which begin at 0 and 1, by
/// <c>moving = Momentum·moving + (1 − Momentum)·batch</c>; the variance is <c>Σ(x − mean)²/n</c>. They are not trainable.</para>
/// <para>A feature that is the same in the whole batch, as in a batch of one sample, has variance 0: its output is Beta, and nothing is
/// learned through it.</para>
/// </remarks>
public sealed class BatchNormalizationAttribute : LayerAttribute
{
    /// <summary>How much of the moving statistics a step keeps, from 0 to 1; 0.99 unless set.</summary>
    public double Momentum { get; set; } = 0.99;

    /// <summary>What is added to variances, so that none is zero; positive and finite, 0.001 unless set.</summary>
    public double Epsilon { get; set; } = 0.001;

    /// <summary>Whether Beta is added; true unless set.</summary>
    public bool Center { get; set; } = true;

    /// <summary>Whether Gamma multiplies; true unless set.</summary>
    public bool Scale { get; set; } = true;
}
