using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ModelDsl.Serving;

/// <summary>A served model, as its metrics see it.</summary>
internal interface IServed
{
    /// <summary>Its name in metrics.</summary>
    string Name { get; }

    /// <summary>Its version; null after it was disposed.</summary>
    ModelVersion? Version { get; }
}

/// <summary>
/// The meter <c>ModelDsl</c>. OpenTelemetry, <c>dotnet-counters</c> and <see cref="MeterListener"/> read it. While nobody does, a request
/// reads no clock.
/// </summary>
internal sealed class ServingMetrics : IDisposable
{
    private const string ModelTag = "model", OutcomeTag = "outcome";
    private static readonly Meter Meter = new("ModelDsl");
    private static readonly ConcurrentDictionary<ServingMetrics, IServed> All = [];

    private static readonly Counter<long> Predictions = Meter.CreateCounter<long>(
        "modeldsl.predictions", "{prediction}", "Requests that were answered");
    private static readonly Counter<long> Failures = Meter.CreateCounter<long>(
        "modeldsl.prediction.failures", "{prediction}", "Requests that got an error");
    private static readonly Histogram<double> Duration = Meter.CreateHistogram("modeldsl.prediction.duration", "s",
        "Time from request to answer, waiting included", advice: new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [1e-6, 2.5e-6, 5e-6, 1e-5, 2.5e-5, 5e-5, 1e-4, 2.5e-4, 5e-4,
                1e-3, 2.5e-3, 5e-3, 0.01, 0.025, 0.05, 0.1, 0.5],
        });
    private static readonly Histogram<int> BatchSize = Meter.CreateHistogram("modeldsl.batch.size", "{prediction}",
        "Requests that were run together", advice: new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256] });
    private static readonly UpDownCounter<int> Waiting = Meter.CreateUpDownCounter<int>(
        "modeldsl.batch.waiting", "{prediction}", "Requests that wait for a batch");
    private static readonly Counter<long> Reloads = Meter.CreateCounter<long>(
        "modeldsl.model.reloads", "{reload}", "Newer models, by outcome: loaded or refused");

    private readonly KeyValuePair<string, object?> model;

    static ServingMetrics()
    {
        Meter.CreateObservableGauge("modeldsl.model.version", () => Each(version => version.Number), "{version}", "Number of the version");
        Meter.CreateObservableGauge("modeldsl.model.age", () => Each(version => (TimeProvider.System.GetUtcNow() - version.Since).TotalSeconds), "s",
            "Time since the version began to answer");
    }

    private ServingMetrics(string name) => model = new(ModelTag, name);

    /// <summary>Begins to measure a served model.</summary>
    public static ServingMetrics Begin(IServed served)
    {
        var metrics = new ServingMetrics(served.Name);
        All[metrics] = served;
        return metrics;
    }

    /// <summary>Returns the time, for <see cref="Answered"/>; 0 if nobody measures durations.</summary>
    public long Now() => Duration.Enabled ? Stopwatch.GetTimestamp() : 0;

    /// <summary>Counts a request that has ended.</summary>
    public void Answered(long started, bool isRight)
    {
        (isRight ? Predictions : Failures).Add(1, model);
        if (started != 0) Duration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds, model);
    }

    /// <summary>Counts requests that began or ended to wait for a batch.</summary>
    public void Queued(int more) => Waiting.Add(more, model);

    /// <summary>Counts a batch.</summary>
    public void Ran(int requests) => BatchSize.Record(requests, model);

    /// <summary>Counts a newer model.</summary>
    public void Reloaded(bool isRight) => Reloads.Add(1, model, new(OutcomeTag, isRight ? "loaded" : "refused"));

    /// <summary>Ends the figures that are read from the served model.</summary>
    public void Dispose() => All.TryRemove(this, out _);

    private static IEnumerable<Measurement<TNumber>> Each<TNumber>(Func<ModelVersion, TNumber> figure) where TNumber : struct
    {
        foreach (var (metrics, served) in All)
            if (served.Version is { } version) yield return new Measurement<TNumber>(figure(version), metrics.model);
    }
}
