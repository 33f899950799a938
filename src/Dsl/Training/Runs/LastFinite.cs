namespace ModelDsl.Training;

/// <summary>
/// The way back to the last finite model. A run is deterministic: when numbers stop being finite, the epoch is made again from the snapshot
/// at its begin, looking at every update. That costs nothing while all goes well.
/// </summary>
internal sealed class LastFinite<T>(StepRunner<T> steps) where T : class, IModel<T>
{
    private readonly Snapshot begin = new(steps.Parameters, steps.Optimizer);
    private int firstStep;

    /// <summary>Whether all numbers that there are now are finite.</summary>
    public bool IsFinite => begin.IsFinite();

    /// <summary>Takes the snapshot of an epoch.</summary>
    /// <param name="step">After how many of its steps: 0, unless the run goes on within it.</param>
    public void Take(int step)
    {
        begin.Take();
        firstStep = step;
    }

    /// <summary>Returns to the snapshot.</summary>
    public void ReturnToSnapshot() => begin.Return();

    /// <summary>Makes the epoch's steps again until one spoils the parameters, and leaves them as they were before it.</summary>
    /// <param name="made">How many steps were made: the last one spoilt them, if none before it.</param>
    /// <returns>That step, from 1, and its loss.</returns>
    public (int Step, double Loss) Return(int made)
    {
        begin.Return();
        var before = new Snapshot(steps.Parameters, steps.Optimizer);
        for (var at = firstStep; ; at++)
        {
            before.Take();
            var (_, loss) = steps.RunGradient(at);
            steps.Apply();
            if (before.IsFinite() && at + 1 < made) continue;
            before.Return();
            return (at + 1, loss);
        }
    }
}
