namespace ModelDsl;

/// <summary>What makes the axes of an image or of a sequence, or reads them.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AxesSource>))]
public enum AxesSource
{
    /// <summary>No layer: the axes are those of the model's input or output.</summary>
    None,

    /// <summary>A convolution, a pool or another layer of windows. Frameworks with channels first put the channels first here.</summary>
    Windows,

    /// <summary>A layer of features, for instance a recurrent layer. The features are last in all frameworks.</summary>
    Rows,

    /// <summary>Several of them, or a permutation. Another framework may have any order.</summary>
    Several,
}

/// <summary>
/// The axes of an image or of a sequence that became one axis of features, or that features become. The weights of the layer lie in their
/// order, in which frameworks with channels first differ.
/// </summary>
/// <param name="Shape">The axes, channels last; the last one changes fastest: <c>[4, 4, 8]</c>.</param>
/// <param name="Source">What makes the axes, or reads them.</param>
public sealed record MergedAxes(Shape Shape, AxesSource Source);
