using System.IO.Compression;
using System.Xml.Linq;

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
            "build/ModelDsl.props", "buildTransitive/ModelDsl.props", "README.md",
        ];
        Assert.Superset(expected.ToHashSet(), files);
    }

    [Fact]
    public void TheGeneratorComesAloneAndNothingOfRoslynWithIt()
    {
        using var archive = ZipFile.OpenRead(package.File);
        Assert.Single(archive.Entries, e => e.FullName.StartsWith("analyzers/", StringComparison.Ordinal));
        using var specification = archive.GetEntry("ModelDsl.nuspec")!.Open();
        var dependencies = XDocument.Load(specification).Descendants().Where(e => e.Name.LocalName == "dependency").Select(e => (string)e.Attribute("id")!);
        Assert.Equal(["Google.Protobuf", "LanguageExt.Core", "Spectre.Console", "System.Numerics.Tensors"], dependencies.Order());
    }

    [Fact]
    public async Task ANewProjectBuildsTrainsAndLearns()
    {
        var project = package.CreateProject("learns", "Training.cs");
        var built = (await project.Dotnet("build", "-nologo", "-p:UseSharedCompilation=false")).Succeeded();
        Assert.Contains("0 Warning(s)", built.Output, StringComparison.Ordinal);
        var run = (await project.Dotnet("run", "--no-build")).Succeeded();
        Assert.Contains("learned", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Dense(8, Activation.Tanh)", "Dense(0, Activation.Tanh)")]
    [InlineData("[Model(2)", "[Model(2, 0)")]
    public async Task APlantedShapeErrorFailsTheBuildWhereItStands(string right, string wrong)
    {
        var line = 0;
        var project = package.CreateProject("wrong-" + Guid.NewGuid().ToString("N"), "Training.cs", program =>
        {
            line = 1 + program[..program.IndexOf(right, StringComparison.Ordinal)].Count(c => c == '\n');
            return program.Replace(right, wrong, StringComparison.Ordinal);
        });
        var built = await project.Dotnet("build", "-nologo", "-p:UseSharedCompilation=false");
        Assert.NotEqual(0, built.ExitCode);
        Assert.Matches($@"Program\.cs\({line},\d+\): error MDSL\d{{3}}: ", built.Output);
    }

    [Fact]
    public async Task ATrimmedProgramDrawsNoWarningButLanguageExtsAndStillLearns() =>
        Assert.Contains("learned", await Published("Training.cs", "-p:PublishTrimmed=true"), StringComparison.Ordinal);

    // Of prediction only: the ahead-of-time compiler of .NET 10 fails on LanguageExt's sequences in a program that trains.
    [NativeFact]
    public async Task AnAheadOfTimeCompiledProgramDrawsNoWarningButLanguageExtsAndStillPredicts() =>
        Assert.Contains("predicted", await Published("Prediction.cs", "-p:PublishAot=true"), StringComparison.Ordinal);

    private async Task<string> Published(string program, string how)
    {
        var project = package.CreateProject(Path.GetFileNameWithoutExtension(program), program);
        var published = (await project.Dotnet(
            "publish", "-nologo", "-o", "out", "--use-current-runtime", "--self-contained", "-p:UseSharedCompilation=false", how)).Succeeded();
        Assert.All(
            published.Output.Split('\n').Where(line => line.Contains("warning IL", StringComparison.Ordinal)),
            line => Assert.Contains("Assembly 'LanguageExt.Core' produced", line, StringComparison.Ordinal));
        return (await project.Run(Path.Combine("out", "Toy"))).Succeeded().Output;
    }
}
