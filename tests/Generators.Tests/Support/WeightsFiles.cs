using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using ModelDsl.Build;

namespace ModelDsl.Generators.Tests.Support;

/// <summary>
/// The weights files of a project. A source lists them in comments, one a line:
/// <c>// iris.safetensors: Output.Kernel F32 [4, 3], Output.Bias F32 [3]</c>; <c>// iris.safetensors: 5 bytes</c> is a file of zeros.
/// <see cref="OnnxModels"/> lists models in the same way.
/// </summary>
internal static partial class WeightsFiles
{
    /// <summary>Returns the text that the build's task would write for each file.</summary>
    public static ImmutableArray<AdditionalText> Of(IEnumerable<string> sources) =>
    [
        .. sources.SelectMany(source => Line().Matches(source)).Select(line => Text(line.Groups["path"].Value, Content(line.Groups["content"].Value))),
        .. sources.SelectMany(OnnxModels.Of),
    ];

    /// <summary>Returns the text that the build's task would write for a file's content.</summary>
    public static AdditionalText Text(string path, byte[] content) =>
        new BuiltText("ModelDslWeights", path, HeaderText.Of(new MemoryStream(content)));

    /// <summary>The metadata of the texts.</summary>
    public static AnalyzerConfigOptionsProvider Options { get; } = new Provider();

    /// <summary>Returns a file with tensors of zeros.</summary>
    public static byte[] Content(string tensors)
    {
        if (Bytes().Match(tensors) is { Success: true } zeros) return new byte[int.Parse(zeros.Groups[1].Value)];
        var (header, end) = (new List<string>(), 0);
        foreach (Match tensor in Tensor().Matches(tensors))
        {
            var dimensions = tensor.Groups["shape"].Value;
            var size = dimensions.Split(", ", StringSplitOptions.RemoveEmptyEntries).Aggregate(1, (product, dimension) => product * int.Parse(dimension));
            var bytes = size * (tensor.Groups["type"].Value is "F64" or "I64" ? 8 : tensor.Groups["type"].Value is "F16" or "BF16" ? 2 : 4);
            header.Add($$"""
                "{{tensor.Groups["name"].Value}}":{"dtype":"{{tensor.Groups["type"].Value}}","shape":[{{dimensions}}],"data_offsets":[{{end}},{{end + bytes}}]}
                """);
            end += bytes;
        }
        return Content($"{{{string.Join(",", header)}}}", end);
    }

    /// <summary>Returns a file with a header, and zeros behind it.</summary>
    public static byte[] Content(string header, int numbers)
    {
        var text = Encoding.UTF8.GetBytes(header);
        return [.. BitConverter.GetBytes((long)text.Length), .. text, .. new byte[numbers]];
    }

    private sealed class Provider : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Pairs([]);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) =>
            textFile is BuiltText built ? new Pairs(new() { [$"build_metadata.AdditionalFiles.{built.Metadata}"] = built.Origin }) : GlobalOptions;
    }

    private sealed class Pairs(Dictionary<string, string> pairs) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) => pairs.TryGetValue(key, out value);
    }

    [GeneratedRegex(@"^// (?<path>\S+\.safetensors): (?<content>.*)$", RegexOptions.Multiline)]
    private static partial Regex Line();

    [GeneratedRegex(@"^(\d+) bytes$")]
    private static partial Regex Bytes();

    [GeneratedRegex(@"(?<name>\S+) (?<type>\w+) \[(?<shape>[\d, ]*)\]")]
    private static partial Regex Tensor();
}
