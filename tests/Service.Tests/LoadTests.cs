using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace ModelDsl.Service.Tests;

/// <summary>The service under load, while its model is replaced.</summary>
[Collection(nameof(RunningService))]
public sealed class LoadTests(RunningService service)
{
    private const int Requests = 100_000, Connections = 64, Reloads = 20;

    /// <summary>Each answer must have the bytes that the version which it names gives for this passenger.</summary>
    [Fact]
    public async Task Of_100000_answers_at_64_connections_none_is_wrong_while_the_model_is_reloaded_20_times()
    {
        string[] bodies = [.. Passenger.Draw(16, seed: 9)
            .Select(row => JsonSerializer.Serialize(row with { Survived = null }, Contracts.Default.Passenger))];
        var original = Survival.Load(service.Survival).Match(model => model, error => throw new InvalidOperationException(error.Message));
        var first = await Version();
        var models = Enumerable.Range(0, Reloads + 1)
            .Select(i => i == 0 ? original : original + (0.02 * i * Survival.Initialize(i))).ToArray();
        var expected = models.Select((model, i) => bodies.Select(body => Expected(model, body, first + i)).ToArray()).ToArray();

        var (sent, wrong, newest) = (0, 0, 0);
        string? example = null;
        using var end = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var load = Enumerable.Range(0, Connections).Select(connection => Task.Run(async () =>
        {
            using var http = await Connection.Open(service.Address, end.Token);
            var requests = bodies.Select(body => http.Request("/passengers/predictions", body)).ToArray();
            for (int i; (i = Interlocked.Increment(ref sent)) <= Requests;)
            {
                var which = (i + connection) % bodies.Length;
                var answer = await http.Send(requests[which], end.Token);
                var number = int.Parse(answer[(answer.LastIndexOf(':') + 1)..^1]) - first;
                if (number is >= 0 and <= Reloads && answer == expected[number][which]) continue;
                Interlocked.Increment(ref wrong);
                example ??= answer;
            }
        })).ToArray();
        for (var i = 1; i <= Reloads; i++)
        {
            // The reloads are spread over the load.
            while (Volatile.Read(ref sent) < (long)i * Requests / (Reloads + 1)) await Task.Delay(1, end.Token);
            models[i].Save(service.Survival).IfFail(error => throw new InvalidOperationException(error.Message));
            var (_, version) = await service.Post("/passengers/reload", "");
            newest = version.GetProperty("number").GetInt32();
        }
        await Task.WhenAll(load);
        Assert.True(wrong == 0, $"{wrong} wrong answers, such as {example}");
        Assert.Equal(first + Reloads, newest);
        original.Save(service.Survival);
        await service.Post("/passengers/reload", "");
    }

    private async Task<int> Version() => (await service.Get("/passengers")).GetProperty("version").GetProperty("number").GetInt32();

    private static string Expected(Survival model, string body, int version)
    {
        var row = JsonSerializer.Deserialize(body, Contracts.Default.Passenger)!;
        var answer = model.Predict(row).Match(prediction => prediction, error => throw new InvalidOperationException(error.Message));
        ClassReply[] classes = [.. answer.Probabilities.Map(one => new ClassReply(one.Class == true ? "survives" : "dies", one.Probability))];
        return JsonSerializer.Serialize(new PredictionReply(answer.Value == true ? "survives" : "dies", classes, version), Contracts.Default.PredictionReply);
    }

    /// <summary>A connection that is kept open, with as little work for the client as possible.</summary>
    private sealed class Connection(Socket socket, string host) : IDisposable
    {
        private readonly byte[] buffer = new byte[16 * 1024];

        public static async Task<Connection> Open(Uri address, CancellationToken end)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(address.Host, address.Port, end);
            return new Connection(socket, address.Authority);
        }

        public byte[] Request(string path, string body) => Encoding.ASCII.GetBytes(
            $"POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");

        /// <summary>Returns the body of the answer.</summary>
        public async ValueTask<string> Send(byte[] request, CancellationToken end)
        {
            await socket.SendAsync(request, end);
            var length = 0;
            while (true)
            {
                var read = await socket.ReceiveAsync(buffer.AsMemory(length), end);
                if (read == 0) throw new IOException("The service closed a connection.");
                length += read;
                if (Whole(buffer.AsSpan(0, length)) is { } body) return body;
            }
        }

        public void Dispose() => socket.Dispose();

        private static string? Whole(ReadOnlySpan<byte> answer)
        {
            var head = answer.IndexOf("\r\n\r\n"u8);
            if (head < 0) return null;
            var body = answer[(head + 4)..];
            if (!answer.StartsWith("HTTP/1.1 200"u8)) throw new IOException(Encoding.UTF8.GetString(answer));
            var length = answer[..head].IndexOf("Content-Length: "u8);
            if (length >= 0)
            {
                System.Buffers.Text.Utf8Parser.TryParse(answer[(length + 16)..], out int size, out _);
                return body.Length >= size ? Encoding.UTF8.GetString(body[..size]) : null;
            }
            // Chunks: size, line, bytes, line; the last one is empty.
            if (!body.EndsWith("0\r\n\r\n"u8)) return null;
            var text = new StringBuilder();
            while (true)
            {
                System.Buffers.Text.Utf8Parser.TryParse(body, out int size, out var digits, 'x');
                if (size == 0) return text.ToString();
                text.Append(Encoding.UTF8.GetString(body.Slice(digits + 2, size)));
                body = body[(digits + 2 + size + 2)..];
            }
        }
    }
}
