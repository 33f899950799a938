using System.Diagnostics;
using LanguageExt;
using ModelDsl.Tests.Data;
using ModelDsl.Tests.Training;
using Model = ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.Classifier>;

namespace ModelDsl.Tests.IO;

/// <summary>
/// Reports callbacks that would write the same file, and paths that cannot be written, before anything runs or is written.
/// </summary>
public sealed class OutputPlaceTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string[] Faults(int epochs, params Callback[] callbacks)
    {
        var before = Directory.GetFileSystemEntries(folder.Path, "*", SearchOption.AllDirectories).Order().ToArray();
        var steps = 0;
        Callback[] all = [new LambdaCallback(onBatchEnd: _ => steps++), .. callbacks];
        var options = new FitOptions
        {
            Epochs = epochs,
            BatchSize = 16,
            Validation = ToyData.Clouds(20),
            Metrics = [Metric.Accuracy],
            Callbacks = all
        };
        var result = Model.Initialize(1).Fit(ToyData.Clouds(32), options);
        if (result.Case is not InvalidFit invalid) return [];
        Assert.Equal(0, steps);
        Assert.Equal(before, Directory.GetFileSystemEntries(folder.Path, "*", SearchOption.AllDirectories).Order());
        return [.. invalid.Faults];
    }

    private Callback Made(string kind, string path) => kind switch
    {
        "csv" => new CsvLogger(path),
        "model" => new ModelCheckpoint(path),
        "steps" => new ModelCheckpoint(path, everySteps: 1),
        "backup" => new BackupAndRestore(path),
        _ => new TensorBoard(path),
    };

    [Theory]
    [InlineData("backup", "a", "model", "a")]
    [InlineData("csv", "a", "model", "a")]
    [InlineData("csv", "a.csv", "csv", "./a.csv")]
    [InlineData("csv", "a.csv", "csv", "sub/../a.csv")]
    [InlineData("csv", "link/a", "backup", "sub/a")]
    [InlineData("csv", "file", "model", "linked")]
    [InlineData("csv", "dangling", "model", "nothing")]
    [InlineData("model", "w.{epoch}", "csv", "w.2")]
    [InlineData("csv", "w.3", "model", "w.{epoch}")]
    [InlineData("csv", "w.0.25", "model", "w.{val_loss}")]
    [InlineData("csv", "link/7.csv", "model", "sub/{epoch}.csv")]
    [InlineData("model", "w.{epoch}", "model", "./w.{epoch}")]
    [InlineData("model", "w.{epoch}-{loss:.2f}", "model", "w.{epoch}-{val_loss:.2f}")]
    [InlineData("steps", "w.{epoch}-{batch}", "steps", "w.{batch}-{epoch}")]
    [InlineData("board", "logs", "csv", "logs")]
    [InlineData("csv", "a", "board", "a/logs")]
    [InlineData("backup", "a", "model", "a/{epoch}")]
    [InlineData("board", "logs", "board", "./logs")]
    public void Two_that_would_write_one_file_are_told(string first, string path, string second, string other)
    {
        Links();
        var faults = Faults(3, Made(first, folder[path]), Made(second, folder.Path + "/" + other));
        Assert.Contains("give each a path of its own", Assert.Single(faults));
        Assert.Contains(folder[path], faults[0]);
        Assert.Contains(folder.Path + "/" + other, faults[0]);
    }

    [Theory]
    [InlineData("csv", "a", "model", "b")]
    [InlineData("csv", "w.csv", "model", "w.{epoch}")]
    [InlineData("csv", "a/log", "board", "a")]
    [InlineData("model", "a{epoch}", "model", "b{epoch}")]
    [InlineData("backup", "run", "csv", "running")]
    public void Those_that_write_files_of_their_own_may_be_neighbours(string first, string path, string second, string other) =>
        Assert.Empty(Faults(3, Made(first, folder[path]), Made(second, folder[other])));

    [Fact]
    public void One_with_two_digits_meets_one_without_from_the_tenth_epoch_on()
    {
        Callback[] both = [new ModelCheckpoint(folder["w.{epoch}"]), new ModelCheckpoint(folder["w.{epoch:02d}"])];
        Assert.Empty(Faults(2, both));
        Assert.Single(Faults(10, both));
    }

    /// <summary>A callback of a user's, which only names its place.</summary>
    private sealed record OwnLog(string Place) : Callback
    {
        public override OutputPlace? Writes => new OutputPlace.File(Place, makesFolders: false);
    }

    [Fact]
    public void A_callback_of_one_s_own_is_told_the_same_way()
    {
        Assert.Empty(Faults(1, new OwnLog(folder["a"]), new CsvLogger(folder["b"])));
        Assert.Equal(
            [$"CsvLogger writes {folder["a"]} where OwnLog writes {folder["a"]}: give each a path of its own"],
            Faults(1, new OwnLog(folder["a"]), new CsvLogger(folder["a"])));
        Assert.StartsWith($"OwnLog can't write {folder["none/a"]}: The folder ", Assert.Single(Faults(1, new OwnLog(folder["none/a"]))));
    }

    [Fact]
    public void One_callback_that_is_there_twice_is_told()
    {
        var logger = new CsvLogger(folder["a"]);
        Assert.All(Faults(1, logger, logger), fault => Assert.Contains($"CsvLogger writes {folder["a"]} twice", fault));
        Assert.NotEmpty(Faults(1, logger, logger));
    }

    [Theory]
    [InlineData("backup", "none/run", "The folder ", " is missing")]
    [InlineData("backup", "sub", "It is a folder", "")]
    [InlineData("backup", "file/run", "file is not a folder", "")]
    [InlineData("backup", "read-only", "It is read-only", "")]
    [InlineData("csv", "read-only", "It is read-only", "")]
    [InlineData("model", "sub", "It is a folder", "")]
    [InlineData("model", "{epoch}", "It is a folder", "")]
    [InlineData("model", "file/{epoch}", "file is not a folder", "")]
    [InlineData("board", "file", "file is not a folder", "")]
    [InlineData("board", "file/deep/er", "file is not a folder", "")]
    [InlineData("csv", "round", "too many links", "")]
    [InlineData("csv", "sub/", "It names a folder", "")]
    public void Places_that_can_t_be_written_are_told(string kind, string path, string said, string too)
    {
        Links();
        Directory.CreateDirectory(folder["2"]);
        File.CreateSymbolicLink(folder["round"], "round");
        folder.Write("read-only", "mine");
        File.SetAttributes(folder["read-only"], FileAttributes.ReadOnly);
        var fault = Assert.Single(Faults(3, Made(kind, folder[path])));
        Assert.Contains($" can't write {folder[path]}: ", fault);
        Assert.Contains(said, fault);
        Assert.Contains(too, fault);
        Assert.Equal("mine", File.ReadAllText(folder["read-only"]));
        File.SetAttributes(folder["read-only"], FileAttributes.Normal);
    }

    [Fact]
    public void A_named_pipe_is_no_place_for_a_log()
    {
        if (!OperatingSystem.IsLinux()) return;
        using (var made = Process.Start("mkfifo", [folder["pipe"]])) made.WaitForExit();
        foreach (var kind in (string[])["csv", "model", "backup"])
            Assert.Contains("It is not a regular file", Assert.Single(Faults(1, Made(kind, folder["pipe"]))));
    }

    [Fact]
    public void Folders_that_are_missing_are_made_for_all_but_the_checkpoint()
    {
        Assert.Empty(Faults(1, new CsvLogger(folder["a/b/c.csv"]), new ModelCheckpoint(folder["d/e/{epoch}"]), new TensorBoard(folder["f/g"])));
        Assert.True(File.Exists(folder["a/b/c.csv"]) && File.Exists(folder["d/e/1"]) && Directory.Exists(folder["f/g/train"]));
    }

    /// <summary>Makes two names of one folder, a linked file, and a link to a path that does not exist yet.</summary>
    private void Links()
    {
        Directory.CreateDirectory(folder["sub"]);
        folder.Write("file", "");
        Directory.CreateSymbolicLink(folder["link"], "sub");
        File.CreateSymbolicLink(folder["linked"], "file");
        File.CreateSymbolicLink(folder["dangling"], "nothing");
    }
}
