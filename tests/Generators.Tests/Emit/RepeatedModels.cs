namespace ModelDsl.Generators.Tests.Emit;

/// <summary>Models with repeated parts.</summary>
internal static class RepeatedModels
{
    /// <summary>Twelve blocks of attention.</summary>
    public static string Transformer { get; } = TransformerOf("Transformer", blocks: 12);

    /// <summary>One layer, a thousand times.</summary>
    public const string Steps = """
        namespace Shop;

        [Model(8), MeanSquaredError]
        public sealed partial record Steps([Dense(8, Activation.Tanh)] Dense Step, [Dense(1)] Dense Head)
        {
            [Forward]
            static Tensor F(Steps m, Tensor x)
            {
                var h = x;
                for (var i = 0; i < 1000; i++) h = h + 0.01 * (h | m.Step);
                return h | m.Head;
            }
        }
        """;

    /// <summary>Models by name: small enough for laws, with loops of many kinds.</summary>
    public static IReadOnlyList<(string Name, string Source)> Small { get; } =
    [
        ("Shop.Little", TransformerOf("Little", blocks: 4).Replace("Dense(256", "Dense(12").Replace("Dense(64)", "Dense(8)").Replace("(100, 64)", "(5, 8)").Replace("Dense(100)", "Dense(5)").Replace("(4, 16", "(2, 4").Replace("Model(32)", "Model(6)")),
        ("Shop.Few", Steps.Replace("Steps", "Few").Replace("1000", "20")),
        ("Shop.Row", "namespace Shop; [Model(4), SparseCategoricalCrossentropy] public sealed partial record Row([Repeat(9), Dense(4, Activation.Relu)] LanguageExt.Seq<Dense> Hidden, [Dense(3)] Dense Head);"),
        ("Shop.Dropped", "namespace Shop; [Model(4), MeanSquaredError] public sealed partial record Dropped([Repeat(7)] LanguageExt.Seq<DroppedPart> Parts, [Dense(2)] Dense Head); [Block] public sealed partial record DroppedPart([Dense(4, Activation.Gelu, KernelL2 = 0.01)] Dense Bend, [Dropout(0.3)] Dropout Drop, [BatchNormalization] BatchNormalization Norm);"),
        ("Shop.Sliced", Method("Sliced", "[Dense(3, Activation.Tanh)] Dense I, [Dense(3)] Dense Slots", "var h = x[.., ..3] | m.I; for (var t = 1; t < 8; t++) h = Tanh(h + (x[.., (3 * t)..(3 * t + 3)] | m.Slots)); return h;", 24)),
        // The distance between its slices is constant up to the fifth.
        ("Shop.Uneven", Method(
            "Uneven", "[Dense(3, Activation.Tanh)] Dense I, [Dense(3)] Dense Slots",
            "var h = x[.., ..3] | m.I; "
            + "for (var t = 1; t < 9; t++) h = Tanh(h + (x[.., (3 * t + t / 5 * 3)..(3 * t + t / 5 * 3 + 3)] | m.Slots)); return h;",
            30)),
        ("Shop.Back", Method("Back", "[Dense(3, Activation.Tanh)] Dense I, [Dense(3)] Dense O", "var h = x[.., 21..] | m.I; for (var t = 6; t >= 0; t--) h = Tanh(h + (x[.., (3 * t)..(3 * t + 3)] | m.O)); return h;", 24)),
        ("Shop.Noisy", Method("Noisy", "[Dense(4, Activation.Tanh)] Dense A", "var h = x; for (var t = 0; t < 9; t++) h = h + 0.1 * noise.Normal(h) * (h | m.A); return h;", 4, ", Noise noise")),
        ("Shop.Twice", Method("Twice", "[Dense(4, Activation.Tanh)] Dense A, [Dense(4)] Dense B", "var h = x; for (var n = 0; n < 3; n++) { for (var t = 0; t < 6; t++) h = h + Sigmoid(h | m.A); h = h * 0.5 | m.B; } return h;", 4)),
        ("Shop.Crossed", Method("Crossed", "[Dense(4, Activation.Tanh)] Dense A, [Dense(4)] Dense B", "var (a, b) = (x, 2 * x); for (var t = 0; t < 9; t++) (a, b) = (b, Tanh(a | m.A) + b); return a + b | m.B;", 4)),
        ("Shop.Fibonacci", Method("Fibonacci", "[Dense(4, Activation.Tanh)] Dense A", "var (a, b) = (x, x | m.A); for (var t = 0; t < 9; t++) (a, b) = (b, Tanh(a + b)); return b;", 4)),
        // Its input is the first item of two arrays.
        ("Shop.Both", Method(
            "Both", "[Dense(4, Activation.Tanh)] Dense A, [Dense(4, Activation.Tanh)] Dense B",
            "var (a, b) = (x, x); for (var t = 0; t < 9; t++) (a, b) = (a | m.A, (b | m.B) + a); return a + b;", 4)),
        ("Shop.Reshaped", Method("Reshaped", "[Dense(4, Activation.Tanh)] Dense A", "var h = x; for (var t = 0; t < 9; t++) h = (h | m.A).Reshape(-1, 2, 2).Reshape(-1, 4); return h;", 4)),
    ];

    private static string Method(string name, string layers, string body, int inputs, string more = "") => $$"""
        namespace Shop;

        [Model({{inputs}}, Derivatives = Derivatives.JacobianVectorProduct | Derivatives.HessianVectorProduct), MeanSquaredError]
        public sealed partial record {{name}}({{layers}}) { [Forward] static Tensor F({{name}} m, Tensor x{{more}}) { {{body}} } }
        """;

    private static string TransformerOf(string name, int blocks) => $$"""
        namespace Shop;

        [Block]
        public sealed partial record {{name}}Block(
            [LayerNormalization] LayerNormalization First, [MultiHeadAttention(4, 16, UseCausalMask = true)] MultiHeadAttention Attention,
            [Dropout(0.1)] Dropout Drop, [LayerNormalization] LayerNormalization Second, [Dense(256, Activation.Gelu)] Dense Hidden, [Dense(64)] Dense Back)
        {
            [Forward]
            static Tensor F({{name}}Block m, Tensor x)
            {
                var h = x + (x | m.First | m.Attention | m.Drop);
                return h + (h | m.Second | m.Hidden | m.Back);
            }
        }

        [Model(32), SparseCategoricalCrossentropy(Labels = new[] { 32 })]
        public sealed partial record {{name}}(
            [Embedding(100, 64)] Embedding Tokens, [Repeat({{blocks}})] LanguageExt.Seq<{{name}}Block> Blocks, [LayerNormalization] LayerNormalization Last,
            [Dense(100)] Dense Head);
        """.Replace("new[] { 32 }", "new[] { " + (name == "Little" ? "6" : "32") + " }");
}
