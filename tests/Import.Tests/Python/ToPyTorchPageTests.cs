using ModelDsl.CompilerServices;
using ModelDsl.Generators.Tests.Support;
using ModelDsl.Import;
using ModelDsl.Import.Python;

namespace ModelDsl.Printed;

/// <summary>The model of docs/to-pytorch.md, and what it becomes there.</summary>
public sealed class ToPyTorchPageTests
{
    private const string Page = "docs/to-pytorch.md";

    /// <summary>UPDATE_SNAPSHOTS=1 writes it.</summary>
    [Fact]
    public void The_page_shows_the_file_that_is_printed()
    {
        var printed = Print(Digits.Initialize(seed: 42));
        var text = printed.Text[..(printed.Text.IndexOf("\n\n\ndef load", StringComparison.Ordinal) + 1)];
        var page = Repository.Read(Page);
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
        {
            var begin = page.IndexOf("```python\n", StringComparison.Ordinal) + "```python\n".Length;
            page = page[..begin] + text + page[page.IndexOf("```", begin, StringComparison.Ordinal)..];
            File.WriteAllText(Path.Combine(Repository.Root, Page), page);
        }
        Assert.Equal(text, Blocks(page, "python").First());
        var models = Repository.Read("tests/Import.Tests/Python/PrintedModels.cs");
        Assert.All(Blocks(page, "csharp"), block => Assert.Contains(block, models, StringComparison.Ordinal));
        Assert.Equal(["hidden.weight", "hidden.bias", "output.weight", "output.bias"], printed.Tensors.Select(stored => stored.Name));
    }

    private static PythonSource Print<T>(T model) where T : class, IOnnxModel<T>
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("modeldsl-page-").FullName, "digits.onnx");
        model.SaveOnnx(path).ThrowIfFail();
        var printed = PythonSource.Print(OnnxFile.Read(path).Model!).Source!;
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        return printed;
    }

    private static IEnumerable<string> Blocks(string page, string language) =>
        page.Split($"```{language}\n")[1..].Select(block => block[..block.IndexOf("```", StringComparison.Ordinal)]);
}
