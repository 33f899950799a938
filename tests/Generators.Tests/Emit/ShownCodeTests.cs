using System.Text.RegularExpressions;
using ModelDsl.Generators.Tests.Support;

namespace ModelDsl.Generators.Tests.Emit;

/// <summary>Generated code on a page equals the generator's output, letter by letter, for the model on the same page.</summary>
public sealed partial class ShownCodeTests
{
    [Theory]
    [InlineData("README.md", "FashionSoftmax", "Programs", 1)]
    [InlineData("docs/derivatives.md", "RidgeSoftmax", "DerivativePrograms", 2)]
    public void A_page_shows_the_code_as_it_is(string path, string model, string file, int depth)
    {
        var blocks = Block().Matches(Repository.Read(path)).Select(m => m.Groups[1].Value).ToArray();
        var record = blocks.Select(block => Record().Match(block)).First(match => match.Groups[1].Value == model).Value;
        var code = GeneratorHarness.Run(record).Files[$"{model}.{file}.g.cs"];
        var shown = blocks.Single(block => block.Contains("Engine.SparseSoftmaxCrossEntropy(", StringComparison.Ordinal));
        var lines = shown.TrimEnd('\n').Split('\n').Select(line => line.Length > 0 ? new string(' ', 4 * depth) + line : line);
        Assert.Contains(string.Join('\n', lines), code, StringComparison.Ordinal);
    }

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"\[Model[^;]*?partial record (\w+)\(.*?\);", RegexOptions.Singleline)]
    private static partial Regex Record();
}
