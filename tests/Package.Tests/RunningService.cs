using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ModelDsl.Package.Tests;

/// <summary>A web service of a user's project, in a process of its own on a free port. It ends with this object.</summary>
internal sealed partial class RunningService : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process process;
    private readonly HttpClient client;

    private RunningService(Process process, Uri address) => (this.process, client) = (process, new HttpClient { BaseAddress = address });

    /// <summary>Starts the service, and returns when it listens.</summary>
    /// <param name="project">The project; the service runs in its folder.</param>
    /// <param name="program">The program's assembly.</param>
    public static async Task<RunningService> Start(UserProject project, string program)
    {
        var start = new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [program, "--urls", "http://127.0.0.1:0"])
        {
            WorkingDirectory = project.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Process.Start(start)!;
        var said = new StringBuilder();
        using var deadline = new CancellationTokenSource(Patience);
        while (await process.StandardOutput.ReadLineAsync(deadline.Token) is { } line)
        {
            said.AppendLine(line);
            if (Listening().Match(line) is not { Success: true } found) continue;
            // A pipe that nobody reads would stop the service.
            _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
            _ = process.StandardError.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
            return new RunningService(process, new Uri(found.Groups[1].Value));
        }
        throw new InvalidOperationException($"The service ended:\n{said}{await process.StandardError.ReadToEndAsync(deadline.Token)}");
    }

    /// <summary>Sends JSON, and returns the JSON of the answer, whose status must be the expected one.</summary>
    public async Task<JsonDocument> Post(string path, string json, int status)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(new Uri(path, UriKind.Relative), content);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True((int)response.StatusCode == status, $"{(int)response.StatusCode}: {text}");
        Assert.Equal(status == 200 ? "application/json" : "application/problem+json", response.Content.Headers.ContentType?.MediaType);
        return JsonDocument.Parse(text);
    }

    /// <summary>Asks again and again until the answer is as expected.</summary>
    public async Task Until(string path, Func<JsonElement, bool> isExpected)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var text = await client.GetStringAsync(new Uri(path, UriKind.Relative));
            using var answer = JsonDocument.Parse(text);
            if (isExpected(answer.RootElement)) return;
            Assert.True(clock.Elapsed < Patience, $"{path} still says {text}");
            await Task.Delay(100);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    [GeneratedRegex(@"Now listening on: (http\S+)")]
    private static partial Regex Listening();
}
