namespace ModelDsl.Training;

/// <summary>
/// The way back to the last finite model. A run is deterministic. When numbers are no longer finite, the epoch is repeated from the
/// snapshot at its start, and every update is checked. As long as all numbers are finite, it costs only a copy and a check in each epoch.
/// </summary>
internal sealed class LastFinite<T>(StepRunner<T> steps) where T : class, IModel<T>
{
    private readonly Snapshot begin = new(steps.Parameters, steps.Optimizer);
    private int firstStep;

    /// <summary>Whether all current numbers are finite.</summary>
    public bool IsFinite => begin.IsFinite();

    /// <summary>Takes the snapshot of an epoch.</summary>
    /// <param name="step">The number of its steps already made: 0, unless the run resumes within the epoch.</param>
    public void Take(int step)
    {
        begin.Take();
        firstStep = step;
    }

    /// <summary>Returns to the snapshot.</summary>
    public void ReturnToSnapshot() => begin.Return();

    /// <summary>Repeats the epoch's steps before this one.</summary>
    /// <returns>The learning rate of the last one; null if there is none.</returns>
    public double? ReturnBefore(int step)
    {
        begin.Return();
        double? rate = null;
        for (var at = firstStep; at < step; at++)
        {
            steps.RunGradient(at);
            rate = steps.Apply();
        }
        return rate;
    }

    /// <summary>Repeats the epoch's steps until one spoils the parameters, and leaves the parameters as they were before it.</summary>
    /// <param name="made">Number of steps made. If no earlier step spoilt the parameters, the last one did.</param>
    /// <returns>The step that spoilt the parameters, from 1, and its loss.</returns>
    public (int Step, double Loss) Return(int made)
    {
        begin.Return();
        var before = new Snapshot(steps.Parameters, steps.Optimizer);
        for (var at = firstStep; ; at++)
        {
            before.Take();
            var loss = steps.RunGradient(at).Loss;
            steps.Apply();
            if (before.IsFinite() && at + 1 < made) continue;
            before.Return();
            return (at + 1, loss);
        }
    }
}
