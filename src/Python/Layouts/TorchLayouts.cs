namespace ModelDsl.Layouts;

/// <summary>
/// How PyTorch's layers hold their weights: a row for each kind of layer. Sources: the documentation of the modules in <c>torch.nn</c>, and
/// the order of gates in that of <c>LSTM</c> (i, f, g, o), <c>GRU</c> (r, z, n) and <c>MultiheadAttention</c>.
/// </summary>
internal static class TorchLayouts
{
    /// <summary>
    /// Kernels <c>[out, in, height, width]</c>, which are <c>[height, width, in, out]</c> here. A transposed convolution has both the other
    /// way.
    /// </summary>
    private static readonly Part Kernel2D = Part.From("Kernel", "weight", own => [own[3], own[2], own[0], own[1]], (x, _) => x.Transpose(2, 3, 1, 0));

    /// <summary>Kernels <c>[out, in, size]</c>, which are <c>[size, in, out]</c> here.</summary>
    private static readonly Part Kernel1D = Part.From("Kernel", "weight", own => [own[2], own[1], own[0]], (x, _) => x.Transpose(2, 1, 0));

    private static readonly Part Bias = Part.Same("Bias", "bias");
    private static readonly Part[] Affine = [Part.Same("Gamma", "weight"), Part.Same("Beta", "bias")];

    private static readonly (string Kind, Part[] Parts)[] Rows =
    [
        ("Dense", [Matrix("Kernel", "weight"), Bias]),
        ("Conv2D", [Kernel2D, Bias]),
        ("Conv1D", [Kernel1D, Bias]),
        ("Conv2DTranspose", [Kernel2D, Bias]),
        ("Conv1DTranspose", [Kernel1D, Bias]),
        ("DepthwiseConv2D", [Depthwise("Kernel", "weight"), Bias]),
        ("DepthwiseConv1D", [Depthwise1D("Kernel", "weight"), Bias]),
        ("SeparableConv1D",
        [
            Depthwise1D("DepthwiseKernel", "depthwise.weight"), Kernel1D with { Property = "PointwiseKernel", Roles = ["pointwise.weight"] },
            Part.Same("Bias", "pointwise.bias"),
        ]),
        ("SeparableConv2D",
        [
            Depthwise("DepthwiseKernel", "depthwise.weight"), Kernel2D with { Property = "PointwiseKernel", Roles = ["pointwise.weight"] },
            Part.Same("Bias", "pointwise.bias"),
        ]),
        ("Embedding", [Part.Same("Embeddings", "weight")]),
        ("BatchNormalization", [.. Affine, Part.Same("MovingMean", "running_mean"), Part.Same("MovingVariance", "running_var")]),
        ("LayerNormalization", Affine),
        ("GroupNormalization", Affine),
        ("RMSNormalization", [Part.Same("Scale", "weight")]),
        ("PReLU", [Part.From("Alpha", "weight", own => [own.Aggregate(1, (product, size) => product * size)], (x, _) => x)]),
        ("SimpleRNN", [.. Gates(0), Sum("Bias", "bias_ih", "bias_hh")]),
        ("LSTM", [.. Gates(0, 1, 2, 3), Sum("Bias", "bias_ih", "bias_hh")]),
        // PyTorch's order is reset, update, candidate; here it is update, reset, candidate.
        ("GRU",
        [
            .. Gates(1, 0, 2),
            new("Bias", ["bias_ih", "bias_hh"], own => own.Length == 2 ? [[own[1]], [own[1]]] : [], (x, _) => x[0].Blocks(3, 1, 0, 2).Then(x[1].Blocks(3, 1, 0, 2))),
        ]),
        ("MultiHeadAttention",
        [
            Projected("QueryKernel", 0), Projected("QueryBias", 0), Projected("KeyKernel", 1), Projected("KeyBias", 1),
            Projected("ValueKernel", 2), Projected("ValueBias", 2), .. Output("out_proj"),
        ]),
        ("MultiHeadAttention",
        [
            Heads("QueryKernel", "q_proj_weight"), Projected("QueryBias", 0), Heads("KeyKernel", "k_proj_weight"), Projected("KeyBias", 1),
            Heads("ValueKernel", "v_proj_weight"), Projected("ValueBias", 2), .. Output("out_proj"),
        ]),
        ("MultiHeadAttention",
        [
            Heads("QueryKernel", "q_proj.weight"), HeadBias("QueryBias", "q_proj.bias"), Heads("KeyKernel", "k_proj.weight"),
            HeadBias("KeyBias", "k_proj.bias"), Heads("ValueKernel", "v_proj.weight"), HeadBias("ValueBias", "v_proj.bias"), .. Output("out_proj"),
        ]),
    ];

    /// <summary>Returns the ways in which PyTorch holds a kind of layer, most usual first.</summary>
    public static IEnumerable<Part[]> Of(string kind) => Rows.Where(row => row.Kind == kind).Select(row => row.Parts);

    private static Part Matrix(string property, string role) =>
        Part.From(property, role, own => [own[1], own[0]], (x, _) => x.Transpose(1, 0));

    private static Part Depthwise(string property, string role) => Part.From(property, role,
        own => [own[2] * own[3], 1, own[0], own[1]], (x, own) => x.Reshape(own[2], own[3], own[0], own[1]).Transpose(2, 3, 0, 1));

    private static Part Depthwise1D(string property, string role) => Part.From(property, role,
        own => [own[1] * own[2], 1, own[0]], (x, own) => x.Reshape(own[1], own[2], own[0]).Transpose(2, 0, 1));

    private static Part[] Gates(params int[] order) =>
    [
        Part.From("Kernel", "weight_ih", own => [own[1], own[0]], (x, _) => x.Blocks(order.Length, order).Transpose(1, 0)),
        Part.From("RecurrentKernel", "weight_hh", own => [own[1], own[0]], (x, _) => x.Blocks(order.Length, order).Transpose(1, 0)),
    ];

    private static Part Sum(string property, string first, string second) =>
        new(property, [first, second], own => [own, own], (x, _) => x[0].Plus(x[1]));

    /// <summary>Queries, keys and values lie one below the other in one tensor.</summary>
    private static Part Projected(string property, int block) => property.EndsWith("Bias", StringComparison.Ordinal)
        ? Part.From(property, "in_proj_bias", own => [3 * own[0] * own[1]], (x, _) => x.Blocks(3, block))
        : Part.From(property, "in_proj_weight", own => [3 * own[1] * own[2], own[0]], (x, _) => x.Blocks(3, block).Transpose(1, 0));

    private static Part Heads(string property, string role) =>
        Part.From(property, role, own => [own[1] * own[2], own[0]], (x, _) => x.Transpose(1, 0));

    private static Part HeadBias(string property, string role) => Part.From(property, role, own => [own[0] * own[1]], (x, _) => x);

    private static Part[] Output(string name) =>
    [
        Part.From("OutputKernel", $"{name}.weight", own => [own[2], own[0] * own[1]], (x, _) => x.Transpose(1, 0)), Part.Same("OutputBias", $"{name}.bias"),
    ];
}
