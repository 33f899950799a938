namespace ModelDsl.Generators.Tests.Diagnostics;

/// <summary>Models that look like mistakes and are none: what was meant can be said.</summary>
public static class RightMeaning
{
    private const string Towers = "[Dense(3, Activation.Softmax)] Dense A, [Dense(3, Activation.Softmax)] Dense B";
    private const string Gate = "[Dense(1, Activation.Sigmoid)] Dense A";
    private const string Plain = "[Dense(3)] Dense A";
    private const string Sparse = "SparseCategoricalCrossentropy";

    private static string Of(string body, string layers = Plain, string loss = Sparse, string input = "8", string members = "", string more = "") =>
        ForwardModel.Of(body, members, layers, loss, input, signature: "Net m, Tensor x" + more);

    private static string Chain(string layers, string loss = "MeanSquaredError", string input = "8") => $"[Model({input}), {loss}] public sealed partial record Net({layers});";

    public static readonly string[] Models =
    [
        // Mixtures of probabilities
        Of("return Log(((x | m.A) + (x | m.B)) / 2);", Towers),
        Of("return 0.5 * (Log(x | m.A) + Log(x | m.B));", Towers),
        Of("return ((x | m.A) + (x | m.B)) / 2;", Towers, "MeanSquaredError"),
        Of("return ((x | m.A) + (x | m.B)) / 2;", Towers, "KLDivergence"),
        Of("return ((x | m.A) + (x | m.B)) / 2;", Towers, "CustomLoss(nameof(Likelihood))", members: "public static Tensor Likelihood(Tensor p, Tensor y) => -(y * Log(p)).Sum(-1);"),
        Of("return x | m.A;", loss: "CustomLoss(nameof(Likelihood))", members: "public static Tensor Likelihood(Tensor p, Tensor y) => -(y * p.LogSoftmax()).Sum(-1);"),
        Of("var p = 1 - (x | m.A); return Log(p) - Log(1 - p);", Gate, "BinaryCrossentropy"),
        Of("var p = 1 - (x | m.A); return Log(p / (1 - p));", Gate, "BinaryCrossentropy"),
        Of("return 1 - (x | m.A) | Logit;", Gate, "BinaryCrossentropy", members: "[Elementwise] static float Logit(float p) => MathF.Log(p / (1 - p));"),
        Of("var gate = (x | m.G).Reshape(-1, 2, 1).BroadcastTo(-1, 2, 3); return Log((gate * (x | m.E).Reshape(-1, 2, 3).Softmax()).Sum(1));", "[Dense(2, Activation.Softmax)] Dense G, [Dense(6)] Dense E"),

        // Probabilities on the way
        Of("return x | m.A | m.B;", "[Dense(5, Activation.Softmax)] Dense A, [Dense(3)] Dense B"),
        Of("return (x | m.A) * (x | m.B);", "[Dense(3, Activation.Sigmoid)] Dense A, [Dense(3)] Dense B"),
        Of("var g = x | m.G; return g * (x | m.A) + (1 - g) * (x | m.B);", "[Dense(3, Activation.Sigmoid)] Dense G, [Dense(3)] Dense A, [Dense(3)] Dense B"),
        Of("var s = (x | m.A).Reshape(-1, 1, 4).Softmax(); return MatMul(s, (x | m.B).Reshape(-1, 4, 3)).Flatten();", "[Dense(4)] Dense A, [Dense(12)] Dense B"),
        Of("return 20 * Sigmoid(x | m.A) - 10;"),
        Of("return 10 * Tanh((x | m.A) / 10);", loss: "BinaryCrossentropy"),
        Of("return (10 * (x | m.A).Softmax()).Softmax();"),
        Of("return (Log(x | m.A) / 2).Softmax();", "[Dense(3, Activation.Softmax)] Dense A"),
        Of("return x | m.A;", "[Dense(3, Activation.Softmax)] Dense A"),
        Of("return (x | m.A).Softmax();"),
        Of("return x | m.A | m.D;", "[Dense(3, Activation.Softmax)] Dense A, [Dropout(0)] Dropout D"),
        Of("return x | m.A;", "[Dense(3, Activation.Softmax)] Dense A", Sparse + "(Labels = new[] { 4 })", "4, 8"),
        Of("return (x | m.A).Softmax() - (x | m.B).Softmax();", "[Dense(3)] Dense A, [Dense(3)] Dense B", "Hinge"),

        // Probabilities that were computed with on purpose
        Of("return 8 * Sigmoid(x | m.A) - 4;", loss: "BinaryCrossentropy"),
        Of("return 3 * Tanh((x | m.A) / 2);", loss: "BinaryCrossentropy"),
        Of("return Log(0.9 * (x | m.A) + 0.1 / 3);", "[Dense(3, Activation.Softmax)] Dense A"),
        Of("return Log(Exp((x | m.A).LogSoftmax()) + Exp((x | m.B).LogSoftmax()));", "[Dense(3)] Dense A, [Dense(3)] Dense B"),
        Of("return 0.5 * (x | m.A).LogSoftmax();"),
        Of("return ((x | m.G).Reshape(-1, 2, 1).BroadcastTo(-1, 2, 3) * (x | m.E).Reshape(-1, 2, 3)).Sum(1);", "[Dense(2, Activation.Softmax)] Dense G, [Dense(6)] Dense E"),
        Of("var h = x | m.A; return h * (h | m.S | Relu | m.E) | m.B;", "[Dense(8, Activation.Relu)] Dense A, [Dense(2)] Dense S, [Dense(8, Activation.Sigmoid)] Dense E, [Dense(3)] Dense B"),
        Of("var h = x | m.A; return h * (h | m.S | Relu | m.E);", "[Dense(3)] Dense A, [Dense(2)] Dense S, [Dense(3, Activation.Sigmoid)] Dense E"),
        Of("var z = x | m.Z; return z * x[.., ..3] + (1 - z) * Tanh(x | m.C);", "[Dense(3, Activation.Sigmoid)] Dense Z, [Dense(3)] Dense C"),
        Of("return (x | m.Z) * (x | m.R) * Tanh(x | m.C);", "[Dense(3, Activation.Sigmoid)] Dense Z, [Dense(3, Activation.Sigmoid)] Dense R, [Dense(3)] Dense C"),
        Of("var a = MatMul(x | m.Q, (x | m.K).Transpose(0, 2, 1)).Softmax(); return MatMul(a, x | m.V).Mean(1);", "[Dense(4)] Dense Q, [Dense(4)] Dense K, [Dense(3)] Dense V", input: "5, 2"),
        Of("return -Square((x[.., ..4] | m.A) - (x[.., 4..] | m.B));", "[Dense(3, Activation.Sigmoid)] Dense A, [Dense(3, Activation.Sigmoid)] Dense B"),
        Of("return 10 - Abs((x[.., ..4] | m.A) - (x[.., 4..] | m.B)).Sum(-1, keepDims: true) * 4;", "[Dense(8, Activation.Sigmoid)] Dense A, [Dense(8, Activation.Sigmoid)] Dense B", "BinaryCrossentropy"),
        Of("return Abs((x[.., ..4] | m.A) - (x[.., 4..] | m.B)) | m.C;", "[Dense(8, Activation.Sigmoid)] Dense A, [Dense(8, Activation.Sigmoid)] Dense B, [Dense(1, Activation.Sigmoid)] Dense C", "BinaryCrossentropy"),
        Chain("[Dense(8, Activation.Sigmoid)] Dense A, [BatchNormalization] BatchNormalization N, [Dense(3)] Dense B", Sparse),
        Chain("[Dense(8, Activation.Softmax)] Dense A, [LayerNormalization] LayerNormalization N, [Dense(3, Activation.Softmax)] Dense B", Sparse),
        Chain("[Dense(8, Activation.Sigmoid)] Dense A, [Dropout(0.2)] Dropout D, [Frozen, Dense(3)] Dense B", Sparse),
        Chain("[Conv2D(4, 3, Activation.Sigmoid)] Conv2D A, [MaxPooling2D] MaxPooling2D P, [Flatten] Flatten F, [Dense(3)] Dense B", Sparse, "8, 8, 1"),
        Chain("[Dense(3, Activation.Sigmoid)] Dense A, [LSTM(3)] LSTM B", Sparse, "5, 2"),
        Chain("[Dense(3)] Dense A, [BatchNormalization] BatchNormalization N, [Softmax] Softmax S", Sparse),
        Chain("[Dense(3, Activation.Softmax)] Dense A, [BatchNormalization] BatchNormalization N", "MeanSquaredError"),

        // Shapes that a loss sees through
        Chain("[Conv2D(3, 4, Activation.Softmax)] Conv2D A, [Flatten] Flatten F", Sparse, "4, 4, 2"),
        Chain("[Dense(3, Activation.Softmax)] Dense A, [Flatten] Flatten F", "CategoricalCrossentropy", "1, 8"),
        Chain("[Dense(3, Activation.Softmax)] Dense A, [Reshape(1, 3)] Reshape R", Sparse + "(Labels = new[] { 1 })"),
        Chain("[Dense(3, Activation.Softmax)] Dense A, [Reshape(1, 3)] Reshape R, [Flatten] Flatten F", "CategoricalFocalCrossentropy"),
        Chain("[Dense(3, Activation.Softmax)] Dense A, [Reshape(2, 2, 3)] Reshape R", Sparse + "(Labels = new[] { 2, 2 })", "4, 8"),
        Chain("[Dense(1, Activation.Sigmoid)] Dense A, [Flatten] Flatten F", "BinaryCrossentropy", "4, 8"),
        Of("return (x | m.A).Reshape(-1, 1, 3)[.., 0];", "[Dense(3, Activation.Softmax)] Dense A"),

        // Positive predictions
        Chain("[Dense(1, Activation.Softplus)] Dense A", "MeanSquaredLogarithmicError"),
        Chain("[Dense(1, Activation.Relu)] Dense A", "MeanSquaredLogarithmicError"),
        Chain("[LSTM(3, Activation.Sigmoid)] LSTM A", "MeanSquaredLogarithmicError", "5, 2"),
        Chain("[GRU(3, Activation.Relu)] GRU A", "Poisson", "5, 2"),
        Chain("[SimpleRNN(3, Activation.Softplus)] SimpleRNN A", "Poisson", "5, 2"),
        Of("return x | m.A | Own;", loss: "MeanSquaredLogarithmicError", members: "[Elementwise] static float Own(float v) => v * v;"),
        Of("return x | m.A | Own;", loss: "Poisson", members: "[Elementwise] static float Own(float v) => v * v - v + 1;"),
        Of("return x | m.A | Own;", loss: "KLDivergence", members: "[Elementwise] static float Own(float v) { var s = 1 / (1 + MathF.Exp(-v)); return s * (2 - s); }"),
        Of("return Maximum(x | m.A, Exp(x | m.B));", "[Dense(3)] Dense A, [Dense(3)] Dense B", "Poisson"),
        Of("var h = x | m.A; return Where(h > 0, h, 0.1 * Exp(h));", loss: "MeanSquaredLogarithmicError"),
        Of("var s = (x | m.A).Reshape(-1, 1, 4).Softmax(); return MatMul(s, Exp(x | m.B).Reshape(-1, 4, 3)).Flatten();", "[Dense(4)] Dense A, [Dense(12)] Dense B", "Poisson"),
        Of("var gate = (x | m.G).Reshape(-1, 2, 1).BroadcastTo(-1, 2, 3); return (gate * (x | m.E).Reshape(-1, 2, 3).Softmax()).Sum(1);", "[Dense(2, Activation.Softmax)] Dense G, [Dense(6)] Dense E", "KLDivergence"),
        Of("var p = (x | m.A) * (x | m.B); return p / p.Sum(-1, keepDims: true).BroadcastTo(-1, 3);", Towers, "KLDivergence"),
        Of("return 0.7 * (x | m.A) + 0.2 * (x | m.B) + 0.1 * (x | m.A);", Towers, "KLDivergence"),
        Of("return 0.3 * (x | m.A) + 0.7 * (x | m.B);", Towers, "KLDivergence"),
        Of("return (x.Reshape(-1, 2, 4) | m.A).Mean(1);", "[Dense(3, Activation.Softmax)] Dense A", "KLDivergence"),
        Of("return (x.Reshape(-1, 2, 4) | m.A)[.., 0];", "[Dense(3, Activation.Softmax)] Dense A", "KLDivergence"),
        Of("return x | m.A | m.L;", "[Dense(3, Activation.Sigmoid)] Dense A, [Flatten] Flatten L", "KLDivergence"),
        Of("return Exp(x | m.A);", loss: "Poisson"),
        Of("return x | m.A | Relu;", loss: "Poisson"),
        Of("return Softplus(x | m.A) * 2 + 0.1;", loss: "Poisson"),
        Of("return Softplus(x | m.A) / Softplus(x | m.B);", "[Dense(3)] Dense A, [Dense(3)] Dense B", "Poisson"),
        Of("return Square(x | m.A);", loss: "Poisson"),
        Of("var h = x | m.A; return h * h;", loss: "Poisson"),
        Of("var h = x | m.A; return Maximum(h, 0 * h);", loss: "Poisson"),
        Of("var h = x | m.A; return Where(h > 0, h, 0 * h);", loss: "Poisson"),
        Of("var h = x | m.A; return h.Max(-1, keepDims: true).BroadcastTo(-1, 3) - h;", loss: "Poisson"),
        Of("var h = x | m.A; return h + Abs(h);", loss: "Poisson"),
        Of("return Clip(x | m.A, 0.001, 1000);", loss: "Poisson"),
        Of("return x | m.A | Own;", loss: "Poisson", members: "[Elementwise] static float Own(float v) => MathF.Max(v, 0) + 0.01f;"),
        Of("return x | m.A | Own;", loss: "Poisson", members: "[Elementwise] static float Own(float v) => Math.Clamp(v, 0, 10);"),
        Of("return x[.., ..3] | m.A | Exp;", "[BatchNormalization] BatchNormalization A", "Poisson"),
        Of("var h = (x | m.A).Softmax(); return 0.5 * h + 0.5 / 3;", loss: "KLDivergence"),
        Chain("[Dense(3, Activate = nameof(Curves.Own))] Dense A", "Poisson") + " static class Curves { [Elementwise] public static float Own(float v) => v > 1 ? v : MathF.Exp(v - 1); }",

        // Logits and scores
        Of("return -Square(x | m.A);"),
        Of("return Relu(x | m.A) - 1;", loss: "BinaryCrossentropy"),
        Of("return x | m.A | Relu | m.B;", "[Dense(3)] Dense A, [Dense(3)] Dense B"),
        Of("return x | m.A;", "[Dense(3, Activation.Gelu)] Dense A"),
        Chain("[Dense(3, Activation.LeakyRelu)] Dense A", Sparse),
        Chain("[Dense(3, Activation.Tanh)] Dense A", "Hinge"),
        Chain("[Dense(3)] Dense A, [ReLU(NegativeSlope = 0.1)] ReLU B", Sparse),
        Chain("[Dense(3, Activation.Softmax)] Dense A", "CategoricalHinge"),

        // Layers in a row that are not one
        Chain("[Dense(8)] Dense A, [Dropout(0.5)] Dropout D, [Dense(1)] Dense B"),
        Chain("[Dense(8)] Dense A, [GaussianNoise(0.5)] GaussianNoise D, [Dense(1)] Dense B"),
        Chain("[Dense(8)] Dense A, [BatchNormalization] BatchNormalization D, [Dense(1)] Dense B"),
        Chain("[Dense(8)] Dense A, [LayerNormalization] LayerNormalization D, [Dense(1)] Dense B"),
        Chain("[Dense(8)] Dense A, [PReLU] PReLU D, [Dense(1)] Dense B"),
        Chain("[Dense(8, ActivityL2 = 0.1)] Dense A, [Dense(1)] Dense B"),
        Chain("[Frozen, Dense(8)] Dense A, [Dense(1)] Dense B"),
        Chain("[Dense(8)] Dense A, [Frozen, Dense(1)] Dense B"),
        Chain("[Conv2D(4, 3)] Conv2D A, [MaxPooling2D] MaxPooling2D P, [Flatten] Flatten F, [Dense(1)] Dense B", input: "8, 8, 1"),
        Chain("[DepthwiseConv2D(3)] DepthwiseConv2D A, [Conv2D(4, 1, Activation.Relu)] Conv2D B, [Flatten] Flatten F, [Dense(1)] Dense C", input: "8, 8, 2"),
        Chain("[SeparableConv2D(4, 3)] SeparableConv2D A, [Flatten] Flatten F, [Dense(1)] Dense C", input: "8, 8, 2"),
        Chain("[Conv2D(4, 1, 3)] Conv2D A, [Conv2D(4, 3, 1, Activation.Relu)] Conv2D B, [Flatten] Flatten F, [Dense(1)] Dense C", input: "8, 8, 2"),
        Chain("[Conv2D(4, 3, Groups = 2)] Conv2D A, [Conv2D(4, 1, Activation.Relu)] Conv2D B, [Flatten] Flatten F, [Dense(1)] Dense C", input: "8, 8, 2"),
        Chain("[Embedding(10, 4)] Embedding A, [Flatten] Flatten F, [Dense(1)] Dense B"),
        Chain("[Dense(36)] Dense A, [Reshape(3, 3, 4)] Reshape R, [Conv2D(4, 3, Activation.Relu)] Conv2D B"),
        Chain("[Dense(8)] Dense A, [LSTM(4)] LSTM B, [Dense(1)] Dense C", input: "6, 3"),
        Chain("[Dense(8)] Dense A, [MultiHeadAttention(2, 4)] MultiHeadAttention B, [Flatten] Flatten F, [Dense(1)] Dense C", input: "6, 3"),
        Chain("Enc E, [Dense(1)] Dense B") + " [Model(8), MeanSquaredError] public sealed partial record Enc([Dense(8, Activation.Relu)] Dense P, [Dense(4)] Dense Q);",
        Chain("[Repeat(2)] Seq<Enc> E, [Dense(1)] Dense B") + " [Model(8), MeanSquaredError] public sealed partial record Enc([Dense(8, Activation.Relu)] Dense P, [Dense(8)] Dense Q);",
        Chain("[Dense(2)] Dense A, [Dense(8)] Dense B"),
        Chain("[Conv2D(2, 1)] Conv2D A, [Conv2D(8, 3, Activation.Relu)] Conv2D B, [Flatten] Flatten F, [Dense(1)] Dense C", input: "8, 8, 4"),
        "#pragma warning disable MDSL191 // A deep linear network.\n" + Chain("[Dense(8)] Dense A, [Dense(8)] Dense B"),
        Of("return x | m.A | m.A | m.B;", "[Dense(8)] Dense A, [Dense(3)] Dense B"),
        Of("var h = x | m.A; return h + (h | m.B) | m.C;", "[Dense(8)] Dense A, [Dense(8)] Dense B, [Dense(3)] Dense C"),
        Of("var h = x | m.A; return (h | m.B) + 0.01 * MatMul(x, m.A.Kernel)[.., ..3];", "[Dense(8)] Dense A, [Dense(3)] Dense B"),
        Of("var h = x | m.A; return h | WithLoss(Square(h).Sum(-1), 0.1) | m.B;", "[Dense(8)] Dense A, [Dense(3)] Dense B"),
        Of("var parts = (x | m.A).Split(2); return parts[0] * parts[1] | m.B;", "[Dense(8)] Dense A, [Dense(3)] Dense B"),
        Of("return (x | m.A | Abs) | m.B;", "[Dense(8)] Dense A, [Dense(3)] Dense B"),
        Of("return (x | m.A) * x | m.B;", "[Dense(8)] Dense A, [Dense(3)] Dense B"),
        Of("return StopGradient(x | m.A) | m.B;", "[Dense(8)] Dense A, [Dense(3)] Dense B"),
        Of("return (x.Reshape(-1, 2, 4) | m.A).Transpose(0, 2, 1) | m.B | (t => t.Flatten());", "[Dense(4)] Dense A, [Dense(3)] Dense B", "MeanSquaredError"),
        Of("return (training ? (x | m.A) * noise.Uniform(x, 0.5, 1.5) : x | m.A) | m.B;", "[Dense(8)] Dense A, [Dense(3)] Dense B", more: ", bool training, Noise noise"),

        Of("return (x | m.A | Tanh) + (x | m.B) | m.C;", "[Dense(8)] Dense A, [Dense(8)] Dense B, [Dense(3)] Dense C"),
        Of("return x + (x | m.B) | m.C;", "[Dense(8)] Dense B, [Dense(3)] Dense C"),
        Of("return (x | m.A) * (x | m.B) | m.C;", "[Dense(8)] Dense A, [Dense(8)] Dense B, [Dense(3)] Dense C"),
        Of("return Maximum(x | m.A, x | m.B) | m.C;", "[Dense(8)] Dense A, [Dense(8)] Dense B, [Dense(3)] Dense C"),
        Of("return Concat([x | m.A, x | m.B]) | m.C;", "[Dense(2)] Dense A, [Dense(2)] Dense B, [Dense(8)] Dense C", "MeanSquaredError"),
        Of("return (x | m.A) + (x | m.B) | m.C;", "[Frozen, Dense(8)] Dense A, [Dense(8)] Dense B, [Dense(3)] Dense C"),
        Of("return (x | m.A) + (x | m.B) | m.C;", "[Dense(8)] Dense A, [Frozen, Dense(8)] Dense B, [Dense(3)] Dense C"),
        Of("return ((x | m.A) + (x | m.B) | m.C) * (Tanh(x) | m.B)[.., ..3];", "[Dense(8)] Dense A, [Dense(8)] Dense B, [Dense(3)] Dense C"),
        Of("return (x | m.A) + (x | m.E) | m.C;", "[Dense(8)] Dense A, Enc E, [Dense(3)] Dense C") + " [Model(8), MeanSquaredError] public sealed partial record Enc([Dense(8, Activation.Relu)] Dense P, [Dense(8)] Dense Q);",
        Of("return Concat([x | m.A, x[.., ..2]]) | m.C;", "[Dense(8)] Dense A, [Dense(3)] Dense C"),
        Of("var t = Concat([(x | m.A).Reshape(-1, 1, 4), x.Reshape(-1, 2, 4) | m.B], 1); return t | m.C | (y => y.Flatten());", "[Dense(4)] Dense A, [Dense(4)] Dense B, [Dense(3)] Dense C", "MeanSquaredError"),
        Of("return (x | m.A) + 0.1 * noise.Normal(x) + (x | m.B) | m.C;", "[Dense(8)] Dense A, [Dense(8)] Dense B, [Dense(3)] Dense C", more: ", Noise noise"),
        Of("return (x | m.A) + (x | m.B | m.D) | m.C;", "[Dense(8)] Dense A, [Dense(8)] Dense B, [Dropout(0.3)] Dropout D, [Dense(3)] Dense C"),

        // Predictions that depend on the input
        Of("return Sign(x | m.A);", loss: "MeanSquaredError"),
        Of("return (x | m.A) + 0 * x[.., ..3];", loss: "MeanSquaredError"),
        Of("return (x | m.A) + noise.Normal(x)[.., ..3];", loss: "MeanSquaredError", more: ", Noise noise"),
        Chain("[Dense(1)] Dense A, [BatchNormalization] BatchNormalization B"),
    ];
}
