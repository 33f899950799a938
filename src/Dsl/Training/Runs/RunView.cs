using LanguageExt;
using ModelDsl.CompilerServices;

namespace ModelDsl.Training;

/// <summary>The view of a run that callbacks have, and the changes that they may make.</summary>
internal sealed class RunView<T>(
    string name, FitOptions options, StepRunner<T> steps, RunProgress progress, EpochFigures figures, RunFaults<T> faults,
    RunCheckpoints<T> checkpoints) : TrainingRun where T : class, IModel<T>
{
    private volatile bool isOver;

    public override string Name => name;

    public override ModelDescription Description => steps.Parameters.Model;

    public override FitOptions Options => options;

    public override int Steps => steps.Steps;

    public override Seq<Epoch> History => progress.History;

    public override double LearningRate => steps.LearningRate;

    public override bool EndsWell => faults.First is null && !options.Cancellation.IsCancellationRequested;

    /// <summary>Marks the run's memory as released: afterwards nothing can be read or changed.</summary>
    public void Close() => isOver = true;

    public override void SetLearningRate(double rate)
    {
        ThrowIfOver();
        if (!options.Optimizer.LearningRate.IsConstant)
            throw new InvalidOperationException("The optimizer's learning rate is a schedule, which can't be set: give it a number.");
        if (progress.InEpoch) throw new InvalidOperationException("The learning rate can be set only between epochs, not after a step.");
        if (!(rate >= 0 && double.IsFinite(rate)))
        {
            var text = FormattableString.Invariant($"A learning rate must be a finite number that is not negative, but this is {rate}.");
            throw new ArgumentOutOfRangeException(nameof(rate), text);
        }
        steps.Optimizer.RateSet = rate;
    }

    public override double ReadLoss() => figures.Loss;

    public override Seq<MetricValue> ReadMetrics() => figures.Metrics;

    public override Seq<Tensor> ReadParameters()
    {
        ThrowIfOver();
        return steps.ReadParameters();
    }

    public override object ReadModel()
    {
        ThrowIfOver();
        return steps.ReadModel();
    }

    public override void Stop(string reason)
    {
        if (progress.StopReason.IsNone) progress.StopReason = reason;
    }

    public override void Restore(Seq<Tensor> restored)
    {
        ThrowIfOver();
        if (!progress.HasEnded) throw new InvalidOperationException("Parameters can be restored only at the end of a run, in OnTrainEnd.");
        var wrong = string.Join("; ", ParameterChecks.Faults(T.Description, restored));
        if (wrong.Length > 0) throw new ArgumentException($"These parameters can't be restored: {wrong}.", nameof(restored));
        steps.Parameters.Write(restored);
    }

    public override Fin<Unit> WriteCheckpoint(string path) => checkpoints.Write(path);

    public override Fin<Unit> CheckStepCheckpoints() => checkpoints.CheckSteps();

    public override Fin<Unit> GoOnFrom(string path) => checkpoints.GoOnFrom(path);

    private void ThrowIfOver()
    {
        if (isOver)
            throw new ObjectDisposedException(null, "This run has ended: a callback reads and changes it while it is called, not later.");
    }
}
