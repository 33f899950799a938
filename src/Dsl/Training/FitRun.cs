using System.Diagnostics;
using System.Globalization;
using LanguageExt;
using LanguageExt.Common;
using ModelDsl.CompilerServices;
using ModelDsl.Data;
using ModelDsl.Engines;
using ModelDsl.Engines.Cpu;
using ModelDsl.Metrics;
using ModelDsl.Tensors;

namespace ModelDsl.Training;

/// <summary>
/// One training run: a fold over batches. Everything that it needs is laid out before the first step; a step gathers samples, runs the
/// gradient program and lets the optimizer change the parameters in place, and allocates nothing.
/// </summary>
/// <remarks>
/// When numbers stop being finite, the last finite model is found by repeating: a run is deterministic, so the epoch is made again from
/// the snapshot at its begin, looking at every update. That costs nothing while all goes well.
/// </remarks>
internal sealed partial class FitRun<T> : TrainingRun, IDisposable where T : class, IModel<T>
{
    private readonly T model;
    private readonly Dataset train;
    private readonly ITensorEngine engine;
    private readonly ModelDescription description;
    private readonly ParameterArena parameters;
    private readonly ParameterArena gradient;
    private readonly OptimizerState optimizer;
    private readonly Batches batches;
    private readonly Evaluator<T>? validation;
    private readonly EpochFigures figures;
    private readonly Snapshot begin;
    private readonly int[] order;
    private readonly Callback[] callbacks;
    private readonly CallbackStates states;
    private readonly Seq<ClassLegend> classes;
    private HashMap<string, string> fingerprint;
    private CallbackStates.Others otherStates = CallbackStates.Others.None;
    private T finished;
    private Seq<Epoch> history;
    private Option<string> stopReason;
    private int epoch;
    private int step;
    private double learningRate;
    private Error? failure;
    private bool inEpoch;
    private bool isResumed;
    private int firstStep;
    private long epochBegan;
    private TimeSpan spentBefore;
    private bool ended;
    private volatile bool isOver;

    /// <summary>Lays a run out. Options, data and model were checked.</summary>
    public FitRun(T model, Dataset train, FitOptions options, string name)
    {
        (this.model, this.train, finished, Options, Name, engine) = (model, train, model, options, name, options.EngineInPrecision!);
        // A checkpoint holds what the other callbacks made of an epoch: it comes last.
        Callback[] given = [.. options.Callbacks.OrderBy(c => c is BackupAndRestore)];
        callbacks = [.. given.Select(CopyOf)];
        states = new CallbackStates(KeepsCheckpoints ? given : []);
        figures = new EpochFigures(options.Metrics, T.Description).For(train.Count);
        var room = new DeviceRoom(options.DeviceDataBytes);
        description = options.TrainedBy(T.Description);
        parameters = new ParameterArena(engine, description);
        parameters.Write(model.Parameters);
        gradient = new ParameterArena(engine, description);
        optimizer = new OptimizerState(options.Optimizer, parameters);
        batches = new Batches(
            train, options.BatchSize, Compile, RowWeights.For(T.Description, train.HasWeights, options.ClassWeights), room);
        validation = options.Validation is { } held ? new Evaluator<T>(parameters, held, options.Metrics, room: room) : null;
        begin = new Snapshot(parameters, optimizer);
        order = [.. Enumerable.Range(0, train.Count)];
        classes = TrainedClasses.After(model, train);
    }

    public override string Name { get; }

    public override ModelDescription Description => description;

    public override FitOptions Options { get; }

    public override int Steps => batches.Steps;

    public override Seq<Epoch> History => history;

    private bool KeepsCheckpoints => Options.Callbacks.Any(c => c is BackupAndRestore);

    private bool GoesOn => failure is null && stopReason.IsNone && !Options.Cancellation.IsCancellationRequested;

    /// <summary>Makes the run.</summary>
    public Fin<Fitted<T>> Run()
    {
        using var team = ThreadTeam.Enter(Options.Threads);
        using var threads = (engine as IDeviceEngine)?.UseThreads(Options.Threads);
        // An epoch that a checkpoint broke into is ended also where nothing was left of it but its end.
        Guard(() =>
        {
            // Before anything runs, as callbacks of users may change.
            if (KeepsCheckpoints && Name.Length == 0) fingerprint = RunFingerprint.Of(model, train, Options);
            Notify(nameof(Callback.OnTrainBegin), static (callback, context) => callback.OnTrainBegin(context));
            while ((isResumed && epoch <= Options.Epochs) || (GoesOn && epoch < Options.Epochs)) RunEpoch();
        });
        inEpoch = false;
        if (failure is null) Guard(optimizer.Finish);
        ended = true;
        Guard(() => Notify(nameof(Callback.OnTrainEnd), static (callback, context) => callback.OnTrainEnd(context)));
        if (failure is null) Guard(() => finished = ReadTyped());
        if (failure is not null) return failure;
        var cancelled = stopReason.IsNone && history.Count < Options.Epochs;
        return new Fitted<T>(finished, history, cancelled, stopReason);
    }

    /// <summary>Does a part of the run; files that can't be read and a device that fails make the run a failure, which loses nothing.</summary>
    private void Guard(Action work)
    {
        try
        {
            work();
        }
        catch (UnreadableSamples fault)
        {
            failure ??= new DataFailed<T>(fault.Message, epoch, history, ReadTyped());
        }
        catch (OptionFault fault)
        {
            failure ??= fault.Error(epoch, history, ReadTyped());
        }
        catch (Exception fault) when (engine.FaultOf(fault) is { } what)
        {
            failure ??= new DeviceFailed<T>(what, epoch, history, finished);
        }
    }

    /// <summary>Makes a step of the optimizer; what it throws, if no device does, is its own fault.</summary>
    private double Apply()
    {
        try
        {
            return optimizer.Apply(gradient);
        }
        catch (Exception thrown) when (engine.FaultOf(thrown) is null)
        {
            throw OptionFault.Of(Options.Optimizer, optimizer.Step, nameof(Optimizer.Update), thrown);
        }
    }

    private static Callback CopyOf(Callback callback) => OptionFault.Of(
        callback, nameof(Callback.ForRun), () => callback.ForRun() ?? throw new InvalidOperationException("It gave null instead of a callback."));

    /// <summary>Ends the threads that read data. Callbacks read nothing any more.</summary>
    public void Dispose()
    {
        isOver = true;
        batches.Dispose();
        validation?.Dispose();
    }

    public override double LearningRate
    {
        get
        {
            try
            {
                return optimizer.LearningRate;
            }
            catch (Exception thrown)
            {
                throw OptionFault.Of(Options.Optimizer, optimizer.Step, nameof(Optimizer.Update), thrown);
            }
        }
    }

    public override void SetLearningRate(double rate)
    {
        ThrowIfOver();
        if (!Options.Optimizer.LearningRate.IsConstant)
            throw new InvalidOperationException("The optimizer's learning rate is a schedule, which can't be set: give it a number.");
        if (inEpoch) throw new InvalidOperationException("The learning rate can be set only between epochs, not after a step.");
        if (!(rate >= 0 && double.IsFinite(rate)))
            throw new ArgumentOutOfRangeException(nameof(rate), FormattableString.Invariant($"A learning rate must be a finite number that is not negative, but {rate} is none."));
        optimizer.RateSet = rate;
    }

    public override Seq<MetricValue> ReadMetrics() => figures.Metrics;

    public override Seq<Tensor> ReadParameters()
    {
        ThrowIfOver();
        return ReadTensors();
    }

    public override object ReadModel() => model.WithParameters(ReadParameters()).ThrowIfFail();

    public override void Stop(string reason)
    {
        if (stopReason.IsNone) stopReason = reason;
    }

    public override void Restore(Seq<Tensor> restored)
    {
        ThrowIfOver();
        if (!ended) throw new InvalidOperationException("Parameters can be restored only at the end of a run, in OnTrainEnd.");
        var faults = ParameterChecks.Faults(T.Description, restored).ToArray();
        if (faults.Length > 0)
            throw new ArgumentException($"These parameters can't be restored: {string.Join("; ", faults)}.", nameof(restored));
        parameters.Write(restored);
    }

    private void ThrowIfOver()
    {
        if (isOver) throw new ObjectDisposedException(null, "This run has ended: a callback reads and changes it while it is called, not later.");
    }

    public override bool EndsWell => failure is null && !Options.Cancellation.IsCancellationRequested;

    /// <summary>Lays the program of a batch's steps out.</summary>
    private ModelProgram Compile(int rows)
    {
        var program = T.Compile(ProgramKind.Gradient, engine, rows, parameters, gradient);
        optimizer.AloneReads(gradient, program);
        return program;
    }

    private void ShuffleOrder(int epochsBefore)
    {
        if (Options.Shuffle) Philox.Shuffle(order, new RandomKey((uint)Options.Seed, (ulong)epochsBefore), RandomStreams.Shuffle);
    }

    private T ReadTyped() => model.WithParameters(ReadTensors()).ThrowIfFail();

    private Seq<Tensor> ReadTensors() => TrainedClasses.Remember(description.Name, parameters.Read(), classes);

    private void RunEpoch()
    {
        epochBegan = Stopwatch.GetTimestamp();
        if (isResumed) isResumed = false;
        else BeginEpoch();
        // The steps of an epoch are made again where they spoil the numbers: what they depend on stays as it is until the epoch's end.
        inEpoch = true;
        var isWhole = RunSteps();
        inEpoch = false;
        if (!isWhole) return;
        var evaluation = validation?.Run(Options.Cancellation);
        if (validation is not null && evaluation is null) return;
        // What is on a device may be lost with it.
        if (engine is IDeviceEngine) finished = ReadTyped();
        history = history.Add(new Epoch(
            epoch, figures.Loss, figures.Metrics, Prelude.Optional(evaluation), Spent, learningRate));
        Notify(nameof(Callback.OnEpochEnd), static (callback, context) => callback.OnEpochEnd(context, context.History[^1]));
    }

    private TimeSpan Spent => spentBefore + Stopwatch.GetElapsedTime(epochBegan);

    private void BeginEpoch()
    {
        (epoch, step, firstStep, spentBefore) = (epoch + 1, 0, 0, TimeSpan.Zero);
        figures.Reset();
        begin.Take();
        ShuffleOrder(epoch - 1);
        Notify(nameof(Callback.OnEpochBegin), static (callback, context) => callback.OnEpochBegin(context));
    }

    /// <summary>Makes an epoch's steps; whether its figures are to be told.</summary>
    private bool RunSteps()
    {
        while (GoesOn && step < Steps)
            if (!RunStep()) return false;
        if (failure is not null || step == 0) return false;
        if (!begin.IsFinite())
        {
            var spoilt = ReturnToLastFinite(step);
            Diverge($"The update of epoch {epoch}, step {spoilt.Step} of {Steps}, was too large a number", spoilt.Step, spoilt.Loss);
            return false;
        }
        // Of an epoch that was cancelled half-way no figures are told: they would not compare with the others.
        return step == Steps || stopReason.IsSome;
    }

    /// <summary>Makes a step; whether its numbers were finite.</summary>
    private bool RunStep()
    {
        var (batch, loss) = RunGradient(step);
        if (!double.IsFinite(loss))
        {
            var text = double.IsNaN(loss) ? "not a number (NaN)" : "infinite";
            var at = step + 1;
            if (!begin.IsFinite()) ReturnToLastFinite(at);
            Diverge($"The loss became {text} in epoch {epoch}, step {at} of {Steps}", at, loss);
            return false;
        }
        figures.Add(batch, loss);
        learningRate = Apply();
        step++;
        Notify(nameof(Callback.OnBatchEnd), static (callback, context) => callback.OnBatchEnd(context));
        return true;
    }

    private (BatchFeed Batch, double Loss) RunGradient(int at)
    {
        var batch = batches.Load(at, order);
        batch.Program.Run(new RandomKey((uint)Options.Seed, (ulong)optimizer.Step));
        return (batch, batch.Loss);
    }

    /// <summary>
    /// Makes the epoch's steps anew, from its begin or where the run went on in it, until one spoils the parameters, and leaves them as they
    /// were before it.
    /// </summary>
    /// <param name="steps">How many steps were made: the last one spoilt them, if none before it.</param>
    /// <returns>That step, from 1, and its loss.</returns>
    private (int Step, double Loss) ReturnToLastFinite(int steps)
    {
        begin.Return();
        var before = new Snapshot(parameters, optimizer);
        for (var at = firstStep; ; at++)
        {
            before.Take();
            var (_, loss) = RunGradient(at);
            Apply();
            if (before.IsFinite() && at + 1 < steps) continue;
            before.Return();
            return (at + 1, loss);
        }
    }

    /// <summary>Ends the run as a failure, unless a callback hears of it and asks for a stop instead.</summary>
    private void Diverge(string what, int at, double loss)
    {
        var error = new NonFiniteLoss<T>(
            string.Create(CultureInfo.InvariantCulture,
                $"{what}; the learning rate was {LearningRate}. Try a smaller learning rate, and small " +
                $"samples: pixels with Scale(1 / 255f), other data with Standardize. The error carries the last finite model " +
                $"(NonFiniteLoss<T>.Model)."),
            what, epoch, at, loss, history, ReadTyped());
        stopReason = Option<string>.None;
        Notify(nameof(Callback.OnNonFinite), (callback, context) => callback.OnNonFinite(context, error));
        if (stopReason.IsNone) failure ??= error;
    }

    private void Notify(string name, Action<Callback, TrainingContext> hook)
    {
        if (callbacks.Length == 0) return;
        var context = new TrainingContext(this, epoch, step, figures.Loss);
        foreach (var callback in callbacks)
        {
            try
            {
                hook(callback, context);
            }
            catch (Exception thrown)
            {
                // A callback may be the first to read from a device that failed.
                failure ??= engine.FaultOf(thrown) is { } what
                    ? new DeviceFailed<T>(what, epoch, history, finished)
                    : (thrown as OptionFault ?? new OptionFault(callback, name, thrown)).Error(epoch, history, ReadTyped());
            }
        }
    }
}
