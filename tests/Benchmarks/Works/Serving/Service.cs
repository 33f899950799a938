using System.Text.Json;
using Benchmarks.Peers;

namespace Benchmarks;

/// <summary>
/// SERVICE: W2's network in the same minimal service on each side, at 64 connections of the loopback; then without HTTP, networks of
/// three sizes with and without batching, from several callers at a time. Weights are those of a new model.
/// </summary>
public static class Service
{
    private const int Connections = 64;
    private const int HttpRequests = 20_000;
    private const int Images = 256;
    private const float Tolerance = 1e-4f;

    /// <summary>The contests.</summary>
    public static IEnumerable<Contest> Open(Dataset fashion)
    {
        var bytes = SampleBytes.Of(fashion | Take(Images));
        float[][] images = [.. bytes.Samples.Chunk(SampleBytes.ImageSize).Select(image => Array.ConvertAll(image, b => (float)b))];
        Func<IEnumerable<Contest>>[] loads =
        [
            () => Http(images),
            () => InProcess<FashionHidden>("784 → 100 → 10", images, 64, 100_000),
            () => InProcess<FashionDeep>("784 → 512 → 256 → 10", images, 64, 20_000),
            () => InProcess<FashionWide>("784 → 2048 → 2048 → 10", images, 64, 2_000),
            () => InProcess<FashionWide>("784 → 2048 → 2048 → 10", images, 4, 2_000),
        ];
        return loads.SelectMany(load => load());
    }

    private static IEnumerable<Contest> Http(float[][] images)
    {
        var bodies = images
            .Select(pixels => JsonSerializer.SerializeToUtf8Bytes(new(pixels), ServiceJson.Default.PictureRequest))
            .ToArray();
        var clients = ServiceHost.Sides.Select(side => new ServiceClient(side)).ToArray();
        foreach (var client in clients[1..]) CheckThatBothAgree(clients[0], client, bodies);
        return Load.Contests(
            $"HTTP, {Connections} connections, {HttpRequests:N0} requests",
            [.. clients.Select(client => (client.Side, Run(client)))],
            [$"client and service share {Environment.ProcessorCount} cores", .. MlNetEngines.Notes],
            clients);

        Func<Load> Run(ServiceClient client) => () => Load.Run(Connections, HttpRequests, i => client.Send(bodies[i % Images]));
    }

    /// <summary>A request waits for a thread of the pool, as one that comes over HTTP does.</summary>
    private static IEnumerable<Contest> InProcess<T>(string title, float[][] images, int callers, int requests) where T : class, IModel<T>
    {
        var served = ServedModel<T>.Of(T.Initialize(seed: 42)).ThrowIfFail();
        var batching = served.Batching().ThrowIfFail();
        return Load.Contests(
            $"in process, {title}, {callers} callers, {requests:N0} requests",
            [
                (Side.ModelDsl, () => Load.Run(callers, requests, Alone)),
                (ServiceHost.Batching, () => Load.Run(callers, requests, Together)),
            ],
            [],
            new Batches(batching), served);

        async Task Alone(int request)
        {
            await Task.Yield();
            served.Predict(images[request % Images], new float[ServiceHost.Classes]);
        }

        async Task Together(int request)
        {
            await Task.Yield();
            (await batching.PredictAsync(images[request % Images]).ConfigureAwait(false)).ThrowIfFail();
        }
    }

    private static void CheckThatBothAgree(ServiceClient ours, ServiceClient peer, byte[][] bodies)
    {
        foreach (var body in bodies)
        {
            var (expected, actual) = (Answer(ours, body), Answer(peer, body));
            if (actual.Length != expected.Length || expected.Where((p, k) => !(Math.Abs(p - actual[k]) <= Tolerance)).Any())
                throw new InvalidOperationException($"{peer.Side} predicts [{string.Join(", ", actual)}], ModelDsl [{string.Join(", ", expected)}].");
        }
    }

    private static float[] Answer(ServiceClient client, byte[] body) =>
        JsonSerializer.Deserialize(client.Send(body).GetAwaiter().GetResult(), ServiceJson.Default.PredictionReply)!.Probabilities;

    private sealed class Batches(IAsyncDisposable batching) : IDisposable
    {
        public void Dispose() => batching.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }
}
