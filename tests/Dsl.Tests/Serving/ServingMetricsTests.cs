using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using LanguageExt;
using LanguageExt.Common;
using Model = ModelDsl.Tests.Training.LinearModel<ModelDsl.Tests.Training.Classifier>;

namespace ModelDsl.Tests.Serving;

/// <summary>The meter <c>ModelDsl</c> counts what happened. It listens to all tests, so none that counts bytes runs meanwhile.</summary>
[Collection(nameof(ServingMetricsTests))]
public sealed class ServingMetricsTests
{
    [Fact]
    public async Task The_meter_counts_what_happened()
    {
        var name = $"metrics {Guid.NewGuid()}";
        var seen = new ConcurrentQueue<(string Instrument, double Value, string Outcome)>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == "ModelDsl") listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => See(instrument, value, tags));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => See(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => See(instrument, value, tags));
        listener.Start();

        var served = ServedModel<Model>.Of(Model.Initialize(1), new ServingOptions { Name = name }).ThrowIfFail();
        var prediction = new float[3];
        for (var i = 0; i < 3; i++) served.Predict([1f, 2f], prediction);
        Assert.ThrowsAny<ArgumentException>(() => served.Predict(default, prediction));
        served.Predict(_ => Fin<int>.Fail(Error.New("No.")));
        served.Predict(_ => Fin<int>.Succ(1));
        served.Replace(Model.Initialize(2)).ThrowIfFail();
        served.Replace(Model.Initialize(2)).ThrowIfFail();
        served.Reload();
        await using (var batching = served.Batching(new BatchingOptions { MaxBatch = 4 }).ThrowIfFail())
            await Task.WhenAll(Enumerable.Range(0, 9).Select(i => batching.PredictAsync(new float[i == 0 ? 1 : 2]).AsTask()));
        listener.RecordObservableInstruments();

        Assert.Equal((4 + 8, 2 + 1), (Sum("modeldsl.predictions"), Sum("modeldsl.prediction.failures")));
        Assert.Equal(6 + 9, seen.Count(one => one.Instrument == "modeldsl.prediction.duration" && one.Value is > 0 and < 60));
        Assert.Equal((9, 0), (Sum("modeldsl.batch.size"), Sum("modeldsl.batch.waiting")));
        Assert.InRange(seen.Where(one => one.Instrument == "modeldsl.batch.size").Max(one => one.Value), 1, 4);
        Assert.Equal(["loaded", "refused"], seen.Where(one => one.Instrument == "modeldsl.model.reloads").Select(one => one.Outcome));
        Assert.Equal(2, Assert.Single(seen, one => one.Instrument == "modeldsl.model.version").Value);
        Assert.InRange(Assert.Single(seen, one => one.Instrument == "modeldsl.model.age").Value, 0, 600);

        served.Dispose();
        seen.Clear();
        listener.RecordObservableInstruments();
        Assert.Empty(seen);

        double Sum(string instrument) => seen.Where(one => one.Instrument == instrument).Sum(one => one.Value);

        void See(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var all = tags.ToArray().ToDictionary(tag => tag.Key, tag => (string)tag.Value!);
            if (all["model"] == name) seen.Enqueue((instrument.Name, value, all.GetValueOrDefault("outcome", "")));
        }
    }
}
