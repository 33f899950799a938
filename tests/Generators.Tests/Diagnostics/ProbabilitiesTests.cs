using Microsoft.CodeAnalysis;
using ModelDsl.Generators.Ir;
using ModelDsl.Generators.Lowering;
using ModelDsl.Generators.Lowering.Forward;
using ModelDsl.Generators.Tests.Support;

namespace ModelDsl.Generators.Tests.Diagnostics;

/// <summary>
/// Probabilities of a model are never taken for logits without a diagnostic. Each kind of layer and each function of tensors is tried after
/// a softmax or a sigmoid. Before a cross-entropy it is refused, or is known to keep the probabilities or to turn them into other numbers.
/// </summary>
public class ProbabilitiesTests
{
    /// <summary>
    /// Each kind of layer on sequences or on images of three channels. The flag is true if it gets no diagnostic: its weights mix its
    /// input, or it changes nothing.
    /// </summary>
    private static readonly (string Layer, string Input, bool IsSilent)[] Layers =
    [
        ("Flatten", "3", true), ("Dense(3)", "3", true), ("Dropout(0.5)", "3", false), ("Activation(Activation.Tanh)", "3", false), ("Reshape(1, 3)", "3", true),
        ("ReLU(NegativeSlope = 0.1)", "3", false), ("LeakyReLU(0.3)", "3", false), ("ELU", "3", false), ("PReLU", "3", false),
        ("Conv2D(3, 2)", "4, 4, 3", true), ("Conv1D(3, 2)", "5, 3", true), ("DepthwiseConv2D(2)", "4, 4, 3", true), ("SeparableConv2D(3, 2)", "4, 4, 3", true), ("Conv2DTranspose(3, 2)", "3, 3, 3", true), ("Weight(3)", "3", true),
        ("MaxPooling1D(2)", "4, 3", false), ("AveragePooling1D(2)", "4, 3", false), ("GlobalMaxPooling1D", "4, 3", false), ("GlobalAveragePooling1D", "4, 3", false),
        ("DepthwiseConv1D(2)", "4, 3", true), ("SeparableConv1D(3, 2)", "4, 3", true), ("Conv1DTranspose(3, 2)", "4, 3", true),
        ("ZeroPadding1D(1)", "2, 3", false), ("Cropping1D(1)", "5, 3", false), ("UpSampling1D(2)", "2, 3", false), ("RepeatVector(2)", "3", false),
        ("ZeroPadding2D(1)", "2, 2, 3", false), ("Cropping2D(1)", "5, 5, 3", false), ("UpSampling2D(2)", "2, 2, 3", false), ("Permute(2, 1)", "2, 3", false),
        ("MaxPooling2D(2)", "4, 4, 3", false), ("AveragePooling2D(2)", "4, 4, 3", false), ("GlobalMaxPooling2D", "3, 3, 3", false), ("GlobalAveragePooling2D", "3, 3, 3", false),
        ("BatchNormalization", "3", false), ("LayerNormalization", "3", false), ("GroupNormalization(3)", "2, 3", false), ("RMSNormalization", "3", false),
        ("SpatialDropout1D(0.5)", "4, 3", false), ("SpatialDropout2D(0.5)", "3, 3, 3", false), ("GaussianNoise(0.5)", "3", false), ("GaussianDropout(0.5)", "3", false),
        ("Rescaling(0.5)", "3", false), ("Rescaling(0.5, 1)", "3", false), ("Discretization(0.5)", "3", true),
        ("SimpleRNN(3)", "4, 3", true), ("LSTM(3)", "4, 3", true), ("GRU(3)", "4, 3", true), ("MultiHeadAttention(2, 3)", "4, 3", true),
        ("Resizing(2, 5)", "4, 4, 3", true), ("CenterCrop(2, 2)", "4, 4, 3", false), ("RandomCrop(2, 2)", "4, 4, 3", false), ("RandomFlip", "4, 4, 3", false), ("RandomBrightness(0.2)", "4, 4, 3", false), ("RandomContrast(0.2)", "4, 4, 3", false),
        ("RandomTranslation(0.2, 0.2)", "4, 4, 3", false), ("RandomZoom(0.2)", "4, 4, 3", false), ("RandomRotation(0.2)", "4, 4, 3", false),
    ];

    /// <summary>
    /// Each function of tensors, applied to probabilities <c>p</c> and <c>q</c> and numbers <c>h</c> of shape <c>[N, 2, 3]</c>. The flag is
    /// true if it gets no diagnostic, because it changes nothing, takes a logarithm or mixes other numbers in.
    /// </summary>
    private static readonly (string Function, string Text, bool IsSilent)[] Functions =
    [
        .. ActivationTable.Elementwise.Select(row => row.Name).Where(name => name is not ("Exponential" or "Threshold" or "Sigmoid")).Select(name => (name, $"{name}(p)", false)),
        ("Exp", "Exp(p)", false), ("Log", "Log(p)", true), ("Sqrt", "Sqrt(p)", false), ("Square", "Square(p)", false), ("Abs", "Abs(p)", false), ("Sign", "Sign(p - 0.5)", false),
        ("Clip", "Clip(p, 0.1, 0.9)", false), ("StopGradient", "StopGradient(p)", false), ("negate", "-p", false), ("+", "p + 1", false), ("+", "p + q", false), ("+", "p + h", true),
        ("-", "p - 0.5", false), ("-", "p - q", false), ("-", "h - p", true), ("*", "3 * p", false), ("*", "p * q", false), ("*", "h * p", true), ("/", "p / 2", false), ("/", "p / q", false),
        ("/", "1 / p", false), ("/", "p / h", true), ("Maximum", "Maximum(p, q)", false), ("Minimum", "Minimum(p, q)", false), ("Map", "Map(Mean, p, q)", false), ("Map", "Map(Mean, p, h)", true),
        ("Where", "Where(h > 0, p, q)", false), ("Where", "Where(p > q, p, h)", true), (">", "p * (h > 0)", false), ("<", "p * (h < 0)", false), (">=", "p - (h >= 0)", false), ("<=", "p * (h <= 0)", false),
        ("Reshape", "p.Reshape(-1, 1, 2, 3)", true), ("Reshape", "p.Reshape(-1, 3, 2)", false), ("Flatten", "p.Flatten()", false), ("Transpose", "p.Transpose(0, 2, 1)", false), ("BroadcastTo", "p.Reshape(-1, 2, 1, 3).BroadcastTo(-1, 2, 2, 3)", false),
        ("Sum", "p.Sum(1)", false), ("Mean", "p.Mean(1)", false), ("Max", "p.Max(1)", false), ("slice", "p[.., ..1]", false), ("Split", "p.Split(2, 1)[0]", false), ("Flip", "p.Flip(1)", false), ("Flip", "p.Flip(-1)", false), ("Concat", "Concat([p, q], 1)", false),
        ("MatMul", "MatMul(p, q.Transpose(0, 2, 1))", false), ("MatMul", "MatMul(p, h.Transpose(0, 2, 1))", true),
        ("WithLoss", "p | WithLoss(Square(h).Sum(-1).Sum(-1), 0.1)", true), ("Normal", "p + 0.1 * noise.Normal(p)", false), ("Uniform", "p * noise.Uniform(p, 0, 1)", false),
    ];

    [Fact]
    public void Every_layer_is_here() => Assert.Equal(
        LayerTable.All.Select(l => l.Name).Except(["Embedding", "CategoryEncoding", "Normalization", "Softmax", "Masking"]).Order(), Layers.Select(l => NameOf(l.Layer)).Distinct().Order());

    [Theory, InlineData("Softmax", "CategoricalCrossentropy"), InlineData("Sigmoid", "BinaryCrossentropy")]
    public void No_layer_behind_them_is_silent(string activation, string loss) => Check(Layers.SelectMany(layer => new[]
    {
        ($"{layer.Layer}, attributes", $"[Model({layer.Input}), {loss}] public sealed partial record Net([Dense(3, Activation.{activation})] Dense A, [{layer.Layer}] {NameOf(layer.Layer)} B);", layer.IsSilent),
        ($"{layer.Layer}, method", ForwardModel.Of("return x | m.A | m.B;", layers: $"[Dense(3, Activation.{activation})] Dense A, [{layer.Layer}] {NameOf(layer.Layer)} B", loss: loss, input: layer.Input), layer.IsSilent),
    }));

    [Fact]
    public void Every_function_is_here() => Assert.Equal(
        TensorFunctionTable.All.Select(function => function.Name).Except(NoFunctions).Order(),
        Functions.Select(function => function.Function).Distinct().Order());

    [Theory, InlineData("Softmax", "CategoricalCrossentropy"), InlineData("Sigmoid", "BinaryCrossentropy")]
    public void No_function_of_them_is_silent(string activation, string loss) =>
        Check(Functions.Select(function => (function.Text, ForwardModel.Of(
        $"var (p, q, h) = (x | m.A, x | m.B, x | m.C); return {function.Text};", "[Elementwise] static float Mean(float a, float b) => 0.5f * a + 0.5f * b;",
        $"[Dense(3, Activation.{activation})] Dense A, [Dense(3, Activation.{activation})] Dense B, [Dense(3)] Dense C", loss, "2, 4", signature: "Net m, Tensor x, Noise noise"),
        function.IsSilent || (activation == "Sigmoid" && function.Text.Contains(".Flatten()", StringComparison.Ordinal)) || (activation == "Sigmoid" && function.Text.Contains("p.Reshape(-1, 3, 2)", StringComparison.Ordinal)))));

    /// <summary>The functions that make probabilities themselves, and those that no method writes.</summary>
    private static readonly string[] NoFunctions = ["Softmax", "LogSoftmax", "Sigmoid", Specs.TensorNode.InputPart, Specs.TensorNode.Renamed];

    private static void Check(IEnumerable<(string What, string Source, bool IsSilent)> models)
    {
        var all = models.ToArray();
        var run = GeneratorHarness.Run([.. all.Select((model, i) => $"using LanguageExt;\nnamespace Case{i};\n{model.Source}")]);
        Assert.Null(run.Result.Exception);
        var found = run.Findings.ToLookup(diagnostic => diagnostic.Location.SourceTree?.FilePath ?? "");
        var wrong = all.Select((model, i) => (model.What, model.IsSilent, Found: found[$"Source{i}.cs"].Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToArray()))
            .Where(model => model.IsSilent ? model.Found.Length > 0 : model.Found is not [{ Id: "MDSL043" }]);
        Assert.Empty(wrong.Select(model => $"{model.What}: {(model.Found.Length == 0 ? "silent" : string.Join("; ", model.Found.Select(diagnostic => diagnostic.ToString())))}"));
    }

    private static string NameOf(string attribute) => attribute.Split('(')[0];
}
