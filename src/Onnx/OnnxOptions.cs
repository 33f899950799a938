namespace ModelDsl;

/// <summary>How a model is written as an ONNX file.</summary>
public sealed record OnnxOptions
{
    internal const int FirstOpset = 17, LastOpset = 22;

    /// <summary>
    /// The version of ONNX's operators, 17 to 22. Older programs need an older one. The function that the file computes is the same; in an
    /// older version some operators are written as several.
    /// </summary>
    public int Opset { get; init; } = LastOpset;

    /// <summary>
    /// Whether the outputs are those of a classifier: <c>label</c>, the index of the most probable class as int64 <c>[N]</c>, and
    /// <c>probabilities</c>, float32 <c>[N, classes]</c>. Logits become probabilities by softmax. The model must have one output of
    /// classes.
    /// </summary>
    public bool Classifier { get; init; }

    /// <summary>
    /// The names of the classes by index, which are written into the file's metadata as <c>classes</c>, a JSON array. If it is empty, they
    /// are the names in the data that the model was trained on, if it knows them.
    /// </summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>
    /// Whether the weights are in a second file beside the first, <c>digits.onnx.data</c> for <c>digits.onnx</c>. Models above 2 GiB need
    /// it. It is an error for a stream and for bytes.
    /// </summary>
    public bool ExternalData { get; init; }
}
