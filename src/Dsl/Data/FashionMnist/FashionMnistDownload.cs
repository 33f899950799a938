using LanguageExt;
using LanguageExt.Common;

namespace ModelDsl.Data;

/// <summary>Downloads the four files into the user's download folder; files that are already there and correct are not touched.</summary>
internal static class FashionMnistDownload
{
    internal static async Task<Fin<Unit>> Fetch(string cache, FashionMnistOptions options)
    {
        var (_, _, _, mirrors, patience) = options.Places;
        using var handler = new SocketsHttpHandler { ConnectTimeout = patience.StallTimeout };
        // The downloader measures stalls itself; a slow connection may take as long as it needs.
        using var client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        try
        {
            foreach (var file in FashionMnistFile.All)
            {
                var there = file.In(cache);
                if (there is not null && Wrong(file, there) is null) continue;
                var name = $"{file.Name}.gz";
                var destination = Path.Combine(cache, name);
                var downloader = new Downloader(client, patience, Report);
                var fetched = await downloader.Fetch(
                    mirrors.Map(mirror => new Uri(mirror, name)), Path.Combine(cache, "partial", name), destination,
                    partial => Wrong(file, partial), options.Cancellation).ConfigureAwait(false);
                if (fetched.IsFail) return fetched;
                if (there is not null && there != destination) File.Delete(there);

                void Report(long received, long? total) => options.OnProgress?.Invoke(new DownloadProgress(name, received, total));
            }
            return Unit.Default;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Error.New($"{cache} cannot be written: {error.Message}");
        }
        catch (OperationCanceledException)
        {
            return Error.New("the download was cancelled; the finished part is kept, and the next try continues from there");
        }
    }

    private static string? Wrong(FashionMnistFile file, string path) =>
        Idx.Read(path).Match(array => FashionMnistFiles.Differs(file, array, path), error => error.Message);
}
