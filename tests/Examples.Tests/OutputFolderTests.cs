namespace ModelDsl.Examples.Tests;

public sealed class OutputFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Opening_makes_the_folder_and_leaves_nothing_in_it()
    {
        Assert.True(OutputFolder.Open(folder["a/b"]).IsSucc);
        Assert.Empty(Directory.GetFileSystemEntries(folder["a/b"]));
    }

    [Fact]
    public void A_file_in_place_of_the_folder_is_told()
    {
        File.WriteAllText(folder["file"], "");
        Assert.Equal($"Results can't be saved in '{folder["file"]}': it is a file, not a folder. Name another folder with --out.", Complaint(folder["file"]));
    }

    [Fact]
    public void A_file_in_place_of_a_parent_is_told()
    {
        File.WriteAllText(folder["file"], "");
        Assert.Contains("such a folder can't exist", Complaint(folder["file/sub"]));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_to_is_told()
    {
        // Even the superuser cannot create anything here.
        if (!OperatingSystem.IsLinux()) return;
        Assert.StartsWith("Results can't be saved in '/proc/self/results': ", Complaint("/proc/self/results"));
        Assert.StartsWith("Results can't be saved in '/proc/self': ", Complaint("/proc/self"));
    }

    [Fact]
    public void Saving_replaces_an_older_file_whole()
    {
        var output = OutputFolder.Open(folder.Path).ThrowIfFail();
        output.Save("a.txt", [1, 2, 3, 4]);
        output.Save("a.txt", [5]);
        Assert.Equal([5], File.ReadAllBytes(folder["a.txt"]));
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
        Assert.True(output.Close().IsSucc);
    }

    private static string Complaint(string path) => OutputFolder.Open(path).Match(Succ: _ => "", Fail: e => e.Message);
}
