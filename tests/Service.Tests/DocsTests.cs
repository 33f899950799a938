using LanguageExt;

namespace ModelDsl.Service.Tests;

public enum Species { Cat, Dog }

[Features]
public sealed partial record Animal([Normalize] float Weight, [Label] Species? Species = null);

[Model(typeof(Animal)), SparseCategoricalCrossentropy]
public sealed partial record AnimalModel([Dense(2)] Dense Output);

/// <summary>The code of docs/service.md is the code here, and prints what the page says.</summary>
[Collection(nameof(RunningService))]
public sealed class DocsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory().FullName;
    private readonly StringWriter printed = new();
    private readonly string before = Environment.CurrentDirectory;
    private readonly TextWriter console = System.Console.Out;

    public DocsTests() => Environment.CurrentDirectory = folder;

    public void Dispose()
    {
        System.Console.SetOut(console);
        Environment.CurrentDirectory = before;
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task ThePageRunsAsItStandsAndPrintsWhatItSays()
    {
        System.Console.SetOut(printed);
        AnimalModel Trained(float dog)
        {
            var rows = Enumerable.Range(0, 200).Select(i => new Animal(i % 2 == 0 ? 4 : dog, (Species)(i % 2)));
            return AnimalModel.Initialize(1).Fit(rows, new FitOptions { Epochs = 20, Optimizer = new Adam(0.1) }).ThrowIfFail().Model;
        }

        Trained(dog: 20).Save("animals.safetensors").ThrowIfFail();

        using var served = ServedModel<AnimalModel>.Open("animals.safetensors", new ServingOptions { Watch = TimeSpan.FromSeconds(2) }).ThrowIfFail();

        var answer = served.Predict(model => model.Predict(new Animal(21))).ThrowIfFail();
        Console.WriteLine($"{answer.Value.Value}, by version {answer.Version.Number}");          // Dog, by version 1

        Trained(dog: 40).Save("animals.safetensors").ThrowIfFail();
        Console.WriteLine(served.Reload().ThrowIfFail().Number);                                 // 2

        File.WriteAllText("animals.safetensors", "not a model");
        Console.WriteLine(served.Reload().IsFail);                                               // True
        Console.WriteLine(served.Version.Number);                                                // 2

        await using var batching = served.Batching((AnimalModel model, IReadOnlyList<Animal> rows) => model.Predict(rows)).ThrowIfFail();
        var together = await Task.WhenAll(Enumerable.Range(0, 100)
            .Select(i => batching.PredictAsync(new Animal(i % 2 == 0 ? 4 : 40)).AsTask()));
        Console.WriteLine(together.Count(one => one.ThrowIfFail().Value.Value == Species.Dog));  // 50

        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "ModelDsl.sln"))) root = root.Parent!;
        var here = Lines(await File.ReadAllTextAsync(Path.Combine(root.FullName, "tests", "Service.Tests", "DocsTests.cs")));
        var page = Lines(await File.ReadAllTextAsync(Path.Combine(root.FullName, "docs", "service.md")));
        var blocks = page.Split("```csharp\n")[1..].Select(block => block[..block.IndexOf("```", StringComparison.Ordinal)].Trim()).ToArray();
        Assert.Equal(3, blocks.Length);
        Assert.All(blocks, block => Assert.Contains(block.Replace("// Animal.cs\n", "").Replace("using LanguageExt;\n\n", ""), here, StringComparison.Ordinal));
        Assert.Equal(blocks.SelectMany(block => block.Split('\n')).Where(line => line.StartsWith("Console.", StringComparison.Ordinal))
            .Select(line => line[(line.LastIndexOf("// ", StringComparison.Ordinal) + 3)..]), printed.ToString().Trim().ReplaceLineEndings("\n").Split('\n'));
    }

    private static string Lines(string text) => string.Join('\n', text.Split('\n').Select(line => line.Trim())).Trim();
}
