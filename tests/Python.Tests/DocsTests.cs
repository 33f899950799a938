using System.Text.RegularExpressions;
using LanguageExt;

namespace ModelDsl.Python.Tests;

/// <summary>The code of docs/weights-from-python.md is the code of the tests here, and does what the page says.</summary>
public sealed partial class DocsTests : IDisposable
{
    private readonly string before = Directory.GetCurrentDirectory();

    public DocsTests() => Directory.SetCurrentDirectory(Path.Combine(AppContext.BaseDirectory, "Fixtures"));

    public void Dispose() => Directory.SetCurrentDirectory(before);

    [Fact]
    public void Loading()
    {
        Fin<Mlp> model = Mlp.LoadTorch("mlp.pt");
        Fixture.Predicts(model.Value(), "mlp");
    }

    [Fact]
    public void Naming()
    {
        var map = new WeightMap { Names = [("query", "Asking"), ("doubt", "Doubting"), ("answer", "Answering")] };
        Fin<Squares> squares = Squares.LoadTorch("squares.pt", map);
        Fixture.Predicts(squares.Value(), "squares");
    }

    [Fact]
    public void Tuning()
    {
        var fresh = Mlp.Initialize(seed: 5);
        Fin<Mlp> tuned = fresh.WithTorch("mlp.pt", new WeightMap { Ignore = ["4"], Keep = ["Third"] });
        Assert.Equal(fresh.Third, tuned.Value().Third);
        Assert.NotEqual(fresh.First, tuned.Value().First);
    }

    [Fact]
    public void Looking()
    {
        using var written = new StringWriter();
        var console = Console.Out;
        Console.SetOut(written);
        using var weights = ForeignWeights.OpenTorch("mlp.pt").ThrowIfFail();
        Console.WriteLine(weights);
        Console.SetOut(console);
        Assert.StartsWith("mlp.pt: 6 tensors of PyTorch\n  0.weight float32 [6, 6]\n", written.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Each block of the page stands in a file here, line by line.</summary>
    [Fact]
    public void The_page_shows_this_code()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "ModelDsl.sln"))) root = root.Parent!;
        var code = string.Concat(((string[])["DocsTests.cs", "Models.cs"]).Select(file => Lines(File.ReadAllText(Path.Combine(root.FullName, "tests", "Python.Tests", file)))));
        var blocks = Block().Matches(File.ReadAllText(Path.Combine(root.FullName, "docs", "weights-from-python.md")));
        Assert.Equal(5, blocks.Count);
        Assert.All(blocks, block => Assert.Contains(Lines(block.Groups[1].Value), code, StringComparison.Ordinal));
    }

    private static string Lines(string code) => string.Concat(code.Split('\n').Select(line => line.Trim() + "\n")).Trim() + "\n";

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
