namespace ModelDsl;

/// <summary>Turns each sample into one vector: <c>[N, d1, …, dk] → [N, d1·…·dk]</c>. Keras: <c>layers.Flatten</c>.</summary>
public sealed class FlattenAttribute : LayerAttribute
{
    /// <summary>Name of the axis, which distinguishes it from other axes: a word; none by default.</summary>
    public string Axis { get; set; } = "";
}

/// <summary>Turns each sample into one vector. It has no parameters.</summary>
public sealed record Flatten : Layer;

/// <summary>Changes the shape of each sample, with the same numbers: <c>[N, …] → [N, shape]</c>. Keras: <c>layers.Reshape</c>.</summary>
/// <param name="shape">
/// Shape of a sample: positive dimensions with the same product as those of the input. One may be −1: it is computed from the others.
/// </param>
public sealed class ReshapeAttribute(params int[] shape) : LayerAttribute
{
    /// <summary>Shape of a sample.</summary>
    public IReadOnlyList<int> Shape { get; } = shape;

    /// <summary>
    /// Names of the axes of a sample: words; <c>_</c> for an axis without a new name. An axis keeps its name, unless it gets another, if
    /// its length and the count of numbers at each of its positions stay the same.
    /// </summary>
    public string[] Axes { get; set; } = [];
}

/// <summary>Changes the shape, with the same numbers. It has no parameters.</summary>
public sealed record Reshape : Layer;
