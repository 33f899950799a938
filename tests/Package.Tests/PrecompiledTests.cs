using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace ModelDsl.Package.Tests;

/// <summary>The package has code that is ready to run for one system, and IL for all (docs/adr/0051).</summary>
public sealed class PrecompiledTests(PackedLibrary package) : IClassFixture<PackedLibrary>
{
    private const string Precompiled = "runtimes/linux-x64/lib/net10.0/ModelDsl.dll";

    [PrecompiledFact]
    public void OneLibraryHasCodeAndAllOthersAreIl()
    {
        using var archive = ZipFile.OpenRead(package.File);
        var libraries = archive.Entries.Where(entry => entry.Name.EndsWith(".dll", StringComparison.Ordinal)).ToList();
        Assert.Equal([Precompiled], libraries.Where(HasCode).Select(entry => entry.FullName));
        // Both are one library: symbols of one fit the other.
        Assert.Equal(Identity(archive.GetEntry("lib/net10.0/ModelDsl.dll")!), Identity(archive.GetEntry(Precompiled)!));
    }

    /// <summary>
    /// A program runs the code of the package. It learns the same bits as with code that is compiled while it runs: its vectors are as
    /// wide, and its sums have the same order.
    /// </summary>
    [PrecompiledFact]
    public async Task CodeOfThePackageLearnsTheSameBitsAsCodeOfTheCompilerAtRunTime()
    {
        var project = package.CreateProject("precompiled", "Rows.cs");
        (await project.Dotnet("build", "-nologo", "-p:UseSharedCompilation=false")).Succeeded();
        var (ready, compiledBeside) = await Train(project, "1");
        var (compiled, compiledAll) = await Train(project, "0");
        Assert.StartsWith("10000 rows: ", ready, StringComparison.Ordinal);
        Assert.Equal(compiled, ready);
        Assert.InRange(compiledBeside, 1, compiledAll / 3);
        // PublishReadyToRun would never end on LanguageExt.
        Assert.Contains("LanguageExt.Core.dll", (await project.Dotnet("msbuild", "-getItem:PublishReadyToRunExclude")).Succeeded().Output, StringComparison.Ordinal);
    }

    /// <summary>Trains in a process; returns what it prints, and how many of the library's methods were compiled while it ran.</summary>
    private static async Task<(string Printed, int Compiled)> Train(UserProject project, string readyToRun)
    {
        var methods = Path.Combine(project.Folder, $"methods-{readyToRun}.txt");
        var environment = new Dictionary<string, string>(project.Environment)
        {
            ["DOTNET_ReadyToRun"] = readyToRun,
            ["DOTNET_JitStdOutFile"] = methods,
            ["DOTNET_JitDisasmSummary"] = "1",
        };
        var run = await (project with { Environment = environment }).Dotnet(Path.Combine("bin", "Debug", "net10.0", "Toy.dll"), "train");
        return (run.Succeeded().Output, File.ReadLines(methods).Count(line => line.Contains(": JIT compiled ModelDsl.", StringComparison.Ordinal)));
    }

    private static bool HasCode(ZipArchiveEntry library)
    {
        using var reader = Open(library);
        return reader.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size > 0;
    }

    private static Guid Identity(ZipArchiveEntry library)
    {
        using var reader = Open(library);
        var metadata = reader.GetMetadataReader();
        return metadata.GetGuid(metadata.GetModuleDefinition().Mvid);
    }

    private static PEReader Open(ZipArchiveEntry library)
    {
        using var stream = library.Open();
        var content = new MemoryStream();
        stream.CopyTo(content);
        content.Position = 0;
        return new PEReader(content);
    }
}
