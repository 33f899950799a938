using ModelDsl.Files;

namespace ModelDsl.Layouts;

/// <summary>
/// How Keras 3's layers hold their weights. The layouts are those of this library; only the names differ: the tensors that a layer has are
/// numbered, in the order of the rows here. Source: Keras 3, <c>keras/src/layers</c>.
/// </summary>
internal static class KerasLayouts
{
    private static readonly (string Kind, (string Inner, string[] Properties)[] Groups)[] Rows =
    [
        ("Dense", [("", ["Kernel", "Bias"])]),
        ("Conv2D", [("", ["Kernel", "Bias"])]),
        ("Conv1D", [("", ["Kernel", "Bias"])]),
        ("Conv2DTranspose", [("", ["Kernel", "Bias"])]),
        ("Conv1DTranspose", [("", ["Kernel", "Bias"])]),
        ("DepthwiseConv1D", [("", ["Kernel", "Bias"])]),
        ("SeparableConv1D", [("", ["DepthwiseKernel", "PointwiseKernel", "Bias"])]),
        ("DepthwiseConv2D", [("", ["Kernel", "Bias"])]),
        ("SeparableConv2D", [("", ["DepthwiseKernel", "PointwiseKernel", "Bias"])]),
        ("Embedding", [("", ["Embeddings"])]),
        ("BatchNormalization", [("", ["Gamma", "Beta", "MovingMean", "MovingVariance"])]),
        ("LayerNormalization", [("", ["Gamma", "Beta"])]),
        ("GroupNormalization", [("", ["Gamma", "Beta"])]),
        ("RMSNormalization", [("", ["Scale"])]),
        ("PReLU", [("", ["Alpha"])]),
        ("Normalization", [("", ["Mean", "Variance", "Count"])]),
        ("SimpleRNN", [("cell.", ["Kernel", "RecurrentKernel", "Bias"])]),
        ("LSTM", [("cell.", ["Kernel", "RecurrentKernel", "Bias"])]),
        ("GRU", [("cell.", ["Kernel", "RecurrentKernel", "Bias"])]),
        ("MultiHeadAttention",
        [
            ("query_dense.", ["QueryKernel", "QueryBias"]), ("key_dense.", ["KeyKernel", "KeyBias"]),
            ("value_dense.", ["ValueKernel", "ValueBias"]), ("output_dense.", ["OutputKernel", "OutputBias"]),
        ]),
    ];

    /// <summary>Returns the ways in which Keras holds a layer: one, or none if it is not known.</summary>
    /// <param name="kind">The kind of layer.</param>
    /// <param name="properties">The tensors that the layer has.</param>
    public static IEnumerable<Part[]> Of(string kind, IReadOnlyCollection<string> properties) =>
        Rows.Where(row => row.Kind == kind)
            .Select(row => row.Groups.SelectMany(inner => Parts(inner.Inner, inner.Properties.Where(properties.Contains))).ToArray());

    private static IEnumerable<Part> Parts(string inner, IEnumerable<string> properties) => properties.Select((property, i) =>
        property == "Count" ? Part.From(property, $"{inner}{i}", _ => [], (x, _) => x) : Part.Same(property, $"{inner}{i}"));

    /// <summary>Returns the class of Keras of a kind of layer, as it stands in files.</summary>
    public static string ClassOf(string kind) => KerasNames.SnakeCase(kind);
}
