using System.Text.RegularExpressions;
using ModelDsl.Generators.Tests.Diagnostics;
using ModelDsl.Generators.Tests.Support;

namespace ModelDsl.Generators.Tests.Emit;

/// <summary>
/// Names of axes are only for people: in summaries, descriptions and comments. A model with names has the same code as the same model
/// without.
/// </summary>
public sealed partial class NamesCostNothingTests
{
    private const string Images = "6, 4, 3, Axes = [\"height\", \"width\", \"colors\"]";

    private static readonly (string Layers, string Input, string Loss, string? Body)[] Models =
    [
        ("[Dense(5, Activation.Relu, Axis = \"hidden\")] Dense A, [Dense(3)] Dense B", "8, Axes = [\"pixels\"]", "SparseCategoricalCrossentropy", null),
        ("[Dense(5, Activation.Tanh, Axis = \"hidden\", KernelL2 = 0.1)] Dense A, [Dropout(0.3)] Dropout D, [Dense(3, Activation.Softmax, Axis = \"classes\")] Dense B", "8", "CategoricalCrossentropy", null),
        ("[Conv2D(4, 3, Activation.Relu, Axis = \"filters\")] Conv2D A, [MaxPooling2D(2)] MaxPooling2D P, [Flatten(Axis = \"features\")] Flatten F, [Dense(3)] Dense B", Images, "SparseCategoricalCrossentropy", null),
        ("[DepthwiseConv2D(2)] DepthwiseConv2D A, [SeparableConv2D(4, 2, Axis = \"filters\")] SeparableConv2D S, [Conv2DTranspose(2, 2, Axis = \"more\")] Conv2DTranspose T, [GlobalAveragePooling2D] GlobalAveragePooling2D G", Images, "MeanSquaredError", null),
        ("[ZeroPadding2D(1)] ZeroPadding2D A, [UpSampling2D(2)] UpSampling2D U, [Cropping2D(1)] Cropping2D C, [BatchNormalization] BatchNormalization N, [Permute(2, 1, 3)] Permute P", Images, "MeanSquaredError(Axes = [\"width\", \"height\", \"colors\"])", null),
        ("[DepthwiseConv1D(2)] DepthwiseConv1D A, [SeparableConv1D(4, 2, Axis = \"filters\")] SeparableConv1D S, [Conv1DTranspose(2, 2, Axis = \"more\")] Conv1DTranspose T, [ZeroPadding1D] ZeroPadding1D Z, [UpSampling1D] UpSampling1D U, [Cropping1D(2)] Cropping1D C", "5, 3, Axes = [\"steps\", \"features\"]", "MeanSquaredError(Axes = [\"steps\", \"more\"])", null),
        ("[RepeatVector(3, Axis = \"steps\")] RepeatVector R, [SpatialDropout1D(0.3)] SpatialDropout1D D", "8, Axes = [\"pixels\"]", "MeanSquaredError(Axes = [\"steps\", \"pixels\"])", null),
        ("[LSTM(3, ReturnSequences = true, Axis = \"state\")] LSTM A, [GRU(4, Axis = \"last\")] GRU B, [Dense(2)] Dense C", "5, 3, Axes = [\"steps\", \"features\"]", "MeanSquaredError(Axes = [\"targets\"])", null),
        ("[Embedding(9, 4, Axis = \"features\")] Embedding E, [MultiHeadAttention(2, 3)] MultiHeadAttention A, [LayerNormalization] LayerNormalization N, [GlobalMaxPooling1D] GlobalMaxPooling1D G, [Dense(2)] Dense C", "5, Axes = [\"steps\"]", "SparseCategoricalCrossentropy", null),
        ("[Reshape(4, 2, Axes = [\"rows\", \"columns\"])] Reshape R, [Dense(4, Activation.Tanh, Axis = \"hidden\")] Dense A, [Flatten] Flatten F, [Dense(2)] Dense B", "8", "Huber", null),
        ("[Dense(8, Axis = \"hidden\")] Dense A, [Dense(8)] Dense C, [Dense(3)] Dense B", "8, Axes = [\"pixels\"]", "SparseCategoricalCrossentropy",
            "var h = x | m.A | Relu; var k = (h + (h.Named(\"pixels\") | m.C).Named(\"hidden\")).Named(\"mixed\"); return Where(k > 0, k.Mean(-1, true).BroadcastTo(-1, 8), k) | m.B;"),
        ("[Dense(4, Axis = \"q\")] Dense A, [Dense(4, Axis = \"q\")] Dense C, [Dense(3)] Dense B", "5, 4, Axes = [\"steps\", \"features\"]", "SparseCategoricalCrossentropy",
            "var w = MatMul(x | m.A, (x | m.C).Transpose(0, 2, 1)).Named(\"steps\", \"keys\").Softmax(); return (MatMul(w, x.Named(\"keys\", \"features\")) + x).Mean(1) | m.B | Last; Tensor Last(Tensor t) => t.Softmax().Named(\"classes\");"),
    ];

    public static TheoryData<int> Numbers => [.. Enumerable.Range(0, Models.Length)];

    [Theory, MemberData(nameof(Numbers))]
    public void CodeIsThatOfTheModelWithoutNames(int number)
    {
        var source = Source(number);
        var (named, plain) = (GeneratorHarness.Run(source), GeneratorHarness.Run(Names().Replace(source, "")));
        Expect.Marks(source, [], named.Diagnostics);
        Expect.Marks(source, [], plain.Diagnostics);
        Assert.DoesNotContain("=", string.Concat(Comments(plain.Files["Net.Programs.g.cs"])), StringComparison.Ordinal);
        foreach (var (file, text) in plain.Files) Assert.Equal(Code(text), Code(named.Files[file]));
    }

    [Theory, MemberData(nameof(Numbers))]
    public void NamesAreShownInCommentsSummaryAndDescription(int number)
    {
        var files = GeneratorHarness.Run(Source(number)).Files;
        Assert.Contains(Comments(files["Net.Programs.g.cs"]), comment => comment.Contains("[batch, ", StringComparison.Ordinal) && comment.Contains('=', StringComparison.Ordinal));
        Assert.Contains("InputAxes = ", files["Net.g.cs"], StringComparison.Ordinal);
        Assert.Matches(@"Model: Net, input \[batch, .*\], output \[batch, ", files["Net.g.cs"]);
    }

    [Fact]
    public void ValuesOfLossAndGradientHaveTheNamesOfWhatTheyBelongTo()
    {
        var code = GeneratorHarness.Run(Source(0)).Files["Net.Programs.g.cs"];
        foreach (var line in new[] { "// [batch, pixels=8]", "// [pixels=8, 5]", "// [batch, hidden=5]", "// [hidden=5, 3]", "// [batch, classes=3]" })
            Assert.Contains(line, code, StringComparison.Ordinal);
        Assert.Contains(code.Split('\n'), line => line.Contains("Gradient", StringComparison.Ordinal) && line.EndsWith("// [batch, hidden=5]", StringComparison.Ordinal));
    }

    private static string Source(int number)
    {
        var (layers, input, loss, body) = Models[number];
        return body is null
            ? $"[Model({input}), {loss}] public sealed partial record Net({layers});"
            : ForwardModel.Of(body, layers: layers, loss: loss, input: input);
    }

    private static IEnumerable<string> Comments(string code) => Comment().Matches(code).Select(match => match.Value);

    /// <summary>Removes comments, alignment, and the model's description in words.</summary>
    private static IEnumerable<string> Code(string text) => text.Split('\n')
        .Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal) && !line.TrimStart().StartsWith('"') && !line.Contains("throw call.Misfit", StringComparison.Ordinal))
        .Select(line => Described().Replace(Comment().Replace(line.TrimEnd('\r'), ""), "").Replace(" {  }", "", StringComparison.Ordinal));

    [GeneratedRegex(@"(?<=;) +// .*$", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex(@", Axes = \[[^\]]*\]|\(Axes = \[[^\]]*\]\)|, Axis = ""\w+""|\(Axis = ""\w+""\)|\.Named\([^)]*\)")]
    private static partial Regex Names();

    [GeneratedRegex(@"InputAxes = \S+\(new\[\] \{[^}]*\}\), OutputAxes = \S+\(new\[\] \{[^}]*\}\)(, )?|(?<=call\.Result\(\w+)(, (call\.Axis\(\d\)|""\w+""))+")]
    private static partial Regex Described();
}
