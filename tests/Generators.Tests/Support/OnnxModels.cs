using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace ModelDsl.Generators.Tests.Support;

/// <summary>
/// The imported models of a project. A source lists them in comments, one a line: <c>// digits.onnx: 4 numbers to 3 classes</c>, or
/// <c>// digits.onnx: fault: …</c> for a file that can't be imported.
/// </summary>
internal static partial class OnnxModels
{
    private const string Code = """
        // From digits.onnx.
        using ModelDsl;
        using static ModelDsl.Functions;

        /// <summary>Digits: [N, 4] to [N, 3].</summary>
        [Model(4), LOSS]
        public sealed partial record Digits(
            [Dense(8)] Dense Fc1,
            [Dense(3)] Dense Fc2)
        {
            /// <summary>The method.</summary>
            [Forward]
            private static Tensor Logits(Digits m, Tensor x) => x | m.Fc1 | Tanh | m.Fc2;
        }
        """;

    private const string Tensors = "Fc1.Kernel F32 [4, 8], Fc1.Bias F32 [8], Fc2.Kernel F32 [8, 3], Fc2.Bias F32 [3]";

    /// <summary>Returns the texts that the build's task would write for the files of a source.</summary>
    public static IEnumerable<AdditionalText> Of(string source) => Line().Matches(source).SelectMany(line =>
        Of(line.Groups["path"].Value, line.Groups["content"].Value.TrimEnd('\r')));

    /// <summary>Returns the texts that the build's task would write for a file.</summary>
    public static IEnumerable<AdditionalText> Of(string path, string content)
    {
        yield return Text(path, content);
        if (!content.StartsWith("fault: ", StringComparison.Ordinal))
            yield return WeightsFiles.Text(path + ".safetensors", WeightsFiles.Content(Tensors));
    }

    /// <summary>Returns the C# or the faults of a file.</summary>
    public static AdditionalText Text(string path, string content) => new BuiltText("ModelDslOnnx", path, content switch
    {
        "4 numbers to 3 classes" => Code.Replace("LOSS", "SparseCategoricalCrossentropy", StringComparison.Ordinal),
        "4 numbers to 3 numbers" => Code.Replace("LOSS", "MeanSquaredError", StringComparison.Ordinal),
        "4 numbers to 0 numbers" => Code.Replace("LOSS", "MeanSquaredError", StringComparison.Ordinal).Replace("Dense(8)", "Dense(0)", StringComparison.Ordinal),
        "no C#" => Code.Replace("LOSS", "MeanSquaredError", StringComparison.Ordinal).Replace("| Tanh", "| Tanhh", StringComparison.Ordinal),
        _ => content.Replace("; fault: ", "\nfault: ", StringComparison.Ordinal),
    });

    [GeneratedRegex(@"^// (?<path>\S+\.onnx): (?<content>.*)$", RegexOptions.Multiline)]
    private static partial Regex Line();
}
