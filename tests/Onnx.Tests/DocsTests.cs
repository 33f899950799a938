using System.Text.RegularExpressions;
using ModelDsl.Generators.Tests.Support;

namespace ModelDsl.Onnx.Tests;

/// <summary>The code of docs/take-a-model-away.md compiles and runs, and its tables have every layer and option.</summary>
public sealed partial class DocsTests
{
    private static readonly string Page = Repository.Read("docs/take-a-model-away.md");

    [Fact]
    public void TheCodeRuns()
    {
        string[] blocks = [.. Code().Matches(Page).Select(match => match.Groups[1].Value)];
        var statements = string.Concat(blocks.Where(block => !IsDeclaration(block)));
        var assembly = GeneratorHarness.Run(
            [.. blocks.Where(IsDeclaration), $"public static class Page {{ public static void Run() {{ {statements} }} }}"]).Load();
        var (folder, before) = (Directory.CreateTempSubdirectory("modeldsl-onnx-"), Directory.GetCurrentDirectory());
        try
        {
            Directory.SetCurrentDirectory(folder.FullName);
            assembly.GetType("Page")!.GetMethod("Run")!.Invoke(null, []);
            Assert.Equal(["digits.onnx", "labelled.onnx"], folder.GetFiles().Select(file => file.Name).Order());
        }
        finally
        {
            Directory.SetCurrentDirectory(before);
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void TheTablesHaveEveryLayerAndOption()
    {
        Assert.All(Generators.Lowering.LayerTable.All.Select(layer => layer.Name), name => Assert.True(
            Page.Contains($"`{name}`", StringComparison.Ordinal) || name is "ReLU" or "LeakyReLU" or "ELU" or "Activation" or "GaussianNoise" or "GaussianDropout"
            || name.StartsWith("Global", StringComparison.Ordinal) || name.StartsWith("Spatial", StringComparison.Ordinal), name));
        Assert.All(typeof(OnnxOptions).GetProperties(), option => Assert.Contains($"| `{option.Name}` |", Page, StringComparison.Ordinal));
    }

    private static bool IsDeclaration(string block) => block.StartsWith('[');

    [GeneratedRegex("^```csharp\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Code();
}
