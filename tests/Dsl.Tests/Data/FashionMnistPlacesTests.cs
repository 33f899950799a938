using LanguageExt;
using ModelDsl.Data;

namespace ModelDsl.Tests.Data;

public sealed class FashionMnistPlacesTests : IDisposable
{
    private static readonly DownloadPatience Patience = new(TimeSpan.FromSeconds(30), 2, TimeSpan.FromMilliseconds(1), 1L << 26);
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private FashionMnistOptions Options(string[]? named = null, string? package = null, params Uri[] mirrors) => new()
    {
        Places = new FashionMnistPlaces((named ?? []).ToSeq(), package ?? folder["no-package"], folder["cache"], mirrors.ToSeq(), Patience),
    };

    /// <summary>Writes four files, with two samples and with one.</summary>
    private string Toy(string name, byte label = 3)
    {
        Directory.CreateDirectory(folder[name]);
        folder.Write($"{name}/train-images-idx3-ubyte.gz", IdxTests.Gzip(IdxTests.File(IdxType.UInt8, [2, 1, 2], 1, 2, 3, 4)));
        folder.Write($"{name}/train-labels-idx1-ubyte", IdxTests.File(IdxType.UInt8, [2], 1, label));
        folder.Write($"{name}/t10k-images.idx3-ubyte", IdxTests.File(IdxType.UInt8, [1, 1, 2], 5, 6));
        folder.Write($"{name}/t10k-labels-idx1-ubyte", IdxTests.File(IdxType.UInt8, [1], 0));
        return folder[name];
    }

    [Fact]
    public void AFolderThatIsNamedMayHoldAnotherDataSetOfTheFormat()
    {
        var data = FashionMnist.Load(Toy("mine")).Value();
        Assert.Equal([1f, 2f, 3f, 4f], data.Train.Numbers());
        Assert.Equal([0], data.Test.Labels());
        Assert.Equal("3", data.Train.ClassNames[3]);
        Assert.Equal(folder["mine"], data.Folder);
    }

    [Fact]
    public void AFolderThatIsNamedIsTheOnlyPlace()
    {
        Assert.Contains("no such folder", FashionMnist.Load(folder["nowhere"]).Message());
        Assert.Contains("none of the four files", FashionMnist.Load(folder.Path).Message());
        File.Delete(Path.Combine(Toy("mine"), "t10k-images.idx3-ubyte"));
        var message = FashionMnist.Load(folder["mine"]).Message();
        Assert.Contains("it lacks t10k-images-idx3-ubyte.", message);
    }

    [Fact]
    public void BrokenFilesOfAFolderAreNamed()
    {
        Assert.Contains("train-labels-idx1-ubyte: the label of sample 1 is 10", FashionMnist.Load(Toy("mine", label: 10)).Message());
        folder.Write("mine/train-labels-idx1-ubyte", IdxTests.File(IdxType.UInt8, [3], 1, 2, 3));
        Assert.Contains("2 samples", FashionMnist.Load(folder["mine"]).Message());
        folder.Write("mine/train-images-idx3-ubyte.gz", 0x1F, 0x8B, 8, 0);
        Assert.Contains("train-images-idx3-ubyte.gz", FashionMnist.Load(folder["mine"]).Message());
    }

    [Fact]
    public void TheFolderOfTheEnvironmentComesFirst()
    {
        Toy("env");
        Assert.Equal(folder["env"], FashionMnist.Load(Options([folder["none"], folder["env"]])).Value().Folder);
        File.Delete(folder["env/t10k-labels-idx1-ubyte"]);
        var message = FashionMnist.Load(Options([folder["env"]])).Message();
        Assert.Contains("it lacks t10k-labels-idx1-ubyte (MODELDSL_DATA)", message);
        Assert.DoesNotContain(folder["no-package"], message);
    }

    [Fact]
    public void OtherFilesInThePackagesFolderAreNotTaken()
    {
        var message = FashionMnist.Load(Options(package: Toy("package")) with { Download = false }).Message();
        Assert.Contains("not that of Fashion-MNIST's train-images-idx3-ubyte", message);
        Assert.Contains("downloading is switched off", message);
    }

    [Fact]
    public void NothingAnywhereIsAnErrorThatListsEveryPlaceAndSaysWhatToDo()
    {
        using var server = new ScriptedServer(ScriptedServer.Status(404));
        var message = FashionMnist.Load(Options([folder["env"]], null, server.Address)).Message();
        Assert.Contains($"{folder["env"]}: there is no such folder (MODELDSL_DATA)", message);
        Assert.Contains($"{folder["no-package"]}: there is no such folder", message);
        Assert.Contains($"{folder["cache"]}: there is no such folder", message);
        Assert.Contains($"{server.Address}train-images-idx3-ubyte.gz: the server answered 404", message);
        Assert.Contains("apt-get install dataset-fashion-mnist", message);
        Assert.Contains("MODELDSL_DATA", message);
    }

    [Fact]
    public void ADownloadThatIsNotFashionMnistLeavesNothingBehind()
    {
        using var server = new ScriptedServer(ScriptedServer.Give(IdxTests.Gzip(IdxTests.File(IdxType.UInt8, [1], 7))));
        Assert.Contains("not that of Fashion-MNIST's train-images", FashionMnist.Load(Options(null, null, server.Address)).Message());
        Assert.Empty(Directory.GetFiles(folder["cache"], "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void ACancelledDownloadIsAnError()
    {
        using var server = new ScriptedServer(ScriptedServer.Silence);
        using var cancelled = new CancellationTokenSource(20);
        var options = Options(null, null, server.Address) with { Cancellation = cancelled.Token };
        Assert.Contains("cancelled", FashionMnist.Load(options).Message());
    }

    [FashionMnistFact]
    public void WhatIsDownloadedIsFoundTheNextTime()
    {
        using var server = new ScriptedServer((request, stream, stop) =>
            ScriptedServer.Give(Published(request.Path[1..]))(request, stream, stop));
        var files = new List<string>();
        var options = Options(null, null, server.Address) with { OnProgress = progress => files.Add(progress.File) };
        Assert.Equal(60_000, FashionMnist.Load(options).Value().Train.Count);
        Assert.Equal(4, files.Distinct().Count());
        Assert.Equal(folder["cache"], FashionMnist.Load(options with { Download = false }).Value().Folder);

        folder.Write("cache/t10k-labels-idx1-ubyte", IdxTests.File(IdxType.UInt8, [1], 0));
        Assert.Equal(10_000, FashionMnist.Load(options).Value().Test.Count);
        Assert.Equal(5, server.Requests.Count);
        Assert.Equal(4, Directory.GetFiles(folder["cache"], "*", SearchOption.AllDirectories).Length);
    }

    private static byte[] Published(string name) =>
        FashionMnistFile.All.Find(file => $"{file.Name}.gz" == name)
            .Map(file => File.ReadAllBytes(file.In(FashionMnistFactAttribute.Folder!)!))
            .Map(content => content[0] == 0x1F ? content : IdxTests.Gzip(content)).IfNone([]);
}
