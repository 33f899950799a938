namespace ModelDsl.Package.Tests;

/// <summary>
/// The code on pages for users runs: each page is typed into a new project that references the package, built without warnings, and run.
/// </summary>
public sealed class PageTests(PackedLibrary package) : IClassFixture<PackedLibrary>
{
    [Theory]
    [InlineData("README.md"), InlineData("docs/getting-started.md"), InlineData("docs/inspection.md"),
        InlineData("docs/my-table.md"), InlineData("docs/reference/features.md"), InlineData("docs/ship-it.md")]
    public async Task APageRunsAsItStandsAndPrintsWhatItSays(string path)
    {
        string? shown = null;
        var page = Page.Read(File.ReadAllText(Path.Combine(PackedLibrary.Repository(), path)), block =>
        {
            if (IsGenerated(block)) shown = block;
            return IsGenerated(block);
        });
        Assert.NotEmpty(page.Printed);
        var project = package.CreateProject(Path.GetFileNameWithoutExtension(path), page.Files);
        var built = (await project.Dotnet("build", "-nologo", "-c", "Release", "-p:UseSharedCompilation=false", "-p:EmitCompilerGeneratedFiles=true")).Succeeded();
        Assert.Contains("0 Warning(s)", built.Output, StringComparison.Ordinal);
        var run = (await project.Dotnet(Path.Combine("bin", "Release", "net10.0", "Toy.dll"))).Succeeded();
        var missing = page.MissingIn(run.Output);
        Assert.True(missing.Count == 0, $"{path} says that the program prints these lines:\n{string.Join('\n', missing)}\nIt printed:\n{run.Output}");
        Assert.Equal(path == "README.md", shown is not null);
        if (shown is null) return;

        // The generated code in the README is the generator's output.
        var written = Assert.Single(Directory.GetFiles(project.Folder, "FashionSoftmax.Programs.g.cs", SearchOption.AllDirectories));
        Assert.Contains(Indented(shown), File.ReadAllText(written).ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("accuracy 84.2 %", "accuracy 85.0 %", true)]
    [InlineData("accuracy 84.2 %", "accuracy 80.0 %", false)]
    [InlineData("60000 samples", "60001 samples", false)]
    [InlineData("loss 0.50", "Loss 0.50", false)]
    public void LinesAreAlikeButForLastDigits(string expected, string actual, bool areAlike) =>
        Assert.Equal(areAlike, Page.AreAlike(expected, actual));

    [Fact]
    public void ALineThatIsMissingOrOutOfOrderIsFound()
    {
        var page = Page.Read("```csharp\nConsole.WriteLine(1);   // 1\nConsole.WriteLine(2);   // 2\n```\n\n```\n3\n```\n");
        Assert.Empty(page.MissingIn("1\nelse\n2\n3\n"));
        Assert.Equal(["1"], page.MissingIn("2\n3\n"));
        Assert.Equal(["2"], page.MissingIn("2\n1\n3\n"));
    }

    /// <summary>Returns a method with its indentation in the class.</summary>
    private static string Indented(string code) => string.Join('\n', code.TrimEnd('\n').Split('\n').Select(line => line.Length > 0 ? "    " + line : line));

    /// <summary>Tells whether a block is generated code, which is shown and not typed.</summary>
    private static bool IsGenerated(string block) => block.StartsWith("public override void Run(", StringComparison.Ordinal);
}
