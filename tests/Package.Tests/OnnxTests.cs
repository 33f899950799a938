using System.IO.Compression;

namespace ModelDsl.Package.Tests;

/// <summary>
/// A user's project has models from <c>.onnx</c> files: the page's, one among additional files, and one that the tool has written. It is
/// built once, and runs.
/// </summary>
public sealed class OnnxTests(PackedLibrary package) : IClassFixture<PackedLibrary>
{
    [Fact]
    public async Task ModelsComeInAtBuildAndByTheToolAndPredictTheSame()
    {
        string? shown = null;
        var page = Page.Read(await File.ReadAllTextAsync(Path.Combine(PackedLibrary.Repository(), "docs", "bring-a-model.md")), block =>
        {
            if (IsImported(block)) shown = block;
            return IsImported(block);
        });
        var program = page.Files["Program.cs"];
        var project = package.CreateProject("bring", new Dictionary<string, string>(page.Files)
        {
            ["Program.cs"] = program + """

                var same = Tensor.Create([1, 4], [5.1f, 3.5f, 1.4f, 0.2f]);
                float[] Probabilities<T>(T model) where T : class, IModel<T> => model.Predict(same).ThrowIfFail().ToArray();
                Console.WriteLine(Probabilities(Shop.Second.LoadWeights().ThrowIfFail()).SequenceEqual(Probabilities(iris)));
                Console.WriteLine(Probabilities(Shop.Written.Load("Written.safetensors").ThrowIfFail()).SequenceEqual(Probabilities(iris)));
                """,
            ["Second.cs"] = "namespace Shop;\n\n[Onnx(\"species.onnx\")]\ninternal sealed partial record Second;\n",
        }, "ModelDsl.Onnx");
        var file = Path.Combine(AppContext.BaseDirectory, "Project", "iris.onnx");
        File.Copy(file, Path.Combine(project.Folder, "iris.onnx"));
        File.Copy(file, Path.Combine(Directory.CreateDirectory(Path.Combine(project.Folder, "more")).FullName, "species.onnx"));
        var description = Path.Combine(project.Folder, "Toy.csproj");
        await File.WriteAllTextAsync(description, (await File.ReadAllTextAsync(description)).Replace(
            "</Project>",
            "  <ItemGroup>\n    <OnnxModel Include=\"iris.onnx\" />\n    <AdditionalFiles Include=\"more/species.onnx\" />\n  </ItemGroup>\n</Project>",
            StringComparison.Ordinal));

        (await project.Dotnet("tool", "install", "ModelDsl.Tool", "--tool-path", "tools", "--version", package.Version)).Succeeded();
        var tool = Path.Combine("tools", OperatingSystem.IsWindows() ? "modeldsl.exe" : "modeldsl");
        var imported = (await project.Run(tool, "import", "iris.onnx", "-o", "Written.cs", "--namespace", "Shop")).Succeeded();
        Assert.Contains("Written.safetensors", imported.Output, StringComparison.Ordinal);

        var built = (await project.Dotnet("build", "-nologo", "-p:UseSharedCompilation=false", "-p:EmitCompilerGeneratedFiles=true")).Succeeded();
        Assert.Contains("0 Warning(s)", built.Output, StringComparison.Ordinal);
        var run = (await project.Dotnet(Path.Combine("bin", "Debug", "net10.0", "Toy.dll"))).Succeeded();
        Assert.Empty(page.MissingIn(run.Output));
        Assert.EndsWith("True\nTrue\n", run.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        var half = Assert.Single(Directory.GetFiles(project.Folder, "Iris.Imported.g.cs", SearchOption.AllDirectories));
        Assert.Contains(shown!, (await File.ReadAllTextAsync(half)).ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public void ThePackagesHaveTheImporterAndTheCoreHasNot()
    {
        Assert.Superset(
            new HashSet<string> { "tools/ModelDsl.Build.dll", "tools/ModelDsl.Import.dll", "tools/Google.Protobuf.dll", "build/ModelDsl.Onnx.targets", "buildTransitive/ModelDsl.Onnx.targets" },
            Files("ModelDsl.Onnx"));
        Assert.DoesNotContain("tools/ModelDsl.Import.dll", Files("ModelDsl"));
        Assert.Contains("tools/net10.0/any/ModelDsl.Import.dll", Files("ModelDsl.Tool"));
    }

    private HashSet<string> Files(string id)
    {
        using var archive = ZipFile.OpenRead(package.FileOf(id));
        return [.. archive.Entries.Select(entry => entry.FullName)];
    }

    /// <summary>Tells whether a block is imported code, which is shown and not typed.</summary>
    private static bool IsImported(string block) => block.StartsWith("/// <summary>", StringComparison.Ordinal);
}
