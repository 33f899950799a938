using System.Diagnostics;
using LanguageExt;
using LanguageExt.Common;
using ModelDsl.IO;
using ModelDsl.Tests.Data;

namespace ModelDsl.Tests.IO;

/// <summary>
/// A file holds its old or its new content, never a mixture: with several writers, links, modes, long names, and targets that are not
/// files.
/// </summary>
public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private string[] Names =>
        [.. Directory.GetFileSystemEntries(folder.Path).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    private static Fin<Unit> Write(string path, string content) =>
        AtomicFile.Write(path, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(content)));

    private static string Fault(Fin<Unit> result) => ((Error)result.Case!).Message;

    [Fact]
    public void Readers_of_a_file_with_several_writers_see_one_content_or_another()
    {
        const int size = 300_000;
        var path = folder["shared"];
        Write(path, new string('0', size)).ThrowIfFail();
        using var done = new CancellationTokenSource();
        var torn = 0;
        var reader = new Thread(() =>
        {
            while (!done.IsCancellationRequested)
            {
                using var opened = FilePlace.OpenToRead(path);
                var content = new StreamReader(opened).ReadToEnd();
                if (content.Length != size || content.AsSpan().ContainsAnyExcept(content[0])) torn++;
            }
        });
        reader.Start();
        var results = new Fin<Unit>[4, 20];
        Parallel.For(0, 4, writer =>
        {
            for (var time = 0; time < 20; time++) results[writer, time] = Write(path, new string((char)('a' + writer), size));
        });
        done.Cancel();
        reader.Join();
        Assert.All(results.Cast<Fin<Unit>>(), result => Assert.True(result.IsSucc, result.ToString()));
        Assert.Equal(0, torn);
        Assert.Equal(["shared"], Names);
    }

    /// <summary>Two processes write endlessly and are killed. The files that remain are whole, and the next process cleans up.</summary>
    [Fact]
    public async Task Killed_writers_leave_whole_files()
    {
        var path = folder["killed"];
        var found = 0;
        for (var kill = 0; kill < 3; kill++)
        {
            var writers = Enumerable.Range(0, 2).Select(_ => Process.Start(new ProcessStartInfo(
                Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [typeof(AtomicFileTests).Assembly.Location, path, "save"]))!).ToArray();
            var before = File.Exists(path) ? File.GetLastWriteTimeUtc(path) : default;
            while (!File.Exists(path) || File.GetLastWriteTimeUtc(path) == before) await Task.Delay(1);
            await Task.Delay(7 * kill);
            foreach (var writer in writers)
            {
                writer.Kill();
                await writer.WaitForExitAsync();
                writer.Dispose();
            }
            var content = File.ReadAllBytes(path);
            Assert.Equal(Program.SavedBytes, content.Length);
            Assert.Single(content.Distinct());
            found += Names.Length - 1;
        }
        Assert.InRange(found, 0, 6);
        Write(path, "last").ThrowIfFail();
        Assert.Equal(["killed"], Names);
    }

    [Fact]
    public void What_another_process_left_behind_is_deleted_but_not_what_is_being_written()
    {
        folder.Write(".modeldsl-0123456789abcdef.unfinished", "left");
        folder.Write("mine.unfinished", "mine");
        AtomicFile.Write(folder["outer"], stream =>
        {
            stream.Write("outer"u8);
            Write(folder["inner"], "inner").ThrowIfFail();
        }).ThrowIfFail();
        Assert.Equal(["inner", "mine.unfinished", "outer"], Names);
        Assert.Equal("outer", File.ReadAllText(folder["outer"]));
    }

    [Fact]
    public void Whatever_is_thrown_while_a_file_is_written_leaves_the_old_one_and_nothing_beside_it()
    {
        folder.Write("file", "old");
        Assert.Throws<OverflowException>(() => AtomicFile.Write(folder["file"], stream =>
        {
            stream.Write(new byte[100_000]);
            throw new OverflowException();
        }));
        Assert.Equal("old", File.ReadAllText(folder["file"]));
        Assert.Equal(["file"], Names);
    }

    /// <summary>Links to a file, to a link, to a path that does not exist yet, and a linked folder on the way.</summary>
    [Fact]
    public void Links_are_followed()
    {
        Directory.CreateDirectory(folder["deep/er"]);
        folder.Write("deep/er/file", "old");
        File.CreateSymbolicLink(folder["link"], "deep/link");
        File.CreateSymbolicLink(folder["deep/link"], "er/file");
        File.CreateSymbolicLink(folder["dangling"], folder["deep/new"]);
        Directory.CreateSymbolicLink(folder["short"], "deep/er");
        foreach (var (path, place) in (ReadOnlySpan<(string, string)>)[("link", "deep/er/file"), ("dangling", "deep/new"), ("short/file", "deep/er/file")])
        {
            Write(folder[path], path).ThrowIfFail();
            Assert.Equal(path, File.ReadAllText(folder[place]));
            Assert.NotEqual(FileAttributes.ReparsePoint, File.GetAttributes(folder[place]) & FileAttributes.ReparsePoint);
        }
        Assert.Equal("deep/link", new FileInfo(folder["link"]).LinkTarget);
        Assert.Equal("er/file", new FileInfo(folder["deep/link"]).LinkTarget);
        Assert.Equal(folder["deep/new"], new FileInfo(folder["dangling"]).LinkTarget);
        File.CreateSymbolicLink(folder["a"], "b");
        File.CreateSymbolicLink(folder["b"], "a");
        Assert.Contains("too many links", Fault(Write(folder["a"], "round")));
    }

    [Theory]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite
        | UnixFileMode.OtherWrite)]
    public void A_file_keeps_its_mode(UnixFileMode mode)
    {
        if (OperatingSystem.IsWindows()) return;
        folder.Write("file", "old");
        File.SetUnixFileMode(folder["file"], mode);
        Write(folder["file"], "new").ThrowIfFail();
        Assert.Equal(mode, File.GetUnixFileMode(folder["file"]));
    }

    [Fact]
    public void A_file_that_is_read_only_stays_as_it_is()
    {
        folder.Write("file", "old");
        File.CreateSymbolicLink(folder["link"], "file");
        File.SetAttributes(folder["file"], FileAttributes.ReadOnly);
        foreach (var path in (string[])["file", "link"]) Assert.Contains("read-only", Fault(Write(folder[path], "new")));
        Assert.Equal("old", File.ReadAllText(folder["file"]));
        Assert.Equal(["file", "link"], Names);
        File.SetAttributes(folder["file"], FileAttributes.Normal);
    }

    [Theory]
    [InlineData(1, 1), InlineData(244, 1), InlineData(250, 1), InlineData(255, 1), InlineData(127, 2), InlineData(63, 4)]
    public void Names_may_be_as_long_as_file_systems_let_them(int count, int bytes)
    {
        var name = string.Concat(Enumerable.Repeat(bytes switch { 1 => "x", 2 => "ä", _ => "😀" }, count));
        Write(folder[name], "content").ThrowIfFail();
        Write(folder[name], "again").ThrowIfFail();
        Assert.Equal("again", File.ReadAllText(folder[name]));
        Assert.Contains("longer than 255 bytes", Fault(Write(folder[name + new string('x', 256 - count * bytes)], "content")));
    }

    [Fact]
    public void What_is_no_regular_file_is_neither_written_nor_read()
    {
        if (!OperatingSystem.IsLinux()) return;
        using (var made = Process.Start("mkfifo", [folder["pipe"]])) made.WaitForExit();
        Directory.CreateDirectory(folder["folder"]);
        Assert.Contains("not a regular file", Fault(Write(folder["pipe"], "new")));
        Assert.Contains("It is a folder", Fault(Write(folder["folder"], "new")));
        Assert.Contains("names a folder", Fault(Write(folder["none"] + "/", "new")));
        Assert.Contains("is missing", Fault(Write(folder["none/file"], "new")));
        Assert.Contains("is not a folder", Fault(Write(Path.Combine(folder.Write("file", "old"), "in it"), "new")));
        Assert.True(Posix.IsSpecial(folder["pipe"]));
        Assert.Contains("not a regular file", ((Error)Safetensors.Read(folder["pipe"]).Case!).Message);
        Assert.Contains("can't be read", ((Error)Safetensors.Read(folder["folder"]).Case!).Message);
        Assert.Equal(["file", "folder", "pipe"], Names);
    }

    [Fact]
    public void A_folder_is_flushed_where_it_can_be_and_may_be_missing()
    {
        Posix.Flush(folder.Path);
        Posix.Flush(folder["none"]);
        RunFiles.MakeFolderOf(folder["a/b/c"]);
        RunFiles.MakeFolderOf(folder["a/b/c"]);
        Assert.True(Directory.Exists(folder["a/b"]));
        Assert.False(Path.Exists(folder["a/b/c"]));
    }
}
