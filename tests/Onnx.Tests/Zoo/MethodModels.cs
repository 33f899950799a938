using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Tests.Diagnostics;
using static ModelDsl.Onnx.Tests.Zoo.ZooModel;

namespace ModelDsl.Onnx.Tests.Zoo;

/// <summary>Every function of forward methods, functions of numbers, several inputs and outputs, and models of models.</summary>
internal static class MethodModels
{
    public static IEnumerable<ZooModel> All => [.. OneTensor, .. SeveralTensors, .. Axes, .. Numbers, .. Parts, .. Composed, .. Right];

    private static IEnumerable<ZooModel> OneTensor =>
    [
        .. Outputs("Function", "", ActivationTable.Functions.Select(row => $"x | {row.Name}")),
        .. Outputs("Function", "", [
            "Exp(x)", "Log(Square(x) + 0.1)", "Sqrt(Square(x) + 0.1)", "Square(x)", "Abs(x)", "Sign(x)",
            "Clip(x, -0.5, 0.75)", "StopGradient(2 * x)", "-x", "2 * x + 1", "x - 0.5", "1 - x", "x / 3", "x / 1e30 * 1e30", "1 / (Square(x) + 0.5)",
            "x > 0.2", "x < 0.2", "x >= 0.2", "x <= 0.2", "x * 1e-30 * 1e-30 * 1e30 * 1e30", "x.Named(\"a\", \"b\") | Tanh"]),
    ];

    private static IEnumerable<ZooModel> SeveralTensors =>
    [
        .. Outputs("Function", "var y = x.Flip(1) * 0.7; ", [
            "x + y", "x - y", "x * y", "x / (Square(y) + 0.5)", "x > y", "x < y", "x >= y", "x <= y", "Maximum(x, y)", "Minimum(x, y)",
            "Where(x > 0.1, x, y)", "Where(x, y, 2 * y)", "Concat([x, y])", "Concat([x, y], 1)", "Concat([x, y, x], axis: -1)", "Concat([x])",
            "MatMul(x, y.Transpose(0, 2, 1))", "Map((a, b) => a > b ? a * b : a - b, x, y)"]),
        Method("Function", "3, 4", ["Weight(3, 4)"], "return x * (x | m.A);"),
        Method("Function", "3, 4", ["Weight(1, 4)", "Dense(2)"], "return x + (x | m.A).BroadcastTo(-1, 3, 4) | m.B;"),
        Method("Function", "2, 3, 3", [], "return MatMul(x, x.Flip(2));"),
        Method("Function", "2, 3, 3", [], "return Concat([x, x, 2 * x], 2);"),
        Method("Function", "4, 2", [], "return Map((a, b, c, d) => a * b + MathF.Max(c, d), x, x.Flip(1), 2 * x, x.Flip(2));"),
    ];

    private static IEnumerable<ZooModel> Axes =>
    [
        .. Outputs("Function", "", [
            "x.Reshape(-1, 4, 3)", "x.Flatten()", "x.Transpose(0, 2, 1)", "x.Flip(1)", "x.Flip(-1)", "x.Softmax()", "x.LogSoftmax()", "x.Split(2)[1]", "x.Split(3, axis: 1)[2]",
            "x[.., 2]", "x[.., ^1, 1..]", "x[.., .., 1..3]", "x[.., ..2, ^2..]", "x[..]",
            .. from reduction in new[] { "Sum", "Mean", "Max" }
               from axis in new[] { "1", "-1" }
               from keep in new[] { "", ", keepDims: true" }
               select $"x.{reduction}({axis}{keep})"]),
        Method("Function", "2, 3, 4", [], "return x.Transpose(0, 3, 1, 2);"), Method("Function", "2, 3, 4", [], "return x.Mean(2);"), Method("Function", "2, 3, 4", [], "return x.Max(1);"),
        Method("Function", "3, 1", [], "return x.BroadcastTo(-1, 3, 4);"), Method("Function", "1, 3", [], "return x.BroadcastTo(-1, 4, 3);"), Method("Function", "1, 3, 1", [], "return x.BroadcastTo(-1, 2, 3, 2);"),
        Method("Function", "4, 3, 2", [], "return x[.., 1..3, .., 1];"),
    ];

    /// <summary>Functions of numbers: all of their operations.</summary>
    private static IEnumerable<ZooModel> Numbers =>
    [
        .. Outputs("Numbers", "", new[]
        {
            "MathF.Exp(v)", "MathF.Log(v * v + 0.5f)", "MathF.Log2(v * v + 0.5f)", "MathF.Log10(v * v + 0.5f)", "MathF.Sqrt(v * v + 0.5f)", "MathF.Abs(v)", "MathF.Sign(v) * v",
            "MathF.Sin(3 * v)", "MathF.Cos(3 * v)", "MathF.Tan(0.5f * v)", "MathF.Sinh(v)", "MathF.Cosh(v)", "MathF.Tanh(v)", "MathF.Floor(2.3f * v)", "MathF.Ceiling(2.3f * v)",
            "MathF.Pow(v * v + 0.5f, 1.7f)", "MathF.Pow(2.5f, v)", "MathF.Pow(v, 3)", "MathF.Max(v, 0.3f)", "MathF.Min(v, 0.3f)", "Math.Clamp(v, -0.4f, 0.6f)", "MathF.FusedMultiplyAdd(v, v, 0.5f)",
            "v > 0 ? v * v : 0.5f * v", "v > 0.3f && v < 0.8f || v < -1 ? 1 : v", "v == 0 ? 1 : MathF.Sin(v) / v", "!(v <= 0.2f) ? Gelu(v) : Squareplus(v)", "Softplus(v) - Sigmoid(2 * v) / (1 + v * v)",
        }.Select(body => $"x | (v => {body})")),
        new("Numbers", "Curved", """
            [Onnx, Model(5), MeanSquaredError]
            public sealed partial record Curved([Dense(4, Activate = nameof(Curves.Bent))] Dense A, [Activation(nameof(Curves.Bent))] Activation B, [Dense(2)] Dense C);
            """),
        new("Numbers", "CurvedFilters", """
            [Onnx, Model(5, 5, 2), MeanSquaredError]
            public sealed partial record CurvedFilters([Conv2D(4, 2, Activate = nameof(Curves.Bent))] Conv2D A, [Conv2D(2, 2)] Conv2D B);
            """),
    ];

    private static IEnumerable<ZooModel> Parts =>
    [
        Method("Parts", "", ["Dense(4, Activation.Relu)", "Embedding(9, 3)", "GRU(3)", "Dense(2)"], "return Concat([x.Image.Flatten() | m.A, x.Words | m.B | m.C]) | m.D;",
            "(Tensor Image, Tensor Words) x", attributes: "Input(\"Image\", 3, 3), Input(\"Words\", 5), MeanSquaredError"),
        Method("Parts", "4", ["Dense(4, Activation.Tanh)", "Dense(3, Activation.Softmax)", "Dense(2)"], "var h = x | m.A; return (h | m.B, (h | m.C).Reshape(-1, 2, 1));",
            result: "(Tensor Kind, Tensor Box)", attributes: "SparseCategoricalCrossentropy(Output = \"Kind\"), MeanSquaredError(Output = \"Box\")"),
        Method("Parts", "4", ["Dense(3)"], "return (x, x | m.A, x);", result: "(Tensor Same, Tensor Other, Tensor Again)",
            attributes: "MeanSquaredError(Output = \"Same\"), MeanSquaredError(Output = \"Other\"), MeanSquaredError(Output = \"Again\")"),
        Method("Parts", "4", ["Dense(3)"], "return (x | m.A) + noise.Normal(x | m.A) + noise.Uniform(x | m.A, -1, 2) | WithLoss(Square(x).Sum(-1));", "Tensor x, Noise noise"),
        Method("Parts", "4", ["Dense(3)"], "return training ? 2 * (x | m.A) : x | m.A;", "Tensor x, bool training"),
        Method("Parts", "4", ["Dense(3)"], "return Concat([x | m.A, 0 * x + 1]);"),
        new("Parts", "Classes", "[Onnx, Model(4), SparseCategoricalCrossentropy] public sealed partial record Classes([Dense(3)] Dense A);"),
        new("Parts", "Probabilities", "[Onnx, Model(4), SparseCategoricalCrossentropy] public sealed partial record Probabilities([Dense(3, Activation.Softmax)] Dense A);"),
        new("Parts", "Yes", "[Onnx, Model(4), BinaryCrossentropy] public sealed partial record Yes([Dense(1, Activation.Sigmoid)] Dense A);"),
    ];

    private static IEnumerable<ZooModel> Composed =>
    [
        .. RightComposition.Models.Select((model, i) => new ZooModel("Composed", $"Composed{i}", "using LanguageExt;\n" + Exported(model.Body is { } body
            ? ComposedModel.Of(model.Layers, body, $"Composed{i}") : ComposedModel.Chain(model.Layers, $"Composed{i}")))),
    ];

    /// <summary>Right methods of other tests.</summary>
    private static IEnumerable<ZooModel> Right =>
    [
        .. RightInputs.Models.Select((_, i) => new ZooModel("Parts", $"Inputs{i}", Exported(RightInputs.Of(i, $"Inputs{i}")))),
        .. RightOutputs.Models.Select((_, i) => new ZooModel("Parts", $"Outputs{i}", Exported(RightOutputs.Of(i, $"Outputs{i}")))),
        new("Parts", "Three", Exported(RightOutputs.Three)),
    ];

    private const string Curves = """
        internal static class Curves
        {
            [Elementwise]
            public static float Bent(float v)
            {
                var sum = 0f;
                for (var i = 1; i < 4; i++) sum += MathF.Sin(i * v) / i;
                return v > 1 ? v : sum;
            }
        }
        """;

    /// <summary>The other files of the project.</summary>
    public static string[] Records => [Curves, ComposedModel.File, RightInputs.Records, RightOutputs.Records];

    /// <summary>Returns the source of a model with the attribute that asks for the export.</summary>
    public static string Exported(string source) => source.Replace("[Model(", "[Onnx, Model(", StringComparison.Ordinal).Replace("[Model,", "[Onnx, Model,", StringComparison.Ordinal);

    /// <summary>Models whose outputs are expressions of a tensor <c>[N, 3, 4]</c>, eight in a model.</summary>
    /// <param name="family">The part of the library that they are about.</param>
    /// <param name="before">What comes before them in the method.</param>
    /// <param name="expressions">The expressions.</param>
    private static IEnumerable<ZooModel> Outputs(
        string family, string before, IEnumerable<string> expressions) => expressions.Chunk(8).Select(chunk =>
    {
        if (chunk.Length == 1) return Method(family, "3, 4", [], $"{before}return {chunk[0]};");
        char[] names = [.. chunk.Select((_, i) => (char)('A' + i))];
        return Method(
            family, "3, 4", [], $"{before}return ({string.Join(", ", chunk)});", result: $"({string.Join(", ", names.Select(name => $"Tensor Of{name}"))})",
            attributes: string.Join(", ", names.Select(name => $"MeanSquaredError(Output = \"Of{name}\")")));
    });
}
