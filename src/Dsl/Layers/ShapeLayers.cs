namespace ModelDsl;

/// <summary>Makes each sample one vector: <c>[N, d1, …, dk] → [N, d1·…·dk]</c>. Keras: <c>layers.Flatten</c>.</summary>
public sealed class FlattenAttribute : LayerAttribute
{
    /// <summary>Name of the axis, so that it is kept apart from others: a word; none unless set.</summary>
    public string Axis { get; set; } = "";
}

/// <summary>Makes each sample one vector. It has no parameters.</summary>
public sealed record Flatten : Layer;

/// <summary>The same numbers of each sample in another shape: <c>[N, …] → [N, shape]</c>. Keras: <c>layers.Reshape</c>.</summary>
/// <param name="shape">Shape of a sample; positive dimensions whose product is that of the input's; one may be −1, what the others leave.</param>
public sealed class ReshapeAttribute(params int[] shape) : LayerAttribute
{
    /// <summary>Shape of a sample.</summary>
    public IReadOnlyList<int> Shape { get; } = shape;

    /// <summary>
    /// Names of the axes of a sample: words, <c>_</c> for an axis without a new name. An axis that is the input's, of the same length and with as many numbers behind
    /// each of its places, keeps its name unless it gets another.
    /// </summary>
    public string[] Axes { get; set; } = [];
}

/// <summary>The same numbers in another shape. It has no parameters.</summary>
public sealed record Reshape : Layer;
