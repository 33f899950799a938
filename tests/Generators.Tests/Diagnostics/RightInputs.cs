namespace ModelDsl.Generators.Tests.Diagnostics;

/// <summary>
/// Right forward methods of several inputs: Left <c>[N, 3, 2]</c>, Right <c>[N, 4]</c> and Words <c>[N, 5]</c>, which holds indices if a
/// body looks them up. Each compiles without a warning, except that some read only one input. Each gives the same result eagerly and
/// compiled, and has the gradient of finite differences.
/// </summary>
public static class RightInputs
{
    private const string Tuple = "(Tensor Left, Tensor Right, Tensor Words) x";

    public static readonly (string Parameter, string Body)[] Models =
    [
        (Tuple, "return Concat([x.Left.Flatten(), x.Right]) | m.A | Tanh | m.B;"),
        (Tuple, "var (left, right, _) = x; return (left.Sum(1) | m.Two) * (right | m.A) | m.B;"),
        (Tuple, "var pair = (x.Right, x.Left); return (pair.Item2.Mean(1) | m.Two) + (pair.Right | m.A) | m.B;"),
        ("(Tensor, Tensor, Tensor) x", "return (x.Item1[.., 1] | m.Two) - (x.Item2 | m.A) | m.B;"),
        ("(Tensor Left, Tensor, Tensor Words) x", "return (x.Left[.., ^1] | m.Two) - (x.Item2 | m.A) | m.B;"),
        (Tuple, "return Mixed(m, x) | m.B; static Tensor Mixed(NET m, (Tensor Left, Tensor Right, Tensor Words) all) => (all.Right | m.A) * all.Words.Mean(-1, true).BroadcastTo(-1, 8);"),
        (Tuple, "var y = x; return y.Left.Flatten() | m.Six | m.B;"),
        (Tuple, "var (l, r, _) = x; x = (2 * l, r, r); return x.Left.Flatten() | m.Six | m.B;"),
        ("Parts x", "return Concat([x.Left.Flatten(), x.Right]) | m.A | Tanh | m.B;"),
        ("Parts x", "var (left, right, words) = x; return (left.Sum(1) | m.Two) * (right | m.A) + words[.., 1..2].BroadcastTo(-1, 8) | m.B;"),
        ("ValueParts x", "return Total(x) | m.Two | m.B; static Tensor Total(ValueParts all) => all.Left.Sum(1) * all.Right[.., ..2];"),
        (Tuple + ", bool training", "return (training ? 2 * x.Right : x.Right) | m.A | m.B;"),
        (Tuple + ", Noise noise", "return x.Right * noise.Normal(x.Right) | m.A | WithLoss(Square(x.Left).Flatten().Sum(-1)) | m.B;"),

        // Indices in a part of the input
        (Tuple, "return (x.Words | m.Look).Flatten() | m.B;"),
        (Tuple, "return Concat([(x.Words | m.Look).Mean(1), x.Right]) | m.A | m.B;"),
        (Tuple, "return (x.Words[.., 2] | m.Look) * (x.Words[.., 1..].Reshape(-1, 2, 2)[.., 1] | m.Look).Sum(1) | m.B;"),
        (Tuple, "var parts = x.Words[.., ..4].Reshape(-1, 2, 2).Transpose(0, 2, 1).Split(2, 1); return (parts[1] | m.Look).Flatten() | m.B;"),
        (Tuple, "return (x.Left[.., .., 0] | m.Look).Sum(1) * (x.Right | m.A)[.., ..3] | m.B;"),
        (Tuple, "return (x.Words[.., ..2] | m.Look).Sum(1) * (x.Words[.., 1..3] | m.Other).Sum(1) | m.B;"),
        (Tuple, "return (x.Left.Transpose(0, 2, 1).Reshape(-1, 3, 2)[.., 1] | m.Look).Flatten() | m.B;"),
    ];

    public const string Inputs = "Input(\"Left\", 3, 2), Input(\"Right\", 4), Input(\"Words\", 5)";

    /// <summary>The content of another file of the project.</summary>
    public const string Records = """
        public sealed record Parts(Tensor Left, Tensor Right, Tensor Words);
        public readonly record struct ValueParts(Tensor Left, Tensor Right, Tensor Words);
        """;

    /// <summary>Returns a model with the layers that its body uses.</summary>
    public static string Of(int number, string name)
    {
        var (parameter, body) = Models[number];
        (string Name, string Declaration)[] layers =
        [
            ("A", "[Dense(8)] Dense A"), ("Two", "[Dense(8)] Dense Two"), ("Six", "[Dense(8)] Dense Six"), ("Look", "[Embedding(7, 3)] Embedding Look"),
            ("Other", "[Embedding(5, 3)] Embedding Other"), ("B", "[Dense(4)] Dense B"),
        ];
        var used = string.Join(", ", layers.Where(l => System.Text.RegularExpressions.Regex.IsMatch(body, $@"\bm\.{l.Name}\b")).Select(l => l.Declaration));
        return "#pragma warning disable MDSL147\n" + ForwardModel.Of(body.Replace("NET", name, StringComparison.Ordinal), layers: used, loss: "MeanSquaredError, " + Inputs, input: "", name: name, signature: $"{name} m, {parameter}");
    }
}
