namespace ModelDsl;

/// <summary>
/// One of several inputs of a model, in order: <c>[Model, Input("Image", 28, 28), Input("Meta", 3)]</c>. The forward method takes them as a
/// tuple or a record with these names. A sample is still one row of numbers, one input after the other. Methods of the generated half join
/// data sets and pack tensors.
/// </summary>
/// <example><code>
/// [Model, Input("Image", 28, 28), Input("Meta", 3), SparseCategoricalCrossentropy]
/// public sealed partial record Scans([Dense(64, Activation.Relu)] Dense Look, [Dense(10)] Dense Head)
/// {
///     [Forward]
///     static Tensor Logits(Scans m, (Tensor Image, Tensor Meta) x) => Concat([x.Image.Flatten() | m.Look, x.Meta]) | m.Head;
/// }
/// </code></example>
/// <param name="name">Its name; unique among the inputs.</param>
/// <param name="shape">Shape of its part of one sample, without the batch dimension; each dimension positive.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct, Inherited = false, AllowMultiple = true)]
public sealed class InputAttribute(string name, params int[] shape) : Attribute
{
    /// <summary>Its name.</summary>
    public string Name { get; } = name;

    /// <summary>Shape of its part of one sample, without the batch dimension.</summary>
    public IReadOnlyList<int> Shape { get; } = shape;

    /// <summary>Names of its axes, to distinguish them, as in <see cref="ModelAttribute.Axes"/>.</summary>
    public string[] Axes { get; set; } = [];
}
