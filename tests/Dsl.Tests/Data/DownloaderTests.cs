using LanguageExt;
using ModelDsl.Data;
using static ModelDsl.Tests.Data.ScriptedServer;

namespace ModelDsl.Tests.Data;

public sealed class DownloaderTests : IDisposable
{
    private static readonly byte[] Content = Samples.Bytes(200_000, 7);
    private static readonly DownloadPatience Patient = new(TimeSpan.FromSeconds(30), 3, TimeSpan.FromMilliseconds(1), 1_000_000);
    private static readonly DownloadPatience Impatient = Patient with { StallTimeout = TimeSpan.FromMilliseconds(250) };

    private readonly TemporaryFolder folder = new();
    private readonly HttpClient client = new();
    private int checks;

    public void Dispose()
    {
        client.Dispose();
        folder.Dispose();
    }

    private string Partial => folder["partial/file"];

    private string Destination => folder["file"];

    private string? Check(string path)
    {
        checks++;
        return File.ReadAllBytes(path).SequenceEqual(Content) ? null : "the content is wrong";
    }

    private Task<Fin<Unit>> Fetch(params ScriptedServer[] servers) => Fetch(Patient, servers);

    private Task<Fin<Unit>> Fetch(DownloadPatience patience, params ScriptedServer[] servers) =>
        new Downloader(client, patience).Fetch(
            servers.Select(server => new Uri(server.Address, "some/file")).ToSeq(), Partial, Destination, Check, default);

    /// <summary>The first download of a process takes longer than an impatient client waits.</summary>
    private async Task WarmUp()
    {
        using var server = new ScriptedServer(Give(Content));
        (await Fetch(server)).Value();
        File.Delete(Destination);
    }

    private void IsWhole(Fin<Unit> result)
    {
        result.Value();
        Assert.Equal(Content, File.ReadAllBytes(Destination));
        Assert.False(File.Exists(Partial));
    }

    private string IsNowhere(Fin<Unit> result)
    {
        Assert.False(File.Exists(Destination));
        return result.Message();
    }

    [Fact]
    public async Task AFileIsFetchedAtOnce()
    {
        using var server = new ScriptedServer(Give(Content));
        IsWhole(await Fetch(server));
        Assert.Equal([new Request("/some/file", null)], server.Requests);
    }

    [Fact]
    public async Task ABrokenConnectionIsResumedWhereItBroke()
    {
        using var server = new ScriptedServer(Truncate(Content, 70_000), Truncate(Content, 150_000), Give(Content));
        IsWhole(await Fetch(server));
        Assert.Equal([null, 70_000L, 150_000L], server.Requests.Select(r => r.From));
    }

    [Fact]
    public async Task AStalledConnectionIsGivenUpAndResumed()
    {
        await WarmUp();
        using var server = new ScriptedServer(Stall(Content, 50_000), Give(Content));
        IsWhole(await Fetch(Impatient, server));
        Assert.Equal([null, 50_000L], server.Requests.Select(r => r.From));
    }

    [Fact]
    public async Task AServerThatSaysNothingIsGivenUp()
    {
        using var server = new ScriptedServer(Silence);
        var message = IsNowhere(await Fetch(Impatient, server));
        Assert.Contains("nothing came for 0.25 seconds (tried 3 times)", message);
        Assert.Contains(server.Address.ToString(), message);
    }

    [Fact]
    public async Task AServerThatIgnoresRangesSendsAllAgain()
    {
        using var server = new ScriptedServer(Truncate(Content, 70_000), IgnoreRange(Content));
        IsWhole(await Fetch(server));
        Assert.Equal(1, checks);
    }

    [Fact]
    public async Task AServerThatSendsAnotherPartIsAskedForAll()
    {
        using var server = new ScriptedServer(Truncate(Content, 70_000), WrongPart(Content, 80_000), Give(Content));
        IsWhole(await Fetch(server));
        Assert.Null(server.Requests.Last().From);
        Assert.Equal(1, checks);
    }

    [Fact]
    public async Task CorruptedContentIsThrownAwayAndFetchedAnew()
    {
        var corrupted = (byte[])Content.Clone();
        corrupted[123] ^= 1;
        using var server = new ScriptedServer(Give(corrupted), Give(Content));
        IsWhole(await Fetch(server));
        Assert.Equal([null, (long?)null], server.Requests.Select(r => r.From));
    }

    [Fact]
    public async Task ContentThatStaysCorruptedIsAnErrorAndLeavesNothing()
    {
        using var server = new ScriptedServer(Give(Content[..1000]));
        Assert.Contains("the content is wrong (tried 3 times)", IsNowhere(await Fetch(server)));
        Assert.False(File.Exists(Partial));
    }

    [Fact]
    public async Task AFileThatIsNotThereIsNotAskedForTwice()
    {
        using var server = new ScriptedServer(Status(404));
        Assert.Contains("404", IsNowhere(await Fetch(server)));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task AServerInTroubleIsAskedAgain()
    {
        using var server = new ScriptedServer(Status(500), Status(503), Give(Content));
        IsWhole(await Fetch(server));
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task AServerThatStaysInTroubleIsAnError()
    {
        using var server = new ScriptedServer(Status(500));
        Assert.Contains("500", IsNowhere(await Fetch(server)));
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task TheNextAddressIsTriedAndGoesOnFromWhatThereIs()
    {
        using var first = new ScriptedServer(Truncate(Content, 70_000), Status(410));
        using var second = new ScriptedServer(Give(Content));
        IsWhole(await Fetch(first, second));
        Assert.Equal(70_000, second.Requests.Single().From);
    }

    [Fact]
    public async Task TheErrorNamesEveryAddress()
    {
        using var first = new ScriptedServer(Status(404));
        using var second = new ScriptedServer(Status(403));
        var message = IsNowhere(await Fetch(first, second));
        Assert.Contains($"{first.Address}some/file: the server answered 404", message);
        Assert.Contains($"{second.Address}some/file: the server answered 403", message);
    }

    [Fact]
    public async Task AnEarlierRunIsResumed()
    {
        Directory.CreateDirectory(folder["partial"]);
        File.WriteAllBytes(Partial, Content[..120_000]);
        using var server = new ScriptedServer(Give(Content));
        IsWhole(await Fetch(server));
        Assert.Equal(120_000, server.Requests.Single().From);
    }

    [Fact]
    public async Task AnEarlierRunThatWasCompleteIsMovedToItsPlace()
    {
        Directory.CreateDirectory(folder["partial"]);
        File.WriteAllBytes(Partial, Content);
        using var server = new ScriptedServer(Give(Content));
        IsWhole(await Fetch(server));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task AnEarlierRunOfAnotherFileIsThrownAway()
    {
        Directory.CreateDirectory(folder["partial"]);
        File.WriteAllBytes(Partial, new byte[Content.Length + 5]);
        using var server = new ScriptedServer(Give(Content));
        IsWhole(await Fetch(server));
        Assert.Equal([Content.Length + 5, (long?)null], server.Requests.Select(r => r.From));
    }

    [Fact]
    public async Task AnAnswerOfUnknownLengthIsChecked()
    {
        using var server = new ScriptedServer(WithoutLength(Content[..500]), WithoutLength(Content));
        IsWhole(await Fetch(server));
    }

    [Fact]
    public async Task AnAnswerWithoutEndDoesNotFillTheDisk()
    {
        using var server = new ScriptedServer(WithoutLength(new byte[3_000_000]));
        Assert.Contains("more than 1000000 bytes", IsNowhere(await Fetch(server)));
        Assert.True(new FileInfo(Partial).Length <= 1_000_000);
    }

    [Fact]
    public async Task ACancelledDownloadKeepsWhatHasCome()
    {
        using var server = new ScriptedServer(Stall(Content, 60_000));
        using var cancel = new CancellationTokenSource();
        var downloader = new Downloader(client, Patient, (received, _) => { if (received == 60_000) cancel.Cancel(); });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => downloader.Fetch(
            Prelude.Seq1(new Uri(server.Address, "file")), Partial, Destination, Check, cancel.Token));
        Assert.Equal(60_000, new FileInfo(Partial).Length);
        Assert.False(File.Exists(Destination));
    }

    [Fact]
    public async Task ProgressIsReportedWithTheWholeLength()
    {
        using var server = new ScriptedServer(Truncate(Content, 70_000), Give(Content));
        var reports = new List<(long Received, long? Total)>();
        var downloader = new Downloader(client, Patient, (received, total) => reports.Add((received, total)));
        IsWhole(await downloader.Fetch(Prelude.Seq1(new Uri(server.Address, "file")), Partial, Destination, Check, default));
        Assert.All(reports, report => Assert.Equal(Content.Length, report.Total));
        Assert.Equal(reports.Select(r => r.Received).Order(), reports.Select(r => r.Received));
        Assert.Equal(Content.Length, reports[^1].Received);
    }

    [Fact]
    public async Task AFolderThatCannotBeWrittenIsAnError()
    {
        using var server = new ScriptedServer(Give(Content));
        folder.Write("partial", 1);
        Assert.Contains("cannot be written", IsNowhere(await Fetch(server)));
    }

    [Fact]
    public async Task AServerThatIsNotThereIsAnError()
    {
        var server = new ScriptedServer(Silence);
        server.Dispose();
        Assert.Contains("(tried 3 times)", IsNowhere(await Fetch(server)));
    }
}
