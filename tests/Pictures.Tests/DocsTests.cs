using LanguageExt;

namespace ModelDsl.Pictures.Tests;

/// <summary>The code of docs/pictures.md is the code of the tests here, and does what the page says.</summary>
public sealed class DocsTests : IDisposable
{
    private readonly PictureFolder folder = new();
    private readonly string before = Environment.CurrentDirectory;

    public DocsTests()
    {
        for (var i = 0; i < 8; i++)
        {
            folder.WriteGrey($"flowers/train/{(i % 2 == 0 ? "rose" : "tulip")}/{i}.png", (byte)(30 * i));
            folder.WriteGrey($"flowers/validation/{(i % 2 == 0 ? "rose" : "tulip")}/{i}.png", (byte)(30 * i));
        }
        folder.WriteGrey("flowers/rose-1.bmp", 3);
        folder.Write("flowers/labels.csv", "file,label\nrose-1.bmp,rose\ntrain/tulip/1.png,tulip\n"u8.ToArray());
        folder.WriteGrey("inbox/new.bmp", 3);
        folder.Write("rose.jpg", Golden.Bytes("420.jpg"));
        folder.WriteGrey("flowers/broken/rose/1.jpg", 3);
        folder.Write("flowers/broken/rose/2.jpg", "<html>"u8.ToArray());
        folder.Write("flowers/broken/tulip/1.png", []);
        Environment.CurrentDirectory = folder.Path;
    }

    public void Dispose()
    {
        Environment.CurrentDirectory = before;
        folder.Dispose();
    }

    [Fact]
    public void AFolderTrainsAModel()
    {
        var run =
            from train in ImageFolder.Load("flowers/train", size: (32, 32))
            from held in ImageFolder.Load("flowers/validation", size: (32, 32))
            from fitted in Flowers.Initialize(seed: 42).Fit(
                train, new FitOptions { Epochs = 3, Validation = held, Metrics = [Metric.Accuracy] })
            from rose in ImageFile.Read("rose.jpg", (32, 32))
            from kinds in fitted.Model.Predict(rose) | Argmax
            select held.ClassNames[kinds[0]];
        Assert.Contains(run.Value(), (string[])["rose", "tulip"]);
    }

    [Fact]
    public void FilesAreFoundInFourWays()
    {
        string[] files = ["flowers/rose-1.bmp"];
        Fin<Dataset> labelled = ImageFolder.Load("flowers/train", (32, 32));               // classes are folders
        Fin<Dataset> unlabelled = ImageFolder.Unlabelled("inbox", (32, 32));               // all pictures below a folder, to predict
        Fin<Dataset> listed = ImageFolder.LoadCsv("flowers/labels.csv", (32, 32));         // columns file and label
        Fin<Dataset> named = ImageFolder.Of(files, path => Path.GetFileName(path).Split('-')[0], (32, 32));
        Assert.Equal(8, labelled.Value().Count);
        Assert.Equal(1, unlabelled.Value().Count);
        Assert.Equal(["rose", "tulip"], listed.Value().ClassNames.ToArray());
        Assert.Equal(["rose"], named.Value().ClassNames.ToArray());
    }

    [Fact]
    public void BrokenFilesAreNamed()
    {
        Assert.Equal(
            """
            flowers/broken: 2 of 3 files can't be read as pictures. Repair or remove them:
              rose/2.jpg: it is not a PNG, JPEG, BMP or WebP file: it begins with 3C 68 74 6D 6C 3E
              tulip/1.png: it is empty
            """, ImageFolder.Load("flowers/broken", (32, 32)).Match(data => "no error", error => error.Message));
    }

    [Fact]
    public void OptionsSayHow()
    {
        var options = new ImageOptions { Channels = ImageChannels.Grey, AspectRatio = AspectRatio.Crop, Resize = ImageResize.Area };
        Fin<Dataset> scans = ImageFolder.Load("flowers/train", (64, 48), options);
        Assert.Equal<Shape>([64, 48, 1], scans.Value().SampleShape);
    }

    [Fact]
    public void ThePageHasThisCode()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "ModelDsl.sln"))) root = root.Parent!;
        var here = Lines(File.ReadAllText(Path.Combine(root.FullName, "tests", "Pictures.Tests", "DocsTests.cs")));
        var blocks = File.ReadAllText(Path.Combine(root.FullName, "docs", "pictures.md")).Split("```csharp\n")[1..];
        Assert.Equal(5, blocks.Length);
        foreach (var block in blocks) Assert.Contains(Lines(block[..block.IndexOf("```", StringComparison.Ordinal)]), here, StringComparison.Ordinal);
        foreach (var option in typeof(ImageOptions).GetProperties().Where(option => option.CanWrite))
            Assert.Contains($"| `{option.Name}` |", File.ReadAllText(Path.Combine(root.FullName, "docs", "pictures.md")), StringComparison.Ordinal);

        static string Lines(string text) => string.Join('\n', text.Split('\n').Select(line => line.Trim())).Trim();
    }
}

[Model(32, 32, 3), SparseCategoricalCrossentropy]
public sealed partial record Flowers(
    [Rescaling(1 / 255.0)] Rescaling Pixels,
    [Conv2D(8, 3, Activation.Relu)] Conv2D First,
    [GlobalAveragePooling2D] GlobalAveragePooling2D Pool,
    [Dense(2, Activation.Softmax)] Dense Output);
