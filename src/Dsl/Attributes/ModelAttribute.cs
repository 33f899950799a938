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
    /// <summary>Shape of one sample, without the batch dimension.</summary>
    public IReadOnlyList<int> InputShape { get; } = inputShape;

    /// <summary>What is derived beside the gradient; several are joined by <c>|</c>. What is not asked for is not generated.</summary>
    public Derivatives Derivatives { get; set; }

    /// <summary>
    /// Names of the axes of a sample, where you want them kept apart: <c>[Model(28, 28, Axes = ["height", "width"])]</c>. Each is a word, <c>_</c> for an
    /// axis without a name. Axes of different names never become one; an axis without a name goes with any.
    /// </summary>
    public string[] Axes { get; set; } = [];
}
