using LanguageExt;
using ModelDsl.Metrics;

namespace ModelDsl.Training;

/// <summary>Loss and metrics over the samples seen so far. They are sums over samples, so a smaller batch has less weight.</summary>
internal sealed class EpochFigures(IReadOnlyList<Metric> metrics, ModelDescription model)
{
    private readonly MetricAccumulator[] accumulators =
        [.. metrics.Select(m => OptionFault.Of(m, nameof(Metric.Start), () => m.Start(model).ThrowIfFail()))];
    private readonly bool looksAtOutputs = metrics.Any(metric => metric is not OutputLoss);
    private double lossSum;
    private long samples;

    /// <summary>Mean loss of the samples; NaN before the first.</summary>
    public double Loss => lossSum / samples;

    /// <summary>The metrics over the samples.</summary>
    public Seq<MetricValue> Metrics => accumulators
        .Select((a, i) => new MetricValue(metrics[i].Name, OptionFault.Of(metrics[i], nameof(a.Result), () => a.Result)))
        .ToSeq().Strict();

    /// <summary>Removes all samples.</summary>
    public void Reset()
    {
        (lossSum, samples) = (0, 0);
        var at = 0;
        try
        {
            for (; at < accumulators.Length; at++) accumulators[at].Reset();
        }
        catch (Exception thrown)
        {
            throw new OptionFault(metrics[at], nameof(MetricAccumulator.Reset), thrown);
        }
    }

    /// <summary>
    /// Everything so far, for a checkpoint within an epoch: the sums of the loss, then each metric's state. It is null if a metric has no
    /// state to write.
    /// </summary>
    public IEnumerable<NamedTensor>? State
    {
        get
        {
            double[]?[] states = [.. accumulators.Select((a, i) => OptionFault.Of(metrics[i], nameof(a.State), () => a.State))];
            return Array.TrueForAll(states, state => state is not null)
                ? states.Select((state, i) => Row(MetricName(i), state!)).Prepend(Row(LossName, [lossSum, samples]))
                : null;
        }
    }

    /// <summary>Names of the tensors of a <see cref="State"/>.</summary>
    public IEnumerable<string> StateNames => accumulators.Select((_, i) => MetricName(i)).Prepend(LossName);

    /// <summary>Resumes from a <see cref="State"/>.</summary>
    public void Restore(Func<string, Tensor> state)
    {
        var loss = state(LossName).ToDoubles();
        if (loss.Length != 2) throw new ArgumentException($"{LossName} has {loss.Length} numbers, but must have 2.");
        (lossSum, samples) = (loss[0], (long)loss[1]);
        for (var i = 0; i < accumulators.Length; i++) accumulators[i].Restore(state(MetricName(i)).ToDoubles());
    }

    private const string LossName = "figures/loss";

    private string MetricName(int index) => $"figures/{index}/{metrics[index].Name}";

    private static NamedTensor Row(string name, double[] numbers) => new(name, Tensor.Create([numbers.Length], numbers, Engine.Reference));

    /// <summary>Allocates memory for all samples of an epoch.</summary>
    public EpochFigures For(int samples)
    {
        for (var i = 0; i < accumulators.Length; i++)
        {
            var accumulator = accumulators[i];
            OptionFault.Of(metrics[i], nameof(accumulator.Reserve), () =>
            {
                accumulator.Reserve(samples);
                return accumulator;
            });
        }
        return this;
    }

    /// <summary>Adds the batch that was run last.</summary>
    public void Add(BatchFeed batch, double loss)
    {
        lossSum += loss * batch.Rows;
        samples += batch.Rows;
        // Predictions may be on a device: they are read only if a metric needs them.
        var outputs = looksAtOutputs ? batch.ReadOutputs() : default;
        var at = 0;
        try
        {
            for (; at < accumulators.Length; at++)
            {
                if (accumulators[at] is OutputLoss.Accumulator ofOutput) ofOutput.Add(batch.OutputLoss(ofOutput.Output), batch.Rows);
                else accumulators[at].Add(outputs, batch.Labels);
            }
        }
        catch (Exception thrown) when (accumulators[at] is not OutputLoss.Accumulator)
        {
            throw new OptionFault(metrics[at], nameof(MetricAccumulator.Add), thrown);
        }
    }
}
