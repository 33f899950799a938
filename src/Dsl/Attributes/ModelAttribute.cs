namespace ModelDsl;

/// <summary>
/// Declares a positional partial record of layers to be a differentiable model. The generator writes the other half of the
/// record: <c>Initialize</c>, <c>Forward</c>, <c>Loss</c>, <c>LossAndGradient</c>, the vector space operators and <c>Summary</c>.
/// </summary>
/// <example><code>
/// [Model(28, 28), SparseCategoricalCrossentropy]
/// public sealed partial record FashionSoftmax(
///     [Flatten] Flatten Pixels,
///     [Dense(10, Activation.Softmax)] Dense Output);
/// </code></example>
/// <param name="inputShape">Shape of one sample, without the batch dimension; each dimension positive.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false)]
public sealed class ModelAttribute(params int[] inputShape) : Attribute
{
    /// <summary>
    /// Declares a model of the rows of a table: its input is their encoded columns, and it learns their label.
    /// </summary>
    /// <param name="features">A record with <see cref="FeaturesAttribute"/>.</param>
    public ModelAttribute(Type features) : this() => Features = features;

    /// <summary>The record of its rows; null for a model of tensors.</summary>
    public Type? Features { get; }

    /// <summary>Shape of one sample, without the batch dimension.</summary>
    public IReadOnlyList<int> InputShape { get; } = inputShape;

    /// <summary>The derivatives to generate besides the gradient; join several with <c>|</c>. No others are generated.</summary>
    public Derivatives Derivatives { get; set; }

    /// <summary>
    /// Names of the axes of a sample, to distinguish them: <c>[Model(28, 28, Axes = ["height", "width"])]</c>. Each is a word; <c>_</c> for
    /// an axis without a name. Axes with different names never match; an axis without a name matches any axis.
    /// </summary>
    public string[] Axes { get; set; } = [];
}
