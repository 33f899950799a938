using LanguageExt;
using LanguageExt.Common;

namespace ModelDsl.Service;

/// <summary>The models of the service. They are null until they were trained or read.</summary>
internal sealed class ServedModels(ServiceOptions options, ILogger<ServedModels> log) : BackgroundService
{
    private volatile FashionData? fashion;
    private volatile ServedModel<Garments>? garments;
    private volatile ServedModel<Survival>? survival;
    private volatile BatchingPredictor<ReadOnlyMemory<float>, float[]>? batching;
    private volatile string? fault;

    public FashionData? Fashion => fashion;

    public ServedModel<Garments>? Garments => garments;

    public ServedModel<Survival>? Survival => survival;

    /// <summary>Gathers pictures; null if each is predicted alone.</summary>
    public BatchingPredictor<ReadOnlyMemory<float>, float[]>? Batching => options.Batch == 0 ? null : batching;

    /// <summary>Why the service can't become ready; null if it can.</summary>
    public string? Fault => fault;

    public bool IsReady => garments is not null && survival is not null;

    /// <summary>The file of a model.</summary>
    public static string FileOf(ServiceOptions options, string name) => Path.Combine(options.Models, name + ".safetensors");

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(() => Prepare(stoppingToken), stoppingToken);

    private void Prepare(CancellationToken cancellation)
    {
        Directory.CreateDirectory(options.Models);
        var prepared =
            from passengers in Open("survival", FirstTraining.Survival, new ServingOptions { Watch = options.Watch })
            from data in FashionMnist.Load(options.Data)
            from pictures in Open("garments", () => FirstTraining.Garments(data, cancellation), new ServingOptions { Watch = options.Watch, Samples = SampleForm.Raw })
            from gathered in pictures.Batching(new BatchingOptions { MaxBatch = Math.Max(1, options.Batch), WhenFull = WhenFull.Refuse })
            select (Passengers: passengers, Data: data, Pictures: pictures, Gathered: gathered);
        if (prepared.Case is Error error)
        {
            fault = error.Message;
            log.LogError("The models can't be served: {Fault}", error.Message);
            return;
        }
        (survival, fashion, batching, garments) = prepared.Map(all => (all.Passengers, all.Data, all.Gathered, all.Pictures)).ThrowIfFail();
        log.LogInformation("The models are ready.");
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (batching is { } gathering) await gathering.DisposeAsync();
        garments?.Dispose();
        survival?.Dispose();
    }

    /// <summary>Serves a model from its file, which is made at the first start.</summary>
    private Fin<ServedModel<T>> Open<T>(string name, Func<Fin<T>> train, ServingOptions serving) where T : class, IModel<T>
    {
        var path = FileOf(options, name);
        if (File.Exists(path)) return ServedModel<T>.Open(path, serving);
        log.LogInformation("Training {Name} …", name);
        return train().Bind(model => model.Save(path)).Bind(_ => ServedModel<T>.Open(path, serving));
    }
}
