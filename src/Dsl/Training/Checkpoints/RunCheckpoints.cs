using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Engines;

namespace ModelDsl.Training;

/// <summary>Writes and reads checkpoints of a run: between two epochs, and after a step of one.</summary>
internal sealed class RunCheckpoints<T>(
    FitOptions options, CallbackStates states, Callback[] callbacks, EpochFigures figures, StepRunner<T> steps, RunProgress progress,
    LastFinite<T> lastFinite, RunFaults<T> faults) where T : class, IModel<T>
{
    private const string EpochName = "figures/epoch";

    private HashMap<string, string> fingerprint;
    private CallbackStates.Others otherStates = CallbackStates.Others.None;

    private ITensorEngine Engine => steps.Engine;

    /// <summary>Takes the run's fingerprint. This is done before anything runs, because callbacks of users may change.</summary>
    public void Prepare(T model, Dataset train) => fingerprint = RunFingerprint.Of(model, train, options);

    /// <summary>Writes the state of the run.</summary>
    public Fin<Unit> Write(string path)
    {
        // Numbers spoilt by a step are found by the next step or at the epoch's end: the last good checkpoint stays.
        var (inEpoch, optimizer) = (progress.InEpoch, steps.Optimizer);
        if (inEpoch && (!lastFinite.IsFinite || figures.NonFinite is not null)) return Unit.Default;
        Seq<NamedTensor> within = default;
        if (inEpoch)
        {
            var last = Tensor.Create([2], [progress.LearningRate, progress.Spent.TotalSeconds], ModelDsl.Engine.Reference);
            within = figures.State!.Append(new NamedTensor(EpochName, last)).ToSeq().Strict();
        }
        NamedTensor[] tensors =
        [
            .. T.Description.Parameters.Zip(steps.Parameters.Read(), (p, tensor) => new NamedTensor(p.Name, tensor)),
            .. optimizer.NamedSlots.Select(s => new NamedTensor("optimizer/" + s.Name, new Tensor(Engine, s.Buffer))),
            .. callbacks.SelectMany((c, i) => StateIn(c).Map(t => t with { Name = states.PrefixOf(i) + t.Name })),
            .. otherStates.Tensors,
            new(Checkpoint.HistoryName, HistoryTable.Write(progress.History, options)),
            .. within,
        ];
        var position = new RunPosition(
            inEpoch ? progress.Epoch - 1 : progress.Epoch, inEpoch ? progress.Step
                : 0, optimizer.Step, progress.StopReason, optimizer.RateSet);
        var owners = otherStates.Owners.AddOrUpdateRange(states.Metadata);
        return new Checkpoint(position, fingerprint, owners, Prelude.toSeq(tensors)).Write(path);
    }

    /// <summary>Checks whether checkpoints after steps are possible; an error says why not.</summary>
    public Fin<Unit> CheckSteps() => figures.State is not null
        ? Unit.Default
        : Error.New(
            $"There can be no checkpoint after steps, because one of the metrics {string.Join(", ", options.Metrics.Select(m => m.Name))} " +
            "has no MetricAccumulator.State: override it, or take checkpoints after epochs.");

    /// <summary>Resumes from a checkpoint; before the first epoch.</summary>
    public Fin<Unit> GoOnFrom(string path)
    {
        (string, Shape)[] always =
        [
            .. T.Description.Parameters.Map(p => (p.Name, p.Shape)),
            .. steps.Optimizer.NamedSlots.Select(s => ("optimizer/" + s.Name, s.Buffer.Shape)),
            .. callbacks.SelectMany(
                (c, i) => c.OnlyLooksOn ? default : StateIn(c).Map(t => (states.PrefixOf(i) + t.Name, t.Tensor.Shape))),
            (Checkpoint.HistoryName, [0, HistoryTable.Columns(options)]),
        ];
        var within = figures.StateNames.Append(EpochName).ToSeq();
        return Checkpoint.Read(path, new Checkpoint.Expected(fingerprint, Prelude.toSeq(always), within, steps.Steps, options))
            .Bind(checkpoint => GoOnFrom(path, checkpoint));
    }

    private Fin<Unit> GoOnFrom(string path, Checkpoint checkpoint)
    {
        var position = checkpoint.Position;
        try
        {
            if (position.EpochStep > 0) figures.Restore(name => checkpoint[name]);
            (var own, otherStates) = states.Find(checkpoint);
            for (var i = 0; i < callbacks.Length; i++)
                if (!own[i].IsEmpty) RestoreIn(callbacks[i], own[i]);
        }
        catch (Exception fault) when (fault is ArgumentException or NotSupportedException or CheckpointRefused)
        {
            return Error.New($"The run can't continue from the checkpoint {path}: {fault.Message}");
        }
        lastFinite.Take(step: 0);
        steps.Parameters.Write(T.Description.Parameters.Map(p => checkpoint[p.Name]));
        foreach (var (name, buffer) in steps.Optimizer.NamedSlots) Engine.Write(checkpoint["optimizer/" + name].ToDoubles(), buffer);
        if (!lastFinite.IsFinite)
        {
            lastFinite.ReturnToSnapshot();
            return Error.New($"The run can't continue from the checkpoint {path}: it holds numbers that are not finite.");
        }
        (steps.Optimizer.Step, steps.Optimizer.RateSet) = (position.Step, position.LearningRate);
        progress.Continue(position, HistoryTable.Read(checkpoint[Checkpoint.HistoryName], options));
        // If a device fails before the next epoch ends, nothing of the checkpoint is lost.
        faults.KeepFromDevice();
        if (position.EpochStep > 0) GoOnWithin(position.EpochStep, checkpoint[EpochName].ToDoubles());
        return Unit.Default;
    }

    private void GoOnWithin(int step, double[] lastRateAndSeconds)
    {
        steps.Enter(progress.Epoch);
        progress.ContinueWithin(step, lastRateAndSeconds[0], TimeSpan.FromSeconds(lastRateAndSeconds[1]));
        lastFinite.Take(step);
    }

    private static Seq<NamedTensor> StateIn(Callback callback) =>
        OptionFault.Of(callback, nameof(Callback.State), () => callback.State.Strict());

    private static void RestoreIn(Callback callback, Seq<NamedTensor> state) => OptionFault.Of(callback, nameof(Callback.Restore), () =>
    {
        callback.Restore(state);
        return Unit.Default;
    });
}
