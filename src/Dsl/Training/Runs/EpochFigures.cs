using LanguageExt;
using ModelDsl.Metrics;

namespace ModelDsl.Training;

/// <summary>
/// Loss and metrics over the samples seen so far. They are sums over samples, so a smaller batch has less weight. An asynchronous device
/// keeps the results of batches until somebody asks for a figure.
/// </summary>
internal sealed class EpochFigures(IReadOnlyList<Metric> metrics, ModelDescription model)
{
    private readonly MetricAccumulator[] accumulators =
        [.. metrics.Select(m => OptionFault.Of(m, nameof(Metric.Start), () => m.Start(model).ThrowIfFail()))];
    private readonly bool looksAtOutputs = metrics.Any(metric => metric is not OutputLoss);
    private readonly double[] outputLosses = new double[metrics.Count(metric => metric is OutputLoss)];
    private ResultsOnDevice? onDevice;
    private bool isPlaced;
    private int mostSamples;
    private double lossSum;
    private long samples;
    private (int Step, double Loss)? nonFinite;
    private Action<BatchResults>? add;

    /// <summary>Whether results are still on a device, so that asking for a figure makes the host wait.</summary>
    public bool AreLate => onDevice is not null;

    /// <summary>Whether a loss that is not finite ends the figures: the results of later batches are left out.</summary>
    public bool EndsWithNonFinite { get; init; }

    /// <summary>The step, from 0, with the first loss that was not finite, and this loss; null if there is none so far.</summary>
    public (int Step, double Loss)? NonFinite
    {
        get
        {
            Settle();
            return nonFinite;
        }
    }

    /// <summary>Mean loss of the samples; NaN before the first.</summary>
    public double Loss
    {
        get
        {
            Settle();
            return lossSum / samples;
        }
    }

    /// <summary>The metrics over the samples.</summary>
    public Seq<MetricValue> Metrics
    {
        get
        {
            Settle();
            return accumulators
                .Select((a, i) => new MetricValue(metrics[i].Name, OptionFault.Of(metrics[i], nameof(a.Result), () => a.Result)))
                .ToSeq().Strict();
        }
    }

    /// <summary>Removes all samples.</summary>
    public void Reset()
    {
        (lossSum, samples, nonFinite) = (0, 0, null);
        onDevice?.Clear();
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
            Settle();
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
        mostSamples = samples;
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
    /// <param name="batch">The batch.</param>
    /// <param name="step">Index of its step in the epoch, from 0.</param>
    /// <returns>False if its loss is known, is not finite, and ends the figures.</returns>
    public bool Add(BatchFeed batch, int step)
    {
        if (!isPlaced) (onDevice, isPlaced) = (ResultsOnDevice.For(batch, mostSamples, looksAtOutputs, outputLosses.Length), true);
        if (onDevice is not null)
        {
            if (onDevice.TryKeep(batch, step)) return true;
            Settle();
            if (onDevice.TryKeep(batch, step)) return true;
        }
        for (var output = 0; output < outputLosses.Length; output++) outputLosses[output] = batch.OutputLoss(output);
        Add(new BatchResults(
            step, batch.Rows, batch.Loss, outputLosses, looksAtOutputs ? batch.ReadOutputs() : default,
            looksAtOutputs ? batch.Labels : default, looksAtOutputs ? batch.ReadCounted() : default));
        return nonFinite is null;
    }

    /// <summary>Adds what a device keeps.</summary>
    private void Settle() => onDevice?.Take(add ??= Add);

    private void Add(BatchResults results)
    {
        if (nonFinite is not null) return;
        if (EndsWithNonFinite && !double.IsFinite(results.Loss))
        {
            nonFinite = (results.Step, results.Loss);
            return;
        }
        lossSum += results.Loss * results.Rows;
        samples += results.Rows;
        var at = 0;
        try
        {
            for (; at < accumulators.Length; at++)
            {
                if (accumulators[at] is OutputLoss.Accumulator ofOutput) ofOutput.Add(results.OutputLosses[ofOutput.Output], results.Rows);
                else accumulators[at].Add(results.Outputs, results.Labels, results.Counted);
            }
        }
        catch (Exception thrown) when (accumulators[at] is not OutputLoss.Accumulator)
        {
            throw new OptionFault(metrics[at], nameof(MetricAccumulator.Add), thrown);
        }
    }
}
