namespace ModelDsl;

/// <summary>Base of the normalization layers: <c>Gamma·x + Beta</c>, after x was normalized to mean 0 and variance 1.</summary>
public abstract class AffineNormalizationAttribute : LayerAttribute
{
    /// <summary>A number added to variances, so that none is zero; positive and finite, 0.001 by default.</summary>
    public double Epsilon { get; set; } = 0.001;

    /// <summary>Whether Beta is added; true by default.</summary>
    public bool Center { get; set; } = true;

    /// <summary>Whether the numbers are multiplied by Gamma; true by default.</summary>
    public bool Scale { get; set; } = true;

    /// <summary>The initializer of Gamma; ones by default.</summary>
    public Initializer GammaInitializer { get; set; } = Initializer.Ones;

    /// <summary>The initializer of Beta; zeros by default.</summary>
    public Initializer BetaInitializer { get; set; } = Initializer.Zeros;

    /// <summary>
    /// Adds <c>GammaL1 · Σ |Gamma|</c> to the loss, with derivative 0 at 0; finite, not negative, 0 for none. Keras:
    /// <c>gamma_regularizer=L1(…)</c>.
    /// </summary>
    public double GammaL1 { get; set; }

    /// <summary>
    /// Adds <c>GammaL2 · Σ Gamma²</c> to the loss; finite, not negative, 0 for none. Keras: <c>gamma_regularizer=L2(…)</c>.
    /// </summary>
    public double GammaL2 { get; set; }

    /// <summary>
    /// Adds <c>BetaL1 · Σ |Beta|</c> to the loss, with derivative 0 at 0; finite, not negative, 0 for none. Keras:
    /// <c>beta_regularizer=L1(…)</c>.
    /// </summary>
    public double BetaL1 { get; set; }

    /// <summary>Adds <c>BetaL2 · Σ Beta²</c> to the loss; finite, not negative, 0 for none. Keras: <c>beta_regularizer=L2(…)</c>.</summary>
    public double BetaL2 { get; set; }
}

/// <summary>
/// <c>Gamma·(x − mean)/√(variance + ε) + Beta</c>. In training the statistics are those of each feature over the batch; after a convolution
/// also over all its pixels. In prediction they are the moving averages; the layer is then an affine function of each feature. Gamma
/// <c>[features]</c>, one; beta, zero. Keras: <c>layers.BatchNormalization</c>; Ioffe and Szegedy, 2015.
/// </summary>
/// <remarks>
/// <para>Every training step moves <c>MovingMean</c> and <c>MovingVariance</c>, which begin at 0 and 1, by
/// <c>moving = Momentum·moving + (1 − Momentum)·batch</c>; the variance is <c>Σ(x − mean)²/n</c>. They are not trainable.</para>
/// <para>A feature with equal values in the whole batch, as in a batch of one sample, has variance 0. Its output is Beta, and nothing is
/// learned through it.</para>
/// </remarks>
public sealed class BatchNormalizationAttribute : AffineNormalizationAttribute
{
    /// <summary>The share of the moving statistics that a step keeps, from 0 to 1; 0.99 by default.</summary>
    public double Momentum { get; set; } = 0.99;
}

/// <summary>Normalizes each feature over the batch.</summary>
/// <param name="Gamma">Factors, <c>[features]</c>; null if the layer has <c>Scale = false</c>.</param>
/// <param name="Beta">Shifts, <c>[features]</c>; null if the layer has <c>Center = false</c>.</param>
/// <param name="MovingMean">Moving average of the features' means, <c>[features]</c>; not trainable.</param>
/// <param name="MovingVariance">Moving average of the features' variances, <c>[features]</c>; not trainable.</param>
public sealed record BatchNormalization(Tensor? Gamma, Tensor? Beta, Tensor MovingMean, Tensor MovingVariance) : Layer;

/// <summary>
/// <c>Gamma·(x − mean)/√(variance + ε) + Beta</c>. The statistics are those of each row of the last axis separately. Training and
/// prediction are the same. Gamma <c>[features]</c>, one; beta, zero. Keras: <c>layers.LayerNormalization</c>, with axis −1; Ba, Kiros and
/// Hinton, 2016.
/// </summary>
public sealed class LayerNormalizationAttribute : AffineNormalizationAttribute;

/// <summary>Normalizes each row of features separately.</summary>
/// <param name="Gamma">Factors, <c>[features]</c>; null if the layer has <c>Scale = false</c>.</param>
/// <param name="Beta">Shifts, <c>[features]</c>; null if the layer has <c>Center = false</c>.</param>
public sealed record LayerNormalization(Tensor? Gamma, Tensor? Beta) : Layer;

/// <summary>
/// <c>Gamma·(x − mean)/√(variance + ε) + Beta</c>. The channels of each sample are divided into groups, and the statistics are those of a
/// group over all pixels. Training and prediction are the same, whatever the batch. Gamma <c>[channels]</c>, one; beta, zero. Keras:
/// <c>layers.GroupNormalization</c>; Wu and He, 2018.
/// </summary>
/// <param name="groups">
/// Number of groups, a divisor of the number of channels. −1 makes each channel a group: instance normalisation.
/// </param>
public sealed class GroupNormalizationAttribute(int groups = 32) : AffineNormalizationAttribute
{
    /// <summary>Number of groups.</summary>
    public int Groups { get; } = groups;
}

/// <summary>Normalizes groups of channels of each sample.</summary>
/// <param name="Gamma">Factors, <c>[channels]</c>; null if the layer has <c>Scale = false</c>.</param>
/// <param name="Beta">Shifts, <c>[channels]</c>; null if the layer has <c>Center = false</c>.</param>
public sealed record GroupNormalization(Tensor? Gamma, Tensor? Beta) : Layer;

/// <summary>
/// <c>Scale·x/√(mean(x²) + ε)</c>, with the mean over each row of the last axis separately. Training and prediction are the same. No mean
/// is subtracted, so the division keeps the signs. Scale <c>[features]</c>, one. Keras: <c>layers.RMSNormalization</c>, with axis −1; Zhang
/// and Sennrich, 2019.
/// </summary>
public sealed class RMSNormalizationAttribute : LayerAttribute
{
    /// <summary>A number added to mean squares, so that none is zero; positive and finite, 1e-6 by default.</summary>
    public double Epsilon { get; set; } = 1e-6;

    /// <summary>The initializer of Scale; ones by default.</summary>
    public Initializer ScaleInitializer { get; set; } = Initializer.Ones;

    /// <summary>Adds <c>ScaleL1 · Σ |Scale|</c> to the loss, with derivative 0 at 0; finite, not negative, 0 for none.</summary>
    public double ScaleL1 { get; set; }

    /// <summary>Adds <c>ScaleL2 · Σ Scale²</c> to the loss; finite, not negative, 0 for none.</summary>
    public double ScaleL2 { get; set; }
}

/// <summary>Divides each row of features by its root mean square.</summary>
/// <param name="Scale">Factors, <c>[features]</c>.</param>
public sealed record RMSNormalization(Tensor Scale) : Layer;
