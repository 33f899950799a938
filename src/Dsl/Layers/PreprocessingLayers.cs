namespace ModelDsl;

/// <summary>
/// Multiplies every number and adds another: <c>x·scale + offset</c>. <c>[Rescaling(1 / 255.0)]</c> brings bytes to [0, 1], and
/// <c>[Rescaling(1 / 127.5, -1)]</c> to [−1, 1]. The scaling is then a part of the model and of its program, so a model file takes raw
/// numbers. As the first layer it costs nothing in training: samples are scaled while they are gathered. Keras: <c>layers.Rescaling</c>.
/// </summary>
/// <param name="scale">The factor; finite, not 0.</param>
/// <param name="offset">The number that is added; finite, 0 by default.</param>
public sealed class RescalingAttribute(double scale, double offset = 0) : LayerAttribute
{
    /// <summary>The factor.</summary>
    public double Scale { get; } = scale;

    /// <summary>The number that is added.</summary>
    public double Offset { get; } = offset;
}

/// <summary>Multiplies every number and adds another. It has no parameters.</summary>
public sealed record Rescaling : Layer;

/// <summary>
/// <c>(x − Mean)/max(√Variance, 1e-7)</c> for each feature of the last axis, with the mean and the variance of data.
/// <c>model.Adapt(train)</c> computes them; training does not change them. <c>Fit</c>, <c>Evaluate</c> and <c>Predict</c> refuse a model
/// that was never adapted. Keras: <c>layers.Normalization</c>, with its axis −1.
/// </summary>
/// <remarks>
/// A feature with equal values in all the data has variance 0, and its values become 0. Another value in new data becomes very large, as in
/// Keras: its distance times 1e7.
/// </remarks>
public sealed class NormalizationAttribute : LayerAttribute;

/// <summary>Normalizes each feature by the mean and the variance of data.</summary>
/// <param name="Mean">The mean of each feature, <c>[features]</c>; 0 before <c>Adapt</c>. Not trainable.</param>
/// <param name="Variance">
/// The variance of each feature, <c>[features]</c>: <c>Σ(x − mean)²/n</c>; 1 before <c>Adapt</c>. Not trainable.
/// </param>
/// <param name="Count">
/// How many numbers of each feature they were computed from, <c>[1]</c>; 0 before <c>Adapt</c>. If you know mean and variance yourself,
/// write them with a count above 0. Not trainable.
/// </param>
public sealed record Normalization(Tensor Mean, Tensor Variance, Tensor Count) : Layer;

/// <summary>What a layer makes of the categories of a sample. Keras: <c>output_mode</c>.</summary>
public enum OutputMode
{
    /// <summary>The index of each category.</summary>
    Int,

    /// <summary>
    /// A row of zeros with a one at its index for each category: <c>[N, …, k] → [N, …, k, categories]</c>. A last axis of length 1 is
    /// replaced: <c>[N, …, 1] → [N, …, categories]</c>.
    /// </summary>
    OneHot,

    /// <summary>
    /// One row for all categories of the last axis, with a one for each that occurs: <c>[N, …, k] → [N, …, categories]</c>.
    /// </summary>
    MultiHot,

    /// <summary>One row for all categories of the last axis, with how often each occurs: <c>[N, …, k] → [N, …, categories]</c>.</summary>
    Count,
}

/// <summary>
/// Turns indices of categories into rows of numbers, see <see cref="ModelDsl.OutputMode"/>. Indices are whole numbers in
/// <c>[0, numTokens)</c>; this is checked when data meets the model. It must therefore be the first layer; only <c>Flatten</c> and
/// <c>Reshape</c> may come before it. Keras: <c>layers.CategoryEncoding</c>, without <c>sparse</c> and <c>count_weights</c>.
/// </summary>
/// <param name="numTokens">Number of categories: one more than the largest index; positive, at most 16,777,216.</param>
public sealed class CategoryEncodingAttribute(int numTokens) : LayerAttribute
{
    /// <summary>Number of categories.</summary>
    public int NumTokens { get; } = numTokens;

    /// <summary>What it makes of the indices; not <see cref="OutputMode.Int"/>, <see cref="OutputMode.MultiHot"/> by default.</summary>
    public OutputMode OutputMode { get; set; } = OutputMode.MultiHot;

    /// <summary>Name of the axis of the categories, which distinguishes it from other axes: a word; none by default.</summary>
    public string Axis { get; set; } = "";
}

/// <summary>Turns indices of categories into rows of numbers. It has no parameters.</summary>
public sealed record CategoryEncoding : Layer;

/// <summary>
/// Turns every number into the index of its bucket: how many boundaries are less than or equal to it. With the boundaries 0 and 10, the
/// numbers −1, 0, 9.5, 10 become 0, 1, 1, 2. Boundaries are float32 numbers, as samples are. A layer after it learns nothing about the
/// numbers before it: its gradient is 0. Keras: <c>layers.Discretization</c>.
/// </summary>
/// <remarks>
/// <para>With <c>[Discretization(NumBins = 5)]</c> the boundaries are learnt from data by <c>Adapt</c>: those between buckets of equally
/// many numbers. Boundary <c>j</c> of <c>NumBins − 1</c> is the quantile <c>q = j/NumBins</c> of all n numbers that the layer reads:
/// <c>x₍ᵢ₎ + (h − i)·(x₍ᵢ₊₁₎ − x₍ᵢ₎)</c> with <c>h = (n − 1)·q</c>, <c>i = ⌊h⌋</c>, and the numbers in order, x₍₀₎ first. NumPy:
/// <c>quantile</c>. It is exact; Keras approximates it, with an error of rank up to 1 %.</para>
/// <para>If many numbers are equal, so may be boundaries; the bucket between them stays empty.</para>
/// </remarks>
/// <param name="boundaries">The boundaries, increasing and finite; none if they are learnt.</param>
public sealed class DiscretizationAttribute(params double[] boundaries) : LayerAttribute
{
    /// <summary>The boundaries.</summary>
    public IReadOnlyList<double> Boundaries { get; } = boundaries;

    /// <summary>Number of buckets if the boundaries are learnt; at least 2.</summary>
    public int NumBins { get; set; }

    /// <summary>What it makes of the indices of buckets; <see cref="OutputMode.Int"/> by default.</summary>
    public OutputMode OutputMode { get; set; } = OutputMode.Int;

    /// <summary>
    /// Name of the axis of the buckets, which distinguishes it from other axes: a word; none by default. <see cref="OutputMode.Int"/> makes
    /// no axis.
    /// </summary>
    public string Axis { get; set; } = "";
}

/// <summary>Turns every number into the index of its bucket.</summary>
/// <param name="Boundaries">
/// The learnt boundaries, <c>[NumBins − 1]</c>; 0 before <c>Adapt</c>. Null if the boundaries stand in the attribute. Not trainable.
/// </param>
/// <param name="Count">
/// How many numbers they were computed from, <c>[1]</c>; 0 before <c>Adapt</c>. Null if the boundaries stand in the attribute. Not
/// trainable.
/// </param>
public sealed record Discretization(Tensor? Boundaries, Tensor? Count) : Layer;
