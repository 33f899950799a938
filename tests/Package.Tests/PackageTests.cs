using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace ModelDsl.Package.Tests;

public sealed class PackageTests(PackedLibrary package) : IClassFixture<PackedLibrary>
{
    [Fact]
    public void ThePackageHoldsTheLibraryItsDocumentationTheGeneratorTheUsingsAndTheReadme()
    {
        using var archive = ZipFile.OpenRead(package.File);
        var files = archive.Entries.Select(e => e.FullName).ToHashSet();
        string[] expected =
        [
            "lib/net10.0/ModelDsl.dll", "lib/net10.0/ModelDsl.xml", "analyzers/dotnet/cs/ModelDsl.Generators.dll",
            "build/ModelDsl.props", "buildTransitive/ModelDsl.props", "build/ModelDsl.targets", "buildTransitive/ModelDsl.targets",
            "tools/ModelDsl.Build.dll", "docs/diagnostics/MDSL030.md", "README.md",
        ];
        Assert.Superset(expected.ToHashSet(), files);
    }

    /// <summary>A gallery resolves only links that are absolute or within the page, and shows no pictures of the repository.</summary>
    [Fact]
    public void TheReadmeOfThePackageHasNoLinkThatLeadsNowhere()
    {
        using var archive = ZipFile.OpenRead(package.File);
        using var reader = new StreamReader(archive.GetEntry("README.md")!.Open());
        var readme = reader.ReadToEnd();
        Assert.DoesNotMatch(@"\]\((?!https?://|#)", readme);
        Assert.DoesNotContain("![", readme, StringComparison.Ordinal);
        // All other text is the README's.
        Assert.Contains("are errors at the argument that causes them.", readme.Replace("[errors]", "errors", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("Engine.Dense(pixels, outputKernel, Right, outputBias, Linear, outputLogits);                           // [N, 10]", readme, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllLines(Path.Combine(PackedLibrary.Repository(), "README.md")).Length - 2, readme.TrimEnd().Split('\n').Length);
    }

    [Fact]
    public void SymbolsLieBesideThePackage()
    {
        using var archive = ZipFile.OpenRead(Path.ChangeExtension(package.File, ".snupkg"));
        Assert.Contains(archive.Entries, e => e.FullName == "lib/net10.0/ModelDsl.pdb");
    }

    [Fact]
    public void TheGeneratorComesAloneAndNothingOfRoslynWithIt()
    {
        using var archive = ZipFile.OpenRead(package.File);
        Assert.Single(archive.Entries, e => e.FullName.StartsWith("analyzers/", StringComparison.Ordinal));
    }

    /// <summary>
    /// Planted errors fail the build at their places. No wrong severity in an .editorconfig lets a wrong model compile, and the link of
    /// each error leads to an existing page.
    /// </summary>
    [Fact]
    public async Task PlantedErrorsFailTheBuildWhereTheyStandStayErrorsAndLinkToTheirPages()
    {
        var right = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "Project", "Training.cs"));
        var (units, unitsLine) = Planted(right, "Dense(8, Activation.Tanh)", "Dense(0, Activation.Tanh)");
        var model = right[right.IndexOf("[Model", StringComparison.Ordinal)..].Replace("Signs", "Others", StringComparison.Ordinal);
        var (shape, shapeLine) = Planted("// Another model.\n" + model, "[Model(2)", "[Model(2, 0)");
        var project = package.CreateProject("wrong", new Dictionary<string, string>
        {
            ["Program.cs"] = units,
            ["Others.cs"] = shape,
            [".editorconfig"] = "root = true\n[*.cs]\ndotnet_diagnostic.MDSL030.severity = warning\n",
        });
        // A compiler server loads a copy of the generator, beside which there are no pages.
        var built = await project.Dotnet(
            "build", "-nologo", "-p:UseSharedCompilation=false", "-p:NoWarn=MDSL030", "-p:ErrorLog=log.sarif%2cversion=2.1");
        Assert.NotEqual(0, built.ExitCode);
        Assert.Matches($@"Program\.cs\({unitsLine},\d+\): error MDSL030: ", built.Output);
        Assert.Matches($@"Others\.cs\({shapeLine},\d+\): error MDSL\d{{3}}: ", built.Output);
        using var log = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(project.Folder, "log.sarif")));
        var rules = log.RootElement.GetProperty("runs")[0].GetProperty("tool").GetProperty("driver").GetProperty("rules");
        var link = new Uri(rules.EnumerateArray().Single(rule => rule.GetProperty("id").GetString() == "MDSL030").GetProperty("helpUri").GetString()!, UriKind.RelativeOrAbsolute);
        // If a compiler loads a copy of the generator, the link is the page's path in the package.
        var page = link.IsAbsoluteUri ? link.LocalPath : Path.Combine(Directory.GetDirectories(package.Packages, "modeldsl").Single(), package.Version, link.OriginalString);
        if (!OperatingSystem.IsWindows()) Assert.True(link.IsAbsoluteUri, link.OriginalString);
        Assert.StartsWith("# MDSL030: ", await File.ReadAllTextAsync(page), StringComparison.Ordinal);

        static (string Text, int Line) Planted(string text, string right, string wrong) =>
            (text.Replace(right, wrong, StringComparison.Ordinal),
                1 + text[..text.IndexOf(right, StringComparison.Ordinal)].Count(c => c == '\n'));
    }

    /// <summary>
    /// Builds twice with all analyzers of .NET as errors, checked arithmetic, required documentation, and generated files written into the
    /// project.
    /// </summary>
    [Fact]
    public async Task AStrictProjectBuildsTwiceWithoutAWord()
    {
        var project = package.CreateProject("strict", new Dictionary<string, string>
        {
            ["Program.cs"] = """
                internal static class Program
                {
                    private static void Main() => Console.WriteLine(Toy.Signs.Summary);
                }

                namespace Toy
                {
                    /// <summary>Tells whether the signs of two numbers differ.</summary>
                    [Model(2), SparseCategoricalCrossentropy]
                    internal sealed partial record Signs([Dense(8)] Dense Hidden, [Dense(2)] Dense Output)
                    {
                        [Forward]
                        private static Tensor Logits(Signs m, Tensor x) => x | m.Hidden | Tanh | m.Output;
                    }
                }
                """,
        });
        string[] strict =
        [
            "build", "-nologo", "-p:AnalysisMode=All", "-p:TreatWarningsAsErrors=true", "-p:EnforceCodeStyleInBuild=true", "-p:GenerateDocumentationFile=true",
            "-p:CheckForOverflowUnderflow=true", "-p:WarningLevel=9999", "-p:EmitCompilerGeneratedFiles=true", "-p:CompilerGeneratedFilesOutputPath=Generated",
        ];
        for (var build = 0; build < 2; build++)
        {
            var built = await project.Dotnet(build == 0 ? strict : [.. strict, "--no-restore"]);
            var lines = built.Output.Split('\n').Where(line => line.Contains(".g.cs", StringComparison.Ordinal) || line.Contains("MDSL", StringComparison.Ordinal));
            // The analyzers' findings in the program itself do not matter.
            Assert.Empty(lines);
            Assert.Single(Directory.GetFiles(project.Folder, "*.Programs.g.cs", SearchOption.AllDirectories));
            await File.AppendAllTextAsync(Path.Combine(project.Folder, "Program.cs"), "\n");
        }
    }

    /// <summary>
    /// The compiler sees the header of a file, and the program has the file's numbers. "en" in the name is no culture: the file stays in
    /// the program's own assembly.
    /// </summary>
    [Fact]
    public async Task WeightsAreComparedWithTheRecordAndEmbedded()
    {
        var project = Embedding("embedded", 2);
        var built = (await project.Dotnet("build", "-nologo")).Succeeded();
        Assert.Contains("0 Warning(s)", built.Output, StringComparison.Ordinal);
        var program = Path.Combine("bin", "Debug", "net10.0", "Toy.dll");
        Assert.Contains("loaded", (await project.Dotnet(program)).Succeeded().Output, StringComparison.Ordinal);

        // The file changes, nothing else: the build sees it.
        File.WriteAllBytes(Path.Combine(project.Folder, "signs.en.safetensors"), Weights(3));
        built = (await project.Dotnet("build", "-nologo", "--no-restore")).Succeeded();
        Assert.Matches(@"Program\.cs\(\d+,\d+\): warning MDSL232: 'Signs' does not fit its weights file 'signs\.en\.safetensors': Output\.Kernel is \[3, 2\], but must be \[2, 2\] ", built.Output);
        var run = await project.Dotnet(program);
        Assert.Contains("signs.en.safetensors does not fit Signs: Output.Kernel is [3, 2], but must be [2, 2].", run.Output, StringComparison.Ordinal);
        File.Delete(Path.Combine(project.Folder, "signs.en.safetensors"));
        Assert.Contains("there is no such file", (await project.Dotnet("build", "-nologo", "--no-restore")).Output, StringComparison.Ordinal);
    }

    /// <summary>A project with a weights file whose kernel has this number of rows.</summary>
    private UserProject Embedding(string name, int rows)
    {
        var project = package.CreateProject(name, "Embedded.cs");
        File.WriteAllBytes(Path.Combine(project.Folder, "signs.en.safetensors"), Weights(rows));
        var description = Path.Combine(project.Folder, "Toy.csproj");
        File.WriteAllText(description, File.ReadAllText(description).Replace(
            "</Project>", "  <ItemGroup>\n    <ModelWeights Include=\"signs.en.safetensors\" />\n  </ItemGroup>\n</Project>", StringComparison.Ordinal));
        return project;
    }

    private static byte[] Weights(int rows)
    {
        var header = $"{{\"Output.Kernel\":{{\"dtype\":\"F32\",\"shape\":[{rows},2],\"data_offsets\":[0,{8 * rows}]}},\"Output.Bias\":{{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[{8 * rows},{8 * rows + 8}]}}}}";
        var numbers = new float[2 * rows + 2];
        numbers[^1] = 0.5f;
        return [.. BitConverter.GetBytes((long)header.Length), .. Encoding.UTF8.GetBytes(header), .. MemoryMarshal.AsBytes<float>(numbers)];
    }
}
