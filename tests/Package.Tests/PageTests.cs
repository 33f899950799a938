namespace ModelDsl.Package.Tests;

/// <summary>
/// The code on pages for users runs: each page is typed into a new project that references the package, built without warnings, and run.
/// </summary>
public sealed class PageTests(PageProjects projects) : IClassFixture<PageProjects>
{
    public static TheoryData<string> Pages => [.. PageProjects.Pages];

    [Fact]
    public void AllPagesBuildWithoutAWarning() => Assert.Contains("0 Warning(s)", projects.Built.Succeeded().Output, StringComparison.Ordinal);

    [Theory, MemberData(nameof(Pages))]
    public async Task APageRunsAsItStandsAndPrintsWhatItSays(string path)
    {
        var (name, page, shown, project) = projects[path];
        Assert.NotEmpty(page.Printed);
        var program = Path.Combine("bin", "Release", "net10.0", $"{name}.dll");
        Assert.True(File.Exists(Path.Combine(project.Folder, program)), projects.Built.Output);
        var run = (await project.Dotnet(program)).Succeeded();
        var missing = page.MissingIn(run.Output);
        Assert.True(missing.Count == 0, $"{path} says that the program prints these lines:\n{string.Join('\n', missing)}\nIt printed:\n{run.Output}");
        Assert.Equal(path == "README.md" ? 1 : 0, shown.Count);
        if (shown is not [var code]) return;

        // The generated code in the README is the generator's output.
        var written = Assert.Single(Directory.GetFiles(project.Folder, "FashionSoftmax.Programs.g.cs", SearchOption.AllDirectories));
        Assert.Contains(Indented(code), (await File.ReadAllTextAsync(written)).ReplaceLineEndings("\n"), StringComparison.Ordinal);
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
}
