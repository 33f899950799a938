namespace ModelDsl.Import;

/// <summary>Finds what the names in a file say about a layer or a value. Names that an exporter invented say nothing.</summary>
internal static class SourceNames
{
    private static readonly HashSet<string> Tensors = new(StringComparer.OrdinalIgnoreCase)
    {
        "weight", "weights", "kernel", "bias", "gamma", "beta", "scale", "w", "r", "b", "running_mean", "running_var", "embeddings",
            "alpha",
        "pointwise_kernel", "depthwise_kernel", "recurrent_kernel", "recurrentkernel", "pointwisekernel", "depthwisekernel", "querykernel",
        "readvariableop", "table", "slope", "weight_ih_l0", "matmul", "biasadd", "conv2d", "w_0", "w_1", "b_0", "movingmean",
            "movingvariance",
    };

    /// <summary>
    /// The name of a layer: that of its weight without the last part, or that of its node. Null if neither says anything.
    /// </summary>
    /// <param name="weight">The initializer's name: <c>layer1.0.conv1.weight</c>.</param>
    /// <param name="node">The node's name: <c>/layer1/layer1.0/conv1/Conv</c>.</param>
    public static string? Layer(string weight, string node)
    {
        if (Path(weight) is { } parts)
        {
            while (parts.Count > 1 && Tensors.Contains(parts[^1]))
                parts.RemoveAt(parts.Count - 1);
            // One word for a tensor alone, such as "weight", names no layer.
            if ((parts.Count > 1 || !Tensors.Contains(parts[0])) && Names.Pascal(parts) is { } name)
                return name;
        }
        return Node(node) is { } path ? Names.Pascal(path) : null;
    }

    /// <summary>The name of a value, in Pascal case. Null if it says nothing.</summary>
    public static string? Value(string source)
    {
        if (IsInvented(source) || source.Length > 64)
            return null;
        if (source.IndexOf('/') >= 0)
            return Node(source.EndsWith("_output_0", StringComparison.Ordinal) ? source.Substring(0, source.Length - 9)
                : source) is { } path
                ? Names.Pascal(path.Skip(path.Count - 1)) : null;
        var name = source.Split(':')[0];
        return Names.Pascal([name.Split('.').LastOrDefault(part => part.Any(char.IsLetter)) ?? name]);
    }

    // Parts of an initializer's name, or null if an exporter invented it.
    private static List<string>? Path(string name)
    {
        if (IsInvented(name))
            return null;
        var parts = name.Split(':')[0].Split('.', '/').Where(part => part.Length > 0).ToList();
        return parts.Count > 0 ? parts : null;
    }

    // "/layer1/layer1.0/conv1/Conv": each part may repeat those before it, and the last is the operator.
    private static List<string>? Node(string name)
    {
        if (name.IndexOf('/') < 0 || IsInvented(name))
            return null;
        var parts = name.Split('/').Where(part => part.Length > 0).ToList();
        if (parts.Count > 1)
            parts.RemoveAt(parts.Count - 1);
        var path = new List<string>();
        foreach (var part in parts)
        {
            if (path.Count > 0 && part.StartsWith(path[^1] + ".", StringComparison.Ordinal))
                path.RemoveAt(path.Count - 1);
            path.Add(part);
        }
        return path.SelectMany(part => part.Split('.')).ToList() is { Count: > 0 } words ? words : null;
    }

    // Names such as "123", "onnx::MatMul_87", "val_12" and "Parameter23_shape".
    internal static bool IsInvented(string name) =>
        name.Length == 0 || !name.Any(char.IsLetter) || name.StartsWith("onnx::", StringComparison.Ordinal)
        || name.StartsWith("val_", StringComparison.Ordinal) || name.Any(letter => letter is '{' or '"' or '\\')
        || name.Length > 120;
}
