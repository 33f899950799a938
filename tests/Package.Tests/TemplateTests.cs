using System.IO.Compression;
using System.Xml.Linq;

namespace ModelDsl.Package.Tests;

/// <summary>The templates: their package, and that what they make builds without a warning and runs.</summary>
public sealed class TemplateTests(MadeProjects made) : IClassFixture<MadeProjects>
{
    [Fact]
    public void ThePackageHoldsTheTemplatesAndTheVersionWithWhichItWasPacked()
    {
        using var archive = ZipFile.OpenRead(made.Library.FileOf("ModelDsl.Templates"));
        var files = archive.Entries.Select(entry => entry.FullName).ToHashSet();
        foreach (var template in new[] { "console", "service", "library" })
        {
            string[] expected = [".template.config/template.json", ".template.config/dotnetcli.host.json", ".gitignore", ".editorconfig", "README.md"];
            Assert.Superset(expected.Select(file => $"content/{template}/{file}").ToHashSet(), files);
            using var described = new StreamReader(archive.GetEntry($"content/{template}/.template.config/template.json")!.Open());
            Assert.Contains($"\"defaultValue\": \"{made.Library.Version}\"", described.ReadToEnd(), StringComparison.Ordinal);
        }
        Assert.DoesNotContain(files, file => file.StartsWith("lib/", StringComparison.Ordinal));
        using var specification = archive.GetEntry("ModelDsl.Templates.nuspec")!.Open();
        var about = XDocument.Load(specification);
        Assert.Equal("Template", (string?)about.Descendants().Single(e => e.Name.LocalName == "packageType").Attribute("name"));
        Assert.DoesNotContain(about.Descendants(), e => e.Name.LocalName == "dependency");
    }

    /// <summary>The library's tests use the packages with which we test ourselves.</summary>
    [Fact]
    public void TheVersionsOfTestPackagesAreThisRepositorys()
    {
        var ours = XDocument.Load(Path.Combine(PackedLibrary.Repository(), "Directory.Packages.props")).Descendants("PackageVersion")
            .ToDictionary(e => (string)e.Attribute("Include")!, e => (string)e.Attribute("Version")!);
        var theirs = XDocument.Load(Path.Combine(made.Models.Folder, "tests", "2nd-models.Tests", "2nd-models.Tests.csproj"))
            .Descendants("PackageReference").Where(e => (string)e.Attribute("Include")! != "ModelDsl").ToList();
        Assert.NotEmpty(theirs);
        Assert.All(theirs, e => Assert.Equal(ours[(string)e.Attribute("Include")!], (string)e.Attribute("Version")!));
    }

    [Fact]
    public void AllProjectsBuildWithoutAWarning() => Assert.Contains("0 Warning(s)", made.Built.Output, StringComparison.Ordinal);

    [Fact]
    public async Task TheConsoleProgramTrainsSavesAndPredicts()
    {
        var run = (await made.Console.Dotnet(Path.Combine("bin", "Debug", "net10.0", "my-penguins.dll"))).Succeeded();
        Assert.Matches(@"validation accuracy (9\d\.\d|100\.0) ?%", run.Output);
        Assert.Contains("The new penguin: Chinstrap", run.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(made.Console.Folder, "penguins.safetensors")));
    }

    [Fact]
    public async Task TheLibrarysLawsHold()
    {
        var tested = (await made.Models.Dotnet("test", "2nd-models.slnx", "--no-build", "-nologo")).Succeeded();
        Assert.Matches(@"Passed! .*Failed: +0, Passed: +5, Skipped: +0", tested.Output);
        Assert.Contains("dotnet test", await File.ReadAllTextAsync(Path.Combine(made.Models.Folder, ".github", "workflows", "ci.yml")), StringComparison.Ordinal);
    }

    /// <summary>
    /// Right and wrong requests over HTTP; a newer file is read and a broken one refused, while the service runs.
    /// </summary>
    [Fact]
    public async Task TheServiceAnswersNamesWrongFieldsAndReadsANewerModel()
    {
        var file = Path.Combine(made.Service.Folder, "penguins.safetensors");
        await using var service = await RunningService.Start(made.Service, Path.Combine("bin", "Debug", "net10.0", "Penguins.Service.dll"));
        const string right = """{ "island": "Dream", "billLength": 49.5, "billDepth": 19, "flipperLength": null, "bodyMass": 3800, "sex": "Male" }""";

        using var answer = await service.Post("/predict", right, 200);
        Assert.Equal("Chinstrap", answer.RootElement.GetProperty("species").GetString());
        Assert.Equal(1, answer.RootElement.GetProperty("probabilities").EnumerateObject().Sum(p => p.Value.GetDouble()), 1e-5);
        Assert.Equal(1, answer.RootElement.GetProperty("model").GetInt32());

        foreach (var (part, wrong, told) in new[]
        {
            ("\"Dream\"", "\"Atlantis\"", "$.island"), ("\"bodyMass\": 3800,", "", "bodyMass"), ("49.5", "1e39", "BillLength"), ("49.5", "\"long\"", "$.billLength"),
        })
        {
            using var problem = await service.Post("/predict", right.Replace(part, wrong, StringComparison.Ordinal), 400);
            Assert.Contains(told, problem.RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }

        // Another process saves another model.
        var bytes = await File.ReadAllBytesAsync(file);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(file + ".new", bytes);
        File.Move(file + ".new", file, overwrite: true);
        await service.Until("/health", health => health.GetProperty("model").GetInt32() == 2);
        await File.WriteAllTextAsync(file, "broken");
        await service.Until("/health", health => health.GetProperty("fault").ValueKind == System.Text.Json.JsonValueKind.String);
        using var still = await service.Post("/predict", right, 200);
        Assert.Equal(2, still.RootElement.GetProperty("model").GetInt32());
    }
}
