namespace ModelDsl.Generators.Tests.Diagnostics;

/// <summary>
/// Right forward methods of two outputs: Kind, class indices, and Size, numbers. Each compiles without a warning, gives the same result
/// eagerly and compiled, and has the gradient of finite differences.
/// </summary>
public static class RightOutputs
{
    private const string Pair = "(Tensor Kind, Tensor Size)";
    private const string Losses = "SparseCategoricalCrossentropy(Output = \"Kind\"), MeanSquaredError(Output = \"Size\")";

    public static readonly (string Losses, string Result, string Parameters, string Body)[] Models =
    [
        (Losses, Pair, "Tensor x", "var h = x | m.A | Tanh; return (h | m.B, h | m.C);"),
        (Losses, Pair, "Tensor x", "var h = x | m.A | Tanh; return (Kind: h | m.B, Size: h | m.C);"),
        (Losses, Pair, "Tensor x", "return Both(x | m.A); (Tensor, Tensor) Both(Tensor h) => (h | m.B, h | m.C);"),
        (Losses, Pair, "Tensor x", "var pair = (h: x | m.A, k: x | m.C); return (pair.h | m.B, pair.k);"),
        (Losses, Pair, "Tensor x", "(Tensor, Tensor) result; if (x.Shape[1] == 8) result = (x | m.B, x | m.C); else result = (x | m.C, x | m.B); return result;"),
        (Losses, Pair, "Tensor x, bool training", "return training ? (x | m.B, 2 * (x | m.C)) : (x | m.B, x | m.C);"),
        (Losses, Pair, "Tensor x, Noise noise", "var h = (x | m.A) + noise.Normal(x); return (h | m.B, (h | m.C) | WithLoss(Square(h).Mean(-1), 0.5));"),
        (Losses, "Found", "Tensor x", "return new Found(x | m.B, x | m.C);"),
        (Losses, "Found", "Tensor x", "return new(Size: x | m.C, Kind: x | m.A | m.B);"),
        (Losses, "Found", "Tensor x", "var found = new Found(x | m.A, x | m.C); return new(found.Kind | m.B, Size: 2 * found.Size);"),
        (Losses, "ValueFound", "Tensor x", "var (kind, size) = new ValueFound(x | m.A, x | m.C); return new(kind | m.B, size);"),
        // One tensor twice, the input itself, an output made from the other one
        (Losses, Pair, "Tensor x", "var h = x | m.B; return (h, h);"),
        (Losses, Pair, "Tensor x", "return (x | m.B, x);"),
        (Losses, Pair, "Tensor x", "var p = (x | m.B).Softmax(); return (p, p | m.D);"),
        // Every kind of loss with another one
        ("MeanSquaredError(Output = \"Size\", Weight = 3), SparseCategoricalCrossentropy(Output = \"Kind\", Weight = -0.5)", Pair, "Tensor x", "return (x | m.B, x | m.C);"),
        ("MeanSquaredError(Output = \"Size\"), MeanSquaredError(Output = \"Kind\", Weight = 0.25)", Pair, "Tensor x", "return (x | m.B, x | m.C);"),
        ("BinaryCrossentropy(Output = \"Size\", LabelSmoothing = 0.2), CategoricalCrossentropy(Output = \"Kind\", Reduction = Reduction.Sum)", Pair, "Tensor x", "return ((x | m.B).Softmax(), x | m.C | Sigmoid);"),
        ("CustomLoss(nameof(FAR), Output = \"Size\"), Huber(Output = \"Kind\", Reduction = Reduction.MeanWithSampleWeight)", Pair, "Tensor x", "return (x | m.B, x | m.C);"),
        // Rows within a sample
        ("SparseCategoricalCrossentropy(Output = \"Kind\", Labels = new[] { 4 }), MeanSquaredError(Output = \"Size\")", Pair, "Tensor x", "var rows = x.Reshape(-1, 4, 2); return (rows | m.B, rows.Mean(1) | m.C);"),
        ("SparseCategoricalCrossentropy(Output = \"Kind\"), LogCosh(Output = \"Size\")", Pair, "Tensor x", "var rows = x.Reshape(-1, 2, 2, 2); return (rows.Flatten() | m.B, rows | m.C);"),
    ];

    /// <summary>Three outputs of two inputs.</summary>
    public const string Three = """
        [Model, Input("Left", 2), Input("Right", 3), LogCosh(Output = "C"), MeanSquaredError(Output = "A"), SparseCategoricalCrossentropy(Output = "B")]
        public sealed partial record Three([Dense(4, Activation.Tanh)] Dense L, [Dense(3)] Dense R)
        {
            [Forward]
            internal static (Tensor A, Tensor B, Tensor C) F(Three m, (Tensor Left, Tensor Right) x) => (x.Left | m.L, x.Right | m.R, Concat([x.Left, x.Right]));
        }
        """;

    /// <summary>The content of another file of the project.</summary>
    public const string Records = """
        public sealed record Found(Tensor Kind, Tensor Size);
        public readonly record struct ValueFound(Tensor Kind, Tensor Size);
        internal static class Losses { public static Tensor Far(Tensor prediction, Tensor target) => Square(prediction - target).Mean(-1); }
        """;

    /// <summary>Returns a model with the layers that its body uses.</summary>
    public static string Of(int number, string name)
    {
        var (losses, result, parameters, body) = Models[number];
        (string Name, string Declaration)[] layers = [("A", "[Dense(8)] Dense A"), ("B", "[Dense(3)] Dense B"), ("C", "[Dense(2)] Dense C"), ("D", "[Dense(2)] Dense D")];
        var used = string.Join(", ", layers.Where(l => System.Text.RegularExpressions.Regex.IsMatch(body, $@"\bm\.{l.Name}\b")).Select(l => l.Declaration));
        return ForwardModel.Of(body, layers: used, loss: losses.Replace("FAR", "Losses.Far", StringComparison.Ordinal), name: name, signature: $"{name} m, {parameters}")
            .Replace("static Tensor F(", $"static {result} F(", StringComparison.Ordinal);
    }
}
