using LanguageExt;

namespace ModelDsl.Data;

/// <summary>The places on a machine where Fashion-MNIST may be.</summary>
/// <param name="Named">The folders that the user named in the environment.</param>
/// <param name="Package">The folder where the operating system's package puts the files.</param>
/// <param name="Cache">This user's download folder; null if there is none.</param>
/// <param name="Mirrors">The addresses to download from, best first; each ends in a slash.</param>
/// <param name="Patience">The time limits and retries of downloads.</param>
internal sealed record FashionMnistPlaces(Seq<string> Named, string Package, string? Cache, Seq<Uri> Mirrors, DownloadPatience Patience)
{
    internal static FashionMnistPlaces OfThisMachine => new(
        Environment.GetEnvironmentVariable("MODELDSL_DATA") is { Length: > 0 } named
            ? Prelude.Seq(named, Path.Combine(named, "fashion-mnist"))
            : Prelude.Seq<string>(),
        "/usr/share/datasets/fashion-mnist",
        UserFolder is { Length: > 0 } folder ? Path.Combine(folder, "ModelDsl", "fashion-mnist") : null,
        Prelude.Seq(
            // The publisher's own repository, then the copy that Keras loads.
            new Uri("https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/"),
            new Uri("https://storage.googleapis.com/tensorflow/tf-keras-datasets/")),
        DownloadPatience.Default);

    /// <summary>The folders whose files must be the original ones.</summary>
    internal Seq<string> Known => Cache is null ? Prelude.Seq1(Package) : Prelude.Seq(Package, Cache);

    private static string UserFolder => Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
}
