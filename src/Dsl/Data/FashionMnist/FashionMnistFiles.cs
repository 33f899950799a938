using System.Globalization;
using LanguageExt;
using LanguageExt.Common;

namespace ModelDsl.Data;

/// <summary>One of the four files.</summary>
/// <param name="Name">Its name, without .gz.</param>
/// <param name="Sha256">SHA-256 of its decompressed content. Packages compress it again, so their .gz files differ.</param>
internal sealed record FashionMnistFile(string Name, string Sha256)
{
    internal static FashionMnistFile TrainImages { get; } =
        new("train-images-idx3-ubyte", "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888");

    internal static FashionMnistFile TrainLabels { get; } =
        new("train-labels-idx1-ubyte", "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9");

    internal static FashionMnistFile TestImages { get; } =
        new("t10k-images-idx3-ubyte", "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b");

    internal static FashionMnistFile TestLabels { get; } =
        new("t10k-labels-idx1-ubyte", "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34");

    internal static Seq<FashionMnistFile> All { get; } = Prelude.Seq(TrainImages, TrainLabels, TestImages, TestLabels);

    /// <summary>
    /// Returns the file in a folder, compressed or not, also under the name <c>train-images.idx3-ubyte</c>; null if it is not there.
    /// </summary>
    internal string? In(string folder)
    {
        var dotted = Name.Replace("-idx", ".idx", StringComparison.Ordinal);
        return new[] { Name, $"{Name}.gz", dotted, $"{dotted}.gz" }.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
    }
}

/// <summary>The files of a folder that exist, of the four.</summary>
internal sealed class FashionMnistFiles
{
    private readonly string folder;
    private readonly Dictionary<FashionMnistFile, string> paths = [];

    private FashionMnistFiles(string folder)
    {
        this.folder = folder;
        foreach (var file in FashionMnistFile.All)
        {
            if (file.In(folder) is { } path) paths[file] = path;
        }
    }

    /// <summary>The files that the user must provide.</summary>
    internal static string Wanted { get; } =
        $"The files are {string.Join(", ", FashionMnistFile.All.Map(file => file.Name))}, each with or without .gz.";

    internal bool IsComplete => paths.Count == FashionMnistFile.All.Count;

    internal bool IsEmpty => paths.Count == 0;

    /// <summary>The files that a folder lacks, as text.</summary>
    internal string Missing =>
        !Directory.Exists(folder) ? $"{folder}: there is no such folder"
        : IsEmpty ? $"{folder}: it has none of the four files"
        : $"{folder}: it lacks {string.Join(", ", FashionMnistFile.All.Filter(file => !paths.ContainsKey(file)).Map(file => file.Name))}";

    internal static FashionMnistFiles In(string folder) => new(folder);

    /// <summary>Reads a complete folder.</summary>
    /// <param name="mustBeOriginal">Whether a SHA-256 that differs from the publisher's is an error.</param>
    internal Fin<FashionData> Load(bool mustBeOriginal) =>
        from train in Load(FashionMnistFile.TrainImages, FashionMnistFile.TrainLabels, "Fashion-MNIST train", mustBeOriginal)
        from test in Load(FashionMnistFile.TestImages, FashionMnistFile.TestLabels, "Fashion-MNIST test", mustBeOriginal)
        select new FashionData(train, test, folder);

    /// <summary>Returns null if the content is the original file's; otherwise the difference.</summary>
    internal static string? Differs(FashionMnistFile file, IdxArray array, string path) => array.Sha256() == file.Sha256
        ? null
        : $"{path}: its content is not that of Fashion-MNIST's {file.Name} (SHA-256 {array.Sha256()}, not {file.Sha256})";

    private Fin<Dataset> Load(FashionMnistFile imageFile, FashionMnistFile labelFile, string name, bool mustBeOriginal)
    {
        var (imagePath, labelPath) = (paths[imageFile], paths[labelFile]);
        return from images in Idx.Read(imagePath)
               from labels in Idx.Read(labelPath)
               from data in Check(images, labels)
               select data;

        Fin<Dataset> Check(IdxArray images, IdxArray labels)
        {
            var wrong = Differs(imageFile, images, imagePath) ?? Differs(labelFile, labels, labelPath);
            if (wrong is not null && mustBeOriginal) return Error.New($"{wrong}.");
            var names = wrong is null ? FashionMnist.ClassNames : Digits;
            return Idx.Pair(imagePath, images, labelPath, labels, names, name);
        }
    }

    /// <summary>The names of the classes if the data is not Fashion-MNIST's own.</summary>
    private static Seq<string> Digits { get; } =
        Enumerable.Range(0, 10).Select(c => c.ToString(CultureInfo.InvariantCulture)).ToSeq().Strict();
}
