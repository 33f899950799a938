using System.Net;
using System.Net.Http.Headers;
using LanguageExt;
using LanguageExt.Common;

namespace ModelDsl.Data;

/// <summary>The time limits and retries of a download.</summary>
/// <param name="StallTimeout">The time that a server may send nothing before the connection is given up.</param>
/// <param name="Attempts">The number of tries for each address, including the first.</param>
/// <param name="Pause">Pause before the second try; it doubles with each try.</param>
/// <param name="LargestFile">Maximum number of bytes; more are refused, because a broken server must not fill the disk.</param>
internal sealed record DownloadPatience(TimeSpan StallTimeout, int Attempts, TimeSpan Pause, long LargestFile)
{
    internal static DownloadPatience Default { get; } = new(TimeSpan.FromSeconds(20), 4, TimeSpan.FromSeconds(1), 1L << 28);
}

/// <summary>
/// Downloads files that may be large over connections that may break. Bytes go to a partial file, and a later try, or a later run, resumes
/// it with a Range request. A file that is complete and passes its check is moved to its place in one step, so the place never holds an
/// incomplete file.
/// </summary>
internal sealed class Downloader(HttpClient client, DownloadPatience patience, Action<long, long?>? onProgress = null)
{
    private const int BufferSize = 1 << 16;

    /// <summary>The result of one try.</summary>
    private abstract record Outcome
    {
        /// <summary>The partial file is complete, as far as the server knows.</summary>
        internal sealed record Complete : Outcome;

        /// <summary>Another try may succeed.</summary>
        internal sealed record Interrupted(string Why) : Outcome;

        /// <summary>Another try at this address is useless.</summary>
        internal sealed record Refused(string Why) : Outcome;
    }

    /// <summary>Downloads a file from the first address that provides it.</summary>
    /// <param name="addresses">The addresses, best first.</param>
    /// <param name="partial">The partial file; its folder is on the same disk as the destination.</param>
    /// <param name="destination">The place of the complete file.</param>
    /// <param name="check">Returns the fault of a complete partial file, or null. A wrong file is deleted and downloaded again.</param>
    /// <param name="cancellation">Stops the download; the partial file stays.</param>
    /// <returns>Nothing, or an error that says for every address what failed.</returns>
    /// <exception cref="OperationCanceledException">The download was cancelled.</exception>
    internal async Task<Fin<Unit>> Fetch(
        Seq<Uri> addresses, string partial, string destination, Func<string, string?> check, CancellationToken cancellation)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(partial)!);
            Directory.CreateDirectory(Path.GetDirectoryName(destination)!);
            var failures = new List<string>();
            foreach (var address in addresses)
            {
                var failure = await FetchFrom(address, partial, check, cancellation).ConfigureAwait(false);
                if (failure is null)
                {
                    File.Move(partial, destination, overwrite: true);
                    return Unit.Default;
                }
                failures.Add($"{address}: {failure}");
            }
            return Error.New(string.Join("\n", failures));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Error.New($"{destination} cannot be written: {error.Message}");
        }
    }

    /// <summary>Returns null, or why this address did not provide the file.</summary>
    private async Task<string?> FetchFrom(Uri address, string partial, Func<string, string?> check, CancellationToken cancellation)
    {
        var failure = "";
        for (var attempt = 1; attempt <= patience.Attempts; attempt++)
        {
            if (attempt > 1) await Task.Delay(patience.Pause * Math.Pow(2, attempt - 2), cancellation).ConfigureAwait(false);
            switch (await Try(address, partial, cancellation).ConfigureAwait(false))
            {
                case Outcome.Refused refused: return refused.Why;
                case Outcome.Interrupted interrupted: failure = interrupted.Why; break;
                default:
                    if (check(partial) is not { } wrong) return null;
                    failure = wrong;
                    File.Delete(partial);
                    break;
            }
        }
        return $"{failure} (tried {patience.Attempts} times)";
    }

    private async Task<Outcome> Try(Uri address, string partial, CancellationToken cancellation)
    {
        using var stall = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        // Opened exclusively: another process that downloads the same file gets an error instead of a mixture.
        using var file = new FileStream(partial, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        try
        {
            stall.CancelAfter(patience.StallTimeout);
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            if (file.Length > 0) request.Headers.Range = new RangeHeaderValue(file.Length, null);
            using var response = await client
                .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stall.Token).ConfigureAwait(false);
            var range = response.Content.Headers.ContentRange;
            switch (response.StatusCode)
            {
                case HttpStatusCode.OK: file.SetLength(0); break;
                case HttpStatusCode.PartialContent when range?.From == file.Length: break;
                case HttpStatusCode.PartialContent: return Restart(file, "the server sent the wrong part of the file");
                // No bytes follow: the partial file is already complete, or belongs to another file.
                case HttpStatusCode.RequestedRangeNotSatisfiable when range?.Length == file.Length: return new Outcome.Complete();
                case HttpStatusCode.RequestedRangeNotSatisfiable: return Restart(file, "the partial file did not fit");
                default: return Status(response.StatusCode);
            }
            file.Seek(0, SeekOrigin.End);
            return await Receive(response, file, stall).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new Outcome.Interrupted($"nothing came for {patience.StallTimeout.TotalSeconds:0.##} seconds");
        }
        catch (HttpRequestException error)
        {
            return new Outcome.Interrupted(error.InnerException?.Message ?? error.Message);
        }
    }

    private async Task<Outcome> Receive(HttpResponseMessage response, FileStream file, CancellationTokenSource stall)
    {
        var total = file.Length + response.Content.Headers.ContentLength;
        using var content = await response.Content.ReadAsStreamAsync(stall.Token).ConfigureAwait(false);
        var buffer = new byte[BufferSize];
        while (true)
        {
            int count;
            try
            {
                stall.CancelAfter(patience.StallTimeout);
                count = await content.ReadAsync(buffer, stall.Token).ConfigureAwait(false);
            }
            catch (IOException)
            {
                return new Outcome.Interrupted($"the connection broke after {file.Length} bytes");
            }
            if (count == 0) break;
            if (file.Length + count > patience.LargestFile)
            {
                file.SetLength(0);
                return new Outcome.Refused($"it sends more than {patience.LargestFile} bytes, the largest size that is possible");
            }
            file.Write(buffer, 0, count);
            onProgress?.Invoke(file.Length, total);
        }
        file.Flush(flushToDisk: true);
        return total is { } expected && file.Length < expected
            ? new Outcome.Interrupted($"the connection ended after {file.Length} of {expected} bytes")
            : new Outcome.Complete();
    }

    private static Outcome.Interrupted Restart(FileStream file, string why)
    {
        file.SetLength(0);
        return new Outcome.Interrupted(why);
    }

    private static Outcome Status(HttpStatusCode status)
    {
        var text = $"the server answered {(int)status} {status}";
        return (int)status >= 500 || status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests
            ? new Outcome.Interrupted(text)
            : new Outcome.Refused(text);
    }
}
