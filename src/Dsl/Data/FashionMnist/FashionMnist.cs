using System.Text;
using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Data;
using ModelDsl.Printing;

namespace ModelDsl;

/// <summary>The two sets of Fashion-MNIST.</summary>
/// <param name="Train">60,000 images <c>[28, 28]</c> of bytes, labels 0 … 9.</param>
/// <param name="Test">10,000 more.</param>
/// <param name="Folder">The folder from which they were read.</param>
public sealed record FashionData(Dataset Train, Dataset Test, string Folder);

/// <summary>The progress of a download.</summary>
/// <param name="File">Name of the file.</param>
/// <param name="Received">Bytes so far.</param>
/// <param name="Total">Bytes in all; null if the server does not say.</param>
public sealed record DownloadProgress(string File, long Received, long? Total);

/// <summary>The places from which <see cref="FashionMnist.Load(FashionMnistOptions)"/> takes the data.</summary>
[JsonConverter(typeof(TextJson))]
public sealed record FashionMnistOptions
{
    /// <summary>
    /// The folder with the four files, and the only place to look; null to look in the usual places. It may hold another data set with the
    /// same files, for instance MNIST.
    /// </summary>
    public string? Folder { get; init; }

    /// <summary>Whether to download files that are in no place; true by default.</summary>
    public bool Download { get; init; } = true;

    /// <summary>Called while a file is downloaded.</summary>
    public Action<DownloadProgress>? OnProgress { get; init; }

    /// <summary>Stops a download; the bytes received are kept, and a later call continues from there.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>The usual places.</summary>
    internal FashionMnistPlaces Places { get; init; } = FashionMnistPlaces.OfThisMachine;

    /// <summary>Returns the options: the same text in every culture.</summary>
    public override string ToString() => ValueText.Of(this, PrintMembers);

    private bool PrintMembers(StringBuilder builder) =>
        builder.Members((nameof(Folder), Folder), (nameof(Download), Download), (nameof(OnProgress), OnProgress));
}

/// <summary>
/// Fashion-MNIST: 28 × 28 grey images of clothes from Zalando, ten classes. Xiao, Rasul and Vollgraf, "Fashion-MNIST: a novel image dataset
/// for benchmarking machine learning algorithms", 2017.
/// </summary>
public static class FashionMnist
{
    /// <summary>The classes, by label.</summary>
    public static Seq<string> ClassNames { get; } =
        Prelude.Seq("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot");

    /// <summary>Loads the data from the usual places, or from a folder.</summary>
    /// <inheritdoc cref="Load(FashionMnistOptions)" path="/returns"/>
    /// <inheritdoc cref="Load(FashionMnistOptions)" path="/remarks"/>
    /// <param name="folder">The folder with the four files, and the only place to look; null to look in the usual places.</param>
    public static Fin<FashionData> Load(string? folder = null) => Load(new FashionMnistOptions { Folder = folder });

    /// <summary>Loads the data from the first place that has it.</summary>
    /// <remarks>
    /// If the options name no folder, three places are searched. The first is the folder in the environment variable MODELDSL_DATA, or
    /// <c>fashion-mnist</c> in it. The second is the folder of the package <c>dataset-fashion-mnist</c> of Debian and similar systems. The
    /// third is this user's own download folder; if no place has the files, they are downloaded into it over HTTPS. The operating system's
    /// files and downloads are compared with the known SHA-256. A folder that you name may also hold another data set of the same format,
    /// for instance MNIST. Its classes are then called 0 … 9.
    /// </remarks>
    /// <param name="options">The places to search, and whether to download.</param>
    /// <returns>
    /// The data, or an error. The error says which files of a folder are missing or broken, or lists every place that was searched and what
    /// to do.
    /// </returns>
    public static Fin<FashionData> Load(FashionMnistOptions options)
    {
        if (options.Folder is { } folder)
        {
            var files = FashionMnistFiles.In(folder);
            if (files.IsComplete) return files.Load(mustBeOriginal: false);
            return Error.New($"{files.Missing}. {FashionMnistFiles.Wanted}");
        }
        var places = options.Places;
        var looked = new List<string>();
        foreach (var named in places.Named)
        {
            var files = FashionMnistFiles.In(named);
            if (files.IsComplete) return files.Load(mustBeOriginal: false);
            if (!files.IsEmpty) return Error.New($"{files.Missing} (MODELDSL_DATA). {FashionMnistFiles.Wanted}");
            looked.Add($"{files.Missing} (MODELDSL_DATA)");
        }
        if (places.Named.IsEmpty) looked.Add("the environment variable MODELDSL_DATA is not set");
        foreach (var known in places.Known)
        {
            var files = FashionMnistFiles.In(known);
            var loaded = files.IsComplete ? files.Load(mustBeOriginal: true) : Fin<FashionData>.Fail(files.Missing);
            if (loaded.IsSucc) return loaded;
            looked.Add(Message(loaded));
        }
        if (places.Cache is null) return NotFound(looked, "this user has no folder for downloads");
        if (!options.Download) return NotFound(looked, "downloading is switched off");
        var downloaded = Download(places.Cache, options);
        return downloaded.IsSucc ? downloaded : NotFound(looked, Message(downloaded));
    }

    private static Fin<FashionData> Download(string cache, FashionMnistOptions options) =>
        // Runs outside the caller's synchronization context, which this call blocks.
        Task.Run(() => FashionMnistDownload.Fetch(cache, options)).GetAwaiter().GetResult()
            .Bind(_ => FashionMnistFiles.In(cache).Load(mustBeOriginal: true));

    private static string Message<T>(Fin<T> failed) => failed.Match(_ => "", error => error.Message);

    private static Error NotFound(List<string> looked, string download) => Error.New(
        $"""
        Fashion-MNIST was not found. These places were looked at:
          {string.Join("\n  ", looked)}
        and it could not be downloaded:
          {download.Replace("\n", "\n  ", StringComparison.Ordinal)}
        On Debian, Ubuntu and similar systems, install it with: sudo apt-get install dataset-fashion-mnist
        Or put its four files into a folder and name that folder in the environment variable MODELDSL_DATA. {FashionMnistFiles.Wanted}
        """);
}
