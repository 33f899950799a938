using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ModelDsl.Tests.Data;

/// <summary>A client's request.</summary>
internal sealed record Request(string Path, long? From);

/// <summary>A local web server that answers each connection by its script; the last line of the script repeats.</summary>
internal sealed class ScriptedServer : IDisposable
{
    internal delegate Task Answer(Request request, NetworkStream stream, CancellationToken stop);

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Answer[] script;

    internal ScriptedServer(params Answer[] script)
    {
        this.script = script;
        listener.Start();
        _ = Serve();
    }

    internal Uri Address => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");

    /// <summary>All requests, in order.</summary>
    internal ConcurrentQueue<Request> Requests { get; } = [];

    public void Dispose()
    {
        stop.Cancel();
        listener.Stop();
        stop.Dispose();
    }

    /// <summary>Sends the content, or the part from the requested byte on.</summary>
    internal static Answer Give(byte[] content) => (request, stream, _) => Send(stream, content, request.From, content.Length);

    /// <summary>Sends the whole content, even if a part is requested.</summary>
    internal static Answer IgnoreRange(byte[] content) => (_, stream, _) => Send(stream, content, null, content.Length);

    /// <summary>Announces the full length, but closes the connection after some bytes.</summary>
    internal static Answer Truncate(byte[] content, int after) => (request, stream, _) => Send(stream, content, request.From, after);

    /// <summary>Sends some bytes, then nothing, and keeps the connection open.</summary>
    internal static Answer Stall(byte[] content, int after) => async (request, stream, stop) =>
    {
        await Send(stream, content, request.From, after);
        await Task.Delay(Timeout.Infinite, stop);
    };

    /// <summary>Sends nothing at all, and keeps the connection open.</summary>
    internal static Answer Silence { get; } = (_, _, stop) => Task.Delay(Timeout.Infinite, stop);

    /// <summary>Answers with a status code and a page.</summary>
    internal static Answer Status(int status) => (_, stream, _) =>
        Write(stream, $"HTTP/1.1 {status} No\r\nContent-Length: 4\r\nConnection: close\r\n\r\noops");

    /// <summary>Answers without a content length.</summary>
    internal static Answer WithoutLength(byte[] content) => async (_, stream, _) =>
    {
        await Write(stream, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
        await stream.WriteAsync(content);
    };

    /// <summary>Claims to continue, but from another position.</summary>
    internal static Answer WrongPart(byte[] content, int from) => async (_, stream, _) =>
    {
        await Write(stream, $"HTTP/1.1 206 Partial\r\nContent-Range: bytes {from}-{content.Length - 1}/{content.Length}\r\n" +
            $"Content-Length: {content.Length - from}\r\nConnection: close\r\n\r\n");
        await stream.WriteAsync(content.AsMemory(from));
    };

    private static async Task Send(NetworkStream stream, byte[] content, long? from, int until)
    {
        var start = (int)(from ?? 0);
        if (start >= content.Length)
        {
            var range = $"Content-Range: bytes */{content.Length}";
            await Write(stream, $"HTTP/1.1 416 No\r\n{range}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            return;
        }
        var status = from is null ? "200 OK"
            : $"206 Partial\r\nContent-Range: bytes {start}-{content.Length - 1}/{content.Length}";
        await Write(stream, $"HTTP/1.1 {status}\r\nContent-Length: {content.Length - start}\r\nConnection: close\r\n\r\n");
        if (until > start) await stream.WriteAsync(content.AsMemory(start, until - start));
    }

    private static async Task Write(NetworkStream stream, string text) => await stream.WriteAsync(Encoding.ASCII.GetBytes(text));

    private async Task Serve()
    {
        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            try
            {
                using var client = await listener.AcceptTcpClientAsync(stop.Token);
                var stream = client.GetStream();
                var request = await Read(stream);
                Requests.Enqueue(request);
                using var gone = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
                var answer = script[Math.Min(i, script.Length - 1)](request, stream, gone.Token);
                // A client that gives up closes the connection; then the next line of the script is due.
                await Task.WhenAny(answer, stream.ReadAsync(new byte[1], stop.Token).AsTask());
                if (answer.IsCompleted) client.Client.Shutdown(SocketShutdown.Send);
                await gone.CancelAsync();
            }
            catch (Exception error) when (error is IOException or OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // The client went away, or the test is over.
            }
        }
    }

    private static async Task<Request> Read(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        var path = (await reader.ReadLineAsync() ?? "").Split(' ')[1];
        long? from = null;
        while (await reader.ReadLineAsync() is { Length: > 0 } line)
        {
            if (line.StartsWith("Range: bytes=", StringComparison.OrdinalIgnoreCase))
                from = long.Parse(line["Range: bytes=".Length..].TrimEnd('-'), System.Globalization.CultureInfo.InvariantCulture);
        }
        return new Request(path, from);
    }
}
