using System.Net;
using System.Numerics.Tensors;
using System.Text.Json.Serialization;
using Benchmarks.Peers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Benchmarks;

/// <summary>Answers one request.</summary>
/// <param name="image">784 scaled pixels.</param>
/// <returns>The probabilities of the ten classes.</returns>
public delegate ValueTask<float[]> AnswerOne(float[] image);

/// <summary>The minimal service, in a child process. The sides differ only in how they answer.</summary>
public static class ServiceHost
{
    /// <summary>The child's argument.</summary>
    public const string Child = "service";

    /// <summary>The side that gathers requests.</summary>
    public const string Batching = "ModelDsl, batching";

    /// <summary>Numbers of an answer.</summary>
    public const int Classes = 10;

    private static readonly IReadOnlyList<(string Name, Func<FashionHidden, AnswerOne> Open)> All =
    [
        (Side.ModelDsl, Ours),
        (Batching, Batched),
        (OneImage.OnnxRuntime, model => AtOnce(new OnnxSession(Onnx(model)).Predict)),
        .. MlNetEngines.Sides.Select(side => (side.Name, (Func<FashionHidden, AnswerOne>)(model => AtOnce(side.Open(Onnx(model)))))),
    ];

    /// <summary>The names of the sides, ours first.</summary>
    public static IReadOnlyList<string> Sides => [.. All.Select(side => side.Name)];

    /// <summary>Runs the child; its argument is a side. It writes its address, and serves until its input ends.</summary>
    public static object Run(string[] arguments)
    {
        var answer = All.Single(side => side.Name == arguments[0]).Open(FashionHidden.Initialize(seed: 42));
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapPost("/", async context =>
        {
            var request = await context.Request.ReadFromJsonAsync(ServiceJson.Default.PictureRequest).ConfigureAwait(false);
            TensorPrimitives.Divide(request!.Pixels, 255f, request.Pixels);
            var reply = new PredictionReply(await answer(request.Pixels).ConfigureAwait(false));
            await context.Response.WriteAsJsonAsync(reply, ServiceJson.Default.PredictionReply).ConfigureAwait(false);
        });
        app.StartAsync().GetAwaiter().GetResult();
        Console.WriteLine(app.Urls.Single());
        Console.In.ReadToEnd();
        app.StopAsync().GetAwaiter().GetResult();
        return arguments[0];
    }

    private static AnswerOne Ours(FashionHidden model)
    {
        var served = ServedModel<FashionHidden>.Of(model).ThrowIfFail();
        return AtOnce(image =>
        {
            var probabilities = new float[Classes];
            served.Predict(image, probabilities);
            return probabilities;
        });
    }

    private static AnswerOne Batched(FashionHidden model)
    {
        var batching = ServedModel<FashionHidden>.Of(model).ThrowIfFail().Batching().ThrowIfFail();
        return async image => (await batching.PredictAsync(image).ConfigureAwait(false)).ThrowIfFail().Value;
    }

    private static byte[] Onnx(FashionHidden model) =>
        OnnxModel.Dense([.. model.Parameters.Select(p => new Weight([.. p.Shape], p.ToArray()))]);

    private static AnswerOne AtOnce(Func<float[], float[]> predict) => image => ValueTask.FromResult(predict(image));
}

/// <summary>A request.</summary>
/// <param name="Pixels">784 numbers, 0 … 255.</param>
public sealed record PictureRequest(float[] Pixels);

/// <summary>An answer.</summary>
/// <param name="Probabilities">The probabilities of the ten classes.</param>
public sealed record PredictionReply(float[] Probabilities);

/// <summary>The JSON of the service, read and written by emitted code.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PictureRequest)), JsonSerializable(typeof(PredictionReply))]
public sealed partial class ServiceJson : JsonSerializerContext;
