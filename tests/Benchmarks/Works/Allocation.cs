namespace Benchmarks;

/// <summary>
/// ALLOCATION: the managed memory that all threads allocate in training, after an epoch of warm-up. It is read between steps, because the
/// figure for a whole fit varies by a few kilobytes with the garbage collections that happen.
/// </summary>
public static class Allocation
{
    private const int Steps = 100;
    private const int Early = 10;
    private const int Late = 90;

    /// <summary>Two contests for each of W1 to W4.</summary>
    public static IEnumerable<Contest> Open(Dataset fashion)
    {
        foreach (var work in Training.Fashion)
        {
            var train = work.Scaled(fashion | Take(Steps * work.BatchSize));
            yield return new Contest($"{work.Name}, a step", [new(Side.ModelDsl, () => Measure(work, train).Step)])
            {
                Unit = Unit.Bytes,
                Goals = [Goal.AtMost(0, Unit.Bytes)],
            };
            yield return new Contest($"{work.Name}, an epoch, but for its steps", [new(Side.ModelDsl, () => Measure(work, train).Epoch)])
            {
                Unit = Unit.Bytes,
            };
        }
    }

    private static (Sample Step, Sample Epoch) Measure(Training work, Dataset train)
    {
        var probe = new Probe([]);
        work.Fit(train, work.Options with { Epochs = 3, Callbacks = [probe] });
        var (early, late, next) = (probe.Readings[(2, Early)], probe.Readings[(2, Late)], probe.Readings[(3, Early)]);
        var step = (late - early) / (double)(Late - Early);
        return (new Sample(step), new Sample(next - late - (step * (Steps - Late + Early))));
    }

    /// <summary>Reads the bytes that all threads have allocated so far, after some of the steps; several runs share the readings.</summary>
    private sealed record Probe(Dictionary<(int Epoch, int Step), long> Readings) : Callback
    {
        public override void OnBatchEnd(TrainingContext context)
        {
            if (context.Step is Early or Late) Readings[(context.Epoch, context.Step)] = GC.GetTotalAllocatedBytes(precise: true);
        }
    }
}
