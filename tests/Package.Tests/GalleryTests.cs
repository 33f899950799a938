using System.IO.Compression;
using System.Reflection.Metadata;
using System.Text.Json;
using System.Xml.Linq;

namespace ModelDsl.Package.Tests;

/// <summary>What a gallery shows of each package, and what each package brings.</summary>
public sealed class GalleryTests(PackedLibrary package) : IClassFixture<PackedLibrary>
{
    private static readonly Guid EmbeddedSource = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE");

    /// <summary>The packages that need no more than the solution, with what they name besides ModelDsl and LanguageExt.Core.</summary>
    public static TheoryData<string, string[]> Libraries => new()
    {
        { "ModelDsl", [] },
        { "ModelDsl.Gpu", ["ILGPU"] },
        { "ModelDsl.Onnx", ["Google.Protobuf"] },
        {
            "ModelDsl.Tables",
            ["Apache.Arrow", "Apache.Arrow.Compression", "Microsoft.Data.Analysis", "Parquet.Net", "System.Numerics.Tensors"]
        },
        { "ModelDsl.TensorBoard", ["Google.Protobuf"] },
        { "ModelDsl.Pictures", ["SkiaSharp", "SkiaSharp.NativeAssets.Linux.NoDependencies"] },
        { "ModelDsl.Python", ["PureHDF"] },
        { "ModelDsl.Terminal", ["Spectre.Console"] },
        { "ModelDsl.Torch", ["TorchSharp", "Google.Protobuf", "SharpZipLib", "SkiaSharp"] },
    };

    [Theory]
    [MemberData(nameof(Libraries))]
    public void APackageNamesOnlyWhatItNeeds(string id, string[] others)
    {
        string[] all = id == "ModelDsl" ? ["LanguageExt.Core"] : ["LanguageExt.Core", "ModelDsl", .. others];
        using var archive = ZipFile.OpenRead(package.FileOf(id));
        Assert.Equal(all.Order(StringComparer.Ordinal), Dependencies(archive).Select(d => d.Id).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void APackageHasItsOwnWordsAnIconTheLicenseAndNotes(string id, string[] others)
    {
        Assert.NotNull(others);
        using var archive = ZipFile.OpenRead(package.FileOf(id));
        var specification = Specification(archive);
        Assert.Equal("MIT", Of("license"));
        Assert.Equal("icon.png", Of("icon"));
        Assert.StartsWith("# Release notes", Of("releaseNotes"), StringComparison.Ordinal);
        Assert.Equal(File.ReadAllText(Path.Combine(PackedLibrary.Repository(), "LICENSE")), Text(archive, "LICENSE"));
        // A PNG of 128 by 128: its header says so.
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], Bytes(archive, "icon.png")[..4]);
        Assert.Equal([0, 0, 0, 128, 0, 0, 0, 128], Bytes(archive, "icon.png")[16..24]);
        var readme = Text(archive, "README.md");
        Assert.StartsWith($"# {id}\n", readme, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"\]\((?!https?://|#)", readme);
        // No address is known before somebody gives one.
        Assert.Empty(Of("projectUrl"));
        Assert.Null((string?)specification.Descendants().SingleOrDefault(e => e.Name.LocalName == "repository")?.Attribute("url"));

        string Of(string name) => specification.Descendants().SingleOrDefault(e => e.Name.LocalName == name)?.Value ?? "";
    }

    /// <summary>The list of materials has every package that is named, in its version, and no address of a host.</summary>
    [Theory]
    [MemberData(nameof(Libraries))]
    public void ABillOfMaterialsHasWhatThePackageBrings(string id, string[] others)
    {
        using var archive = ZipFile.OpenRead(package.FileOf(id));
        var text = Text(archive, "bom.cdx.json");
        Assert.DoesNotContain("://", text, StringComparison.Ordinal);
        using var bill = JsonDocument.Parse(text);
        var components = bill.RootElement.GetProperty("components").EnumerateArray()
            .ToDictionary(c => c.GetProperty("name").GetString()!, c => c);
        foreach (var (name, version) in Dependencies(archive))
        {
            Assert.Equal(version, components[name].GetProperty("version").GetString());
            Assert.Equal($"pkg:nuget/{name}@{version}", components[name].GetProperty("purl").GetString());
            if (name != "ModelDsl") Assert.Equal(128, components[name].GetProperty("hashes")[0].GetProperty("content").GetString()!.Length);
        }
        Assert.True(components.Count >= others.Length + 1);
        Assert.Equal("MIT", components["LanguageExt.Core"].GetProperty("licenses")[0].GetProperty("expression").GetString());
        Assert.DoesNotContain(components.Keys, name => name.Contains("Analyzers", StringComparison.Ordinal));
    }

    /// <summary>Nobody can fetch sources without an address, so the symbols contain all of them, also the generated ones.</summary>
    [Theory]
    [MemberData(nameof(Libraries))]
    public void TheSymbolsContainEverySource(string id, string[] others)
    {
        Assert.NotNull(others);
        using var archive = ZipFile.OpenRead(Path.ChangeExtension(package.FileOf(id), ".snupkg"));
        using var symbols = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(Bytes(archive, $"lib/net10.0/{id}.pdb")));
        var reader = symbols.GetMetadataReader();
        Assert.NotEmpty(reader.Documents);
        foreach (var handle in reader.Documents)
        {
            Assert.Contains(
                reader.GetCustomDebugInformation(handle),
                one => reader.GetGuid(reader.GetCustomDebugInformation(one).Kind) == EmbeddedSource);
            // Only a build that says CI has paths that are the same on each machine.
            if (Environment.GetEnvironmentVariable("CI") == "true")
                Assert.StartsWith("/_", reader.GetString(reader.GetDocument(handle).Name), StringComparison.Ordinal);
        }
    }

    /// <summary>
    /// The same build packed again has the same bytes and members. A member that the last version had, and that is gone, is an error.
    /// </summary>
    [Fact]
    public async Task APackageIsTheSameEachTimeAndLosesNoMember()
    {
        const string id = "ModelDsl.Terminal";
        var (same, again) = await package.PackAgain("src/Terminal", "again", package.FileOf(id));
        same.Succeeded();
        using var first = ZipFile.OpenRead(package.FileOf(id));
        using var second = ZipFile.OpenRead(Path.Combine(again, Path.GetFileName(package.FileOf(id))));
        Assert.Equal(first.Entries.Select(e => e.FullName), second.Entries.Select(e => e.FullName));
        foreach (var entry in first.Entries) Assert.Equal(Bytes(first, entry.FullName), Bytes(second, entry.FullName));
        Assert.Equal(
            await File.ReadAllBytesAsync(package.FileOf(id)),
            await File.ReadAllBytesAsync(Path.Combine(again, Path.GetFileName(package.FileOf(id)))));

        var library = package.CreateProject("last", new Dictionary<string, string>
        {
            ["Gone.cs"] = "namespace ModelDsl;\n\n/// <summary>A type of the last version.</summary>\npublic static class Gone;\n",
        });
        (await library.Dotnet(
            "pack", "-nologo", "-o", "out", "-p:OutputType=Library", $"-p:AssemblyName={id}",
            $"-p:PackageId={id}", "-p:PackageVersion=0.0.1")).Succeeded();
        var (lost, _) = await package.PackAgain("src/Terminal", "lost", Path.Combine(library.Folder, "out", $"{id}.0.0.1.nupkg"));
        Assert.NotEqual(0, lost.ExitCode);
        Assert.Contains("CP0001", lost.Output, StringComparison.Ordinal);
        Assert.Contains("ModelDsl.Gone", lost.Output, StringComparison.Ordinal);
    }

    /// <summary>One empty project gets all packages from the feed, builds without a warning and runs, without libtorch's natives.</summary>
    [Fact]
    public async Task AnEmptyProjectUsesEachPackage()
    {
        string[] others = [.. Libraries.Select(row => (string)row[0]).Where(id => id != "ModelDsl")];
        var project = package.CreateProject("everything", "Everything.cs", others);
        var built = (await project.Dotnet("build", "-nologo")).Succeeded();
        Assert.Contains("0 Warning(s)", built.Output, StringComparison.Ordinal);
        var ran = (await project.Dotnet(Path.Combine("bin", "Debug", "net10.0", "Toy.dll"))).Succeeded().Output;
        Assert.Contains("1 event file", ran, StringComparison.Ordinal);
        Assert.Contains("True True", ran, StringComparison.Ordinal);
        Assert.Contains("white 255", ran, StringComparison.Ordinal);
        Assert.Contains("learning_rate", ran, StringComparison.Ordinal);
        Assert.Contains("learned", ran, StringComparison.Ordinal);
        var restored = await File.ReadAllTextAsync(Path.Combine(project.Folder, "obj", "project.assets.json"));
        Assert.DoesNotContain("libtorch-c", restored, StringComparison.OrdinalIgnoreCase);
        foreach (var id in others.Append("ModelDsl"))
            Assert.Contains($"\"{id}/{package.Version}\"", restored, StringComparison.Ordinal);
    }

    private static XDocument Specification(ZipArchive archive)
    {
        using var stream = archive.Entries.Single(e => e.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        return XDocument.Load(stream);
    }

    private static IEnumerable<(string Id, string Version)> Dependencies(ZipArchive archive) =>
        Specification(archive).Descendants().Where(e => e.Name.LocalName == "dependency")
            .Select(e => ((string)e.Attribute("id")!, (string)e.Attribute("version")!));

    private static byte[] Bytes(ZipArchive archive, string name)
    {
        using var stream = archive.GetEntry(name)!.Open();
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }

    private static string Text(ZipArchive archive, string name) => System.Text.Encoding.UTF8.GetString(Bytes(archive, name));
}
