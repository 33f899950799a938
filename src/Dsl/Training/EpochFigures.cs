using LanguageExt;
using ModelDsl.Engines;

namespace ModelDsl;

/// <summary>Loss and metrics over the samples seen so far: sums over samples, so that a smaller batch weighs less.</summary>
internal sealed class EpochFigures(IReadOnlyList<Metric> metrics, ModelDescription model)
{
    private readonly MetricAccumulator[] accumulators = [.. metrics.Select(m => m.Start(model).ThrowIfFail())];
    private double lossSum;
    private long samples;

    /// <summary>Mean loss of the samples; NaN before the first.</summary>
    public double Loss => lossSum / samples;

    /// <summary>The metrics over the samples.</summary>
    public Seq<MetricValue> Metrics => accumulators.Select((a, i) => new MetricValue(metrics[i].Name, a.Result)).ToSeq().Strict();

    /// <summary>Forgets all samples.</summary>
    public void Reset()
    {
        (lossSum, samples) = (0, 0);
        foreach (var accumulator in accumulators) accumulator.Reset();
    }

    /// <summary>Makes memory for all samples of an epoch.</summary>
    public EpochFigures For(int samples)
    {
        foreach (var accumulator in accumulators) accumulator.Reserve(samples);
        return this;
    }

    /// <summary>Adds the batch that was run last.</summary>
    public void Add(BatchFeed batch, double loss)
    {
        lossSum += loss * batch.Rows;
        samples += batch.Rows;
        if (accumulators.Length == 0) return;
        var outputs = batch.ReadOutputs();
        foreach (var accumulator in accumulators) accumulator.Add(outputs, batch.Labels);
    }
}
