namespace ModelDsl.Pictures.Tests;

/// <summary>Which files of a folder become samples, in which order and with which labels.</summary>
public sealed class FolderTests : IDisposable
{
    private static readonly ImageOptions Grey = new() { Channels = ImageChannels.Grey };

    private readonly PictureFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>
    /// The order is that of Keras: sorted(os.listdir), then os.walk sorted by path, then sorted files; all by code point.
    /// </summary>
    [Fact]
    public void ClassesFoldersAndFilesAreInKerassOrder()
    {
        string[] inOrder =
            ["B/10.bmp", "B/9.bmp", "B/Z.bmp", "B/a.bmp", "B/sub-1/x.bmp", "B/sub/deep/y.bmp", "B/sub/x.bmp", "B/über/x.bmp", "a/0.bmp", "ä/0.bmp"];
        // In the order of folders: B, B/sub, B/sub-1, B/sub/deep, B/über.
        string[] expected =
            ["B/10.bmp", "B/9.bmp", "B/Z.bmp", "B/a.bmp", "B/sub/x.bmp", "B/sub-1/x.bmp", "B/sub/deep/y.bmp", "B/über/x.bmp", "a/0.bmp", "ä/0.bmp"];
        for (var i = 0; i < inOrder.Length; i++) folder.WriteGrey(inOrder[i], (byte)(10 * System.Array.IndexOf(expected, inOrder[i])));
        var data = ImageFolder.Load(folder.Path, (1, 1), Grey).Value();
        Assert.Equal(["B", "a", "ä"], data.ClassNames.ToArray());
        Assert.Equal([0, 0, 0, 0, 0, 0, 0, 0, 1, 2], data.ToBatch().Labels.ToClasses());
        Assert.Equal(Enumerable.Range(0, 10).Select(i => 10f * i), data.ToTensor().ToArray());
        Assert.Equal<Shape>([1, 1, 1], data.SampleShape);

        var unlabelled = ImageFolder.Unlabelled(folder.Path, (1, 1), Grey).Value();
        Assert.False(unlabelled.HasLabels);
        Assert.Equal(10, unlabelled.Count);
    }

    [Fact]
    public void ContentsDecideAndOtherFilesAreIgnored()
    {
        folder.Write("cat/no-ending", Golden.Bytes("rgb.png"));
        folder.Write("cat/wrong.png", Golden.Bytes("420.jpg"));
        folder.Write("cat/labels.txt", "cat"u8.ToArray());
        folder.Write("cat/Thumbs.db", []);
        folder.Write("cat/.hidden.png", "no picture"u8.ToArray());
        folder.Write(".git/rgb.png", Golden.Bytes("rgb.png"));
        folder.Write("readme.md", "no class"u8.ToArray());
        Directory.CreateDirectory(Path.Combine(folder.Path, "dog"));
        var data = ImageFolder.Load(folder.Path, (4, 4)).Value();
        Assert.Equal(["cat", "dog"], data.ClassNames.ToArray());
        Assert.Equal(2, data.Count);
    }

    [Fact]
    public void LinksToFoldersAreNotFollowed()
    {
        folder.Write("cat/rgb.png", Golden.Bytes("rgb.png"));
        Directory.CreateSymbolicLink(Path.Combine(folder.Path, "cat", "again"), folder.Path);
        Directory.CreateSymbolicLink(Path.Combine(folder.Path, "linked"), Path.Combine(folder.Path, "cat"));
        File.CreateSymbolicLink(Path.Combine(folder.Path, "cat", "link.png"), Golden.PathOf("grey.png"));
        var data = ImageFolder.Load(folder.Path, (4, 4)).Value();
        Assert.Equal(["cat"], data.ClassNames.ToArray());
        Assert.Equal(2, data.Count);
    }

    /// <summary>A named pipe has no writer here: opening it would wait for ever.</summary>
    [Fact]
    public void ANamedPipeIsNotOpened()
    {
        if (OperatingSystem.IsWindows()) return;
        folder.Write("cat/rgb.png", Golden.Bytes("rgb.png"));
        using var made = System.Diagnostics.Process.Start("mkfifo", Path.Combine(folder.Path, "cat", "pipe.png"));
        made.WaitForExit();
        Assert.Contains("cat/pipe.png: it is empty", ImageFolder.Load(folder.Path, (4, 4)).Fault(), StringComparison.Ordinal);
    }

    [Fact]
    public void AllBrokenFilesAreOneError()
    {
        folder.Write("cat/good.png", Golden.Bytes("rgb.png"));
        folder.Write("cat/empty.png", []);
        folder.Write("cat/page.jpg", "<!DOCTYPE html>"u8.ToArray());
        folder.Write("cat/film.gif", "GIF89a and more bytes"u8.ToArray());
        folder.Write("dog/cut.png", Golden.Bytes("rgb.png")[..20]);
        folder.Write("dog/half.png", Golden.Bytes("rgb.png")[..600]);
        Assert.Equal(
            $"""
            {folder.Path}: 4 of 6 files can't be read as pictures. Repair or remove them:
              cat/empty.png: it is empty
              cat/film.gif: it is not a PNG, JPEG, BMP or WebP file: it is GIF
              cat/page.jpg: it is not a PNG, JPEG, BMP or WebP file: it begins with 3C 21 44 4F 43 54 59 50
              dog/cut.png: it ends inside the header of PNG
            """, ImageFolder.Load(folder.Path, (4, 4)).Fault());
        foreach (var name in (string[])["cat/empty.png", "cat/film.gif", "cat/page.jpg", "dog/cut.png"]) File.Delete(Path.Combine(folder.Path, name));
        Assert.Equal(
            $"""
            {folder.Path}: 1 of 2 files can't be read as pictures. Repair or remove them:
              dog/half.png: it ends inside the picture: it was cut
            """, ImageFolder.Load(folder.Path, (4, 4), new ImageOptions { KeepInMemory = false, Verify = true }).Fault());
    }

    [Fact]
    public void AnErrorNamesTwentyFilesAndCountsTheOthers()
    {
        for (var i = 0; i < 1023; i++) folder.Write($"cat/{i:D4}.png", [1, 2, 3]);
        var lines = ImageFolder.Load(folder.Path, (4, 4)).Fault().Split('\n');
        Assert.Equal($"{folder.Path}: 1,023 of 1,023 files can't be read as pictures. Repair or remove them:", lines[0]);
        Assert.StartsWith("  cat/0019.png:", lines[20], StringComparison.Ordinal);
        Assert.Equal("  and 1,003 more", lines[21]);
        Assert.Equal(22, lines.Length);
    }

    [Fact]
    public void FoldersWithoutPicturesAreErrors()
    {
        Assert.Equal($"{folder.Path}: there are no folders in it, and each class is one. Use Unlabelled for pictures without classes.",
            ImageFolder.Load(folder.Path, (4, 4)).Fault());
        Assert.Equal($"{folder.Path}: there are no pictures in it.", ImageFolder.Unlabelled(folder.Path, (4, 4)).Fault());
        folder.Write("cat/notes.txt", [1]);
        Assert.Equal($"{folder.Path}: there are no pictures in it.", ImageFolder.Load(folder.Path, (4, 4)).Fault());
        Assert.Equal("no-such: the folder does not exist.", ImageFolder.Load("no-such", (4, 4)).Fault());
        var file = Path.Combine(folder.Path, "cat", "notes.txt");
        Assert.Equal($"{file}: it is a file, not a folder.", ImageFolder.Load(file, (4, 4)).Fault());
    }

    [Fact]
    public void AListOfFilesHasLabelsOfAFunction()
    {
        string[] files = [folder.WriteGrey("2-dog.bmp", 20), folder.WriteGrey("1-cat.bmp", 10), folder.WriteGrey("3-cat.bmp", 30)];
        var data = ImageFolder.Of(files, path => Path.GetFileNameWithoutExtension(path)[2..], (1, 1), Grey).Value();
        Assert.Equal(["cat", "dog"], data.ClassNames.ToArray());
        Assert.Equal([1, 0, 0], data.ToBatch().Labels.ToClasses());
        Assert.Equal([20f, 10, 30], data.ToTensor().ToArray());
        Assert.Equal([20f, 10, 30], ImageFolder.Of(files, (1, 1), Grey).Value().ToTensor().ToArray());
        Assert.Equal("the pictures: there are no pictures in it.", ImageFolder.Of([], (1, 1)).Fault());
        // A list names pictures: a file that is none is never left out.
        Assert.Contains("notes.txt: it is not a PNG", ImageFolder.Of([.. files, folder.Write("notes.txt", [1])], (1, 1)).Fault(), StringComparison.Ordinal);
        Assert.Contains("gone.png: it does not exist", ImageFolder.Of(["gone.png"], (1, 1)).Fault(), StringComparison.Ordinal);
    }

    [Fact]
    public void ACsvFileListsPicturesBesideIt()
    {
        folder.WriteGrey("pictures/a.bmp", 10);
        folder.WriteGrey("pictures/b.bmp", 20);
        var list = folder.Write("labels.csv", "id,file,label\n7,pictures/b.bmp,dog\n8,pictures/a.bmp,cat\n"u8.ToArray());
        var data = ImageFolder.LoadCsv(list, (1, 1), Grey).Value();
        Assert.Equal(["cat", "dog"], data.ClassNames.ToArray());
        Assert.Equal([1, 0], data.ToBatch().Labels.ToClasses());
        Assert.Equal([20f, 10], data.ToTensor().ToArray());
        Assert.Contains("there is no column label", ImageFolder.LoadCsv(folder.Write("no.csv", "file\na\n"u8.ToArray()), (1, 1)).Fault(), StringComparison.Ordinal);
    }

    [Fact]
    public void OptionsWithoutMeaningAreErrors()
    {
        folder.WriteGrey("cat/a.bmp", 1);
        Assert.Equal($"{folder.Path}: samples of size 0 × 4 are not possible: a side has 1 to 16384 pixels.", ImageFolder.Load(folder.Path, (0, 4)).Fault());
        Assert.Contains("MostPixels is 0, but must be 1 to 500,000,000", Of(new() { MostPixels = 0 }), StringComparison.Ordinal);
        Assert.Contains("a Background leaves nothing transparent", Of(new() { Background = ImageColor.White, Channels = ImageChannels.Rgba }), StringComparison.Ordinal);
        Assert.Contains("there are no Channels 9", Of(new() { Channels = (ImageChannels)9 }), StringComparison.Ordinal);
        Assert.Contains("there is no Resize 9", Of(new() { Resize = (ImageResize)9 }), StringComparison.Ordinal);
        Assert.Contains("there is no AspectRatio 9", Of(new() { AspectRatio = (AspectRatio)9 }), StringComparison.Ordinal);

        string Of(ImageOptions options) => ImageFolder.Load(folder.Path, (4, 4), options).Fault();
    }
}
