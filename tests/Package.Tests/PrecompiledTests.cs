using System.IO.Compression;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace ModelDsl.Package.Tests;

/// <summary>
/// The package has code that is ready to run for one system, and IL for all (docs/adr/0051). A program that learns from rows runs it.
/// </summary>
public sealed class PrecompiledTests(TrainedRows rows) : IClassFixture<TrainedRows>
{
    private const string Precompiled = "runtimes/linux-x64/lib/net10.0/ModelDsl.dll";

    [PrecompiledFact]
    public void OneLibraryHasCodeAndAllOthersAreIl()
    {
        using var archive = ZipFile.OpenRead(rows.Library.File);
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
        var (ready, compiledBeside) = rows.Trained;
        var (compiled, compiledAll) = await rows.Train(readyToRun: "0");
        Assert.StartsWith("10000 rows: ", ready, StringComparison.Ordinal);
        Assert.Equal(compiled, ready);
        Assert.InRange(compiledBeside, 1, compiledAll / 3);
        // PublishReadyToRun would never end on LanguageExt.
        Assert.Contains("LanguageExt.Core.dll", (await rows.Dotnet("msbuild", "-getItem:PublishReadyToRunExclude")).Succeeded().Output, StringComparison.Ordinal);
    }

    /// <summary>A file is the whole model: another process predicts the same bits for 10,000 random rows.</summary>
    [Fact]
    public async Task AModelOfRowsIsTheSameInAnotherProcess()
    {
        Assert.Contains("0 Warning(s)", rows.Built.Output, StringComparison.Ordinal);
        Assert.StartsWith("10000 rows: ", rows.Trained.Printed, StringComparison.Ordinal);
        Assert.Equal(rows.Trained.Printed, await rows.Run());
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
