using System.Globalization;
using LanguageExt;
using ModelDsl.Data;
using ModelDsl.Engines;
using ModelDsl.Engines.Cpu;

namespace ModelDsl.Training;

/// <summary>One training run: a loop over batches, epoch by epoch. Everything that it needs is allocated before the first step.</summary>
internal sealed class FitRun<T> : IDisposable where T : class, IModel<T>
{
    private readonly T model;
    private readonly Dataset train;
    private readonly FitOptions options;
    private readonly RunCallbacks callbacks;
    private readonly EpochFigures figures;
    private readonly StepRunner<T> steps;
    private readonly Evaluator<T>? validation;
    private readonly RunProgress progress = new();
    private readonly LastFinite<T> lastFinite;
    private readonly RunFaults<T> faults;
    private readonly RunView<T> view;
    private readonly RunCheckpoints<T> checkpoints;
    private readonly Action<Callback, string, Exception> failed;

    /// <summary>Prepares a run. Options, data and model must have been checked.</summary>
    public FitRun(T model, Dataset train, FitOptions options, string name, StreamPages? pages = null)
    {
        (this.model, this.train, this.options) = (model, train, options);
        callbacks = new RunCallbacks(options);
        var states = new CallbackStates(KeepsCheckpoints ? callbacks.Given : []);
        figures = new EpochFigures(options.Metrics, T.Description) { EndsWithNonFinite = true }.For(train.Count);
        var room = new DeviceRoom(options.DeviceDataBytes);
        steps = new StepRunner<T>(model, train, options, room, pages);
        validation = options.Validation is { } held ? new Evaluator<T>(steps.Parameters, held, options.Metrics, room: room) : null;
        lastFinite = new LastFinite<T>(steps);
        faults = new RunFaults<T>(model, steps, progress);
        checkpoints = new RunCheckpoints<T>(options, states, callbacks.Copies, figures, steps, progress, lastFinite, faults);
        view = new RunView<T>(name, options, steps, progress, figures, faults, checkpoints);
        failed = faults.Add;
    }

    private bool KeepsCheckpoints => options.Callbacks.Any(c => c is BackupAndRestore);

    private bool GoesOn => faults.First is null && progress.StopReason.IsNone && !options.Cancellation.IsCancellationRequested;

    /// <summary>Executes the run.</summary>
    public Fin<Fitted<T>> Run()
    {
        using var team = ThreadTeam.Enter(options.Threads);
        using var threads = (steps.Engine as IDeviceEngine)?.UseThreads(options.Threads);
        faults.Guard(RunEpochs);
        progress.InEpoch = false;
        if (faults.First is null) faults.Guard(steps.Optimizer.Finish);
        progress.HasEnded = true;
        faults.Guard(() => Notify(nameof(Callback.OnTrainEnd), static (callback, context) => callback.OnTrainEnd(context)));
        if (faults.First is null) faults.Guard(faults.Keep);
        if (faults.First is { } failure) return failure;
        var cancelled = progress.StopReason.IsNone && progress.History.Count < options.Epochs;
        return new Fitted<T>(faults.Kept, progress.History, cancelled, progress.StopReason);
    }

    /// <summary>Ends the threads that read data. Callbacks can read nothing afterwards.</summary>
    public void Dispose()
    {
        view.Close();
        steps.Dispose();
        validation?.Dispose();
    }

    private void RunEpochs()
    {
        if (KeepsCheckpoints && view.Name.Length == 0) checkpoints.Prepare(model, train);
        Notify(nameof(Callback.OnTrainBegin), static (callback, context) => callback.OnTrainBegin(context));
        // An epoch that a checkpoint interrupted is also ended if only its end was left to do.
        while ((progress.IsWithinEpoch && progress.Epoch <= options.Epochs) || (GoesOn && progress.Epoch < options.Epochs)) RunEpoch();
    }

    private void RunEpoch()
    {
        if (progress.EnterEpoch()) BeginEpoch();
        // If the steps of an epoch spoil the numbers, they are repeated. The data that they depend on must not change until the epoch's
        // end.
        progress.InEpoch = true;
        var isWhole = RunSteps();
        progress.InEpoch = false;
        if (!isWhole) return;
        var evaluation = validation?.Run(options.Cancellation);
        if (validation is not null && evaluation is null) return;
        faults.KeepFromDevice();
        progress.History = progress.History.Add(new Epoch(
            progress.Epoch, figures.Loss, figures.Metrics, Prelude.Optional(evaluation), progress.Spent, progress.LearningRate));
        Notify(nameof(Callback.OnEpochEnd), static (callback, context) => callback.OnEpochEnd(context, context.History[^1]));
    }

    private void BeginEpoch()
    {
        figures.Reset();
        lastFinite.Take(step: 0);
        steps.Enter(progress.Epoch - 1);
        Notify(nameof(Callback.OnEpochBegin), static (callback, context) => callback.OnEpochBegin(context));
    }

    /// <summary>Makes an epoch's steps. Returns whether its figures are to be reported.</summary>
    private bool RunSteps()
    {
        while (GoesOn && progress.Step < steps.Steps)
            if (!RunStep()) return false;
        if (faults.First is not null || progress.Step == 0) return false;
        if (figures.NonFinite is { } late)
        {
            ReturnTo(late.Step);
            DivergeAt(late.Loss);
            return false;
        }
        if (!lastFinite.IsFinite)
        {
            var (at, loss) = lastFinite.Return(progress.Step);
            Diverge($"The update of epoch {progress.Epoch}, step {at} of {steps.Steps}, was too large a number", at, loss);
            return false;
        }
        // The figures of an epoch that was cancelled half-way are not reported: they can't be compared with the others.
        return progress.Step == steps.Steps || progress.StopReason.IsSome;
    }

    /// <summary>Makes a step. Returns whether its loss was finite, as far as it is known.</summary>
    private bool RunStep()
    {
        if (!figures.Add(steps.RunGradient(progress.Step), progress.Step))
        {
            DivergeAt(figures.NonFinite!.Value.Loss);
            return false;
        }
        progress.LearningRate = steps.Apply();
        progress.Step++;
        Notify(nameof(Callback.OnBatchEnd), static (callback, context) => callback.OnBatchEnd(context));
        return true;
    }

    /// <summary>
    /// Goes back to a step of this epoch whose loss a device told only later: all numbers become what they were when it had been computed.
    /// </summary>
    private void ReturnTo(int step)
    {
        progress.LearningRate = lastFinite.ReturnBefore(step) ?? progress.LearningRate;
        progress.Step = step;
        steps.RunGradient(step);
    }

    /// <summary>Ends the run with the step whose loss was computed last.</summary>
    private void DivergeAt(double loss)
    {
        var text = double.IsNaN(loss) ? "not a number (NaN)" : "infinite";
        var at = progress.Step + 1;
        if (!lastFinite.IsFinite) lastFinite.Return(at);
        Diverge($"The loss became {text} in epoch {progress.Epoch}, step {at} of {steps.Steps}", at, loss);
    }

    /// <summary>Ends the run as a failure, unless a callback is notified and asks for a stop instead.</summary>
    private void Diverge(string what, int at, double loss)
    {
        var error = new NonFiniteLoss<T>(
            string.Create(CultureInfo.InvariantCulture,
                $"{what}; the learning rate was {steps.LearningRate}. Try a smaller learning rate, and small " +
                $"samples: pixels with Scale(1 / 255f), other data with Standardize. The error carries the last finite model " +
                $"(NonFiniteLoss<T>.Model)."),
            what, progress.Epoch, at, loss, progress.History, steps.ReadModel());
        progress.StopReason = Option<string>.None;
        Notify(nameof(Callback.OnNonFinite), (callback, context) => callback.OnNonFinite(context, error));
        if (progress.StopReason.IsNone) faults.Add(error);
    }

    private void Notify(string name, Action<Callback, TrainingContext> hook)
    {
        var context = new TrainingContext(view, progress.Epoch, progress.Step, figures.AreLate ? null : figures.Loss);
        callbacks.Notify(name, context, hook, failed);
    }
}
