using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Engines;

namespace ModelDsl.Training;

/// <summary>Checkpoints of a run: between two epochs, and after a step of one.</summary>
internal sealed partial class FitRun<T>
{
    private const string EpochName = "figures/epoch";

    public override Fin<Unit> WriteCheckpoint(string path)
    {
        // Numbers that a step has spoilt are found out by the next one, or at the epoch's end: the last good checkpoint stays.
        if (inEpoch && !begin.IsFinite()) return Unit.Default;
        Seq<NamedTensor> within = default;
        if (inEpoch)
        {
            var last = new NamedTensor(EpochName, Tensor.Create([2], [learningRate, Spent.TotalSeconds], Engine.Reference));
            within = figures.State!.Append(last).ToSeq().Strict();
        }
        var tensors = T.Description.Parameters.Zip(parameters.Read(), (p, tensor) => new NamedTensor(p.Name, tensor))
            .Concat(optimizer.NamedSlots.Select(s => new NamedTensor("optimizer/" + s.Name, new Tensor(engine, s.Buffer))))
            .Concat(callbacks.SelectMany((c, i) => StateIn(c).Map(t => t with { Name = states.PrefixOf(i) + t.Name }))
            .Concat(otherStates.Tensors))
            .Append(new NamedTensor(Checkpoint.HistoryName, HistoryTable.Write(history, Options)))
            .Concat(within);
        return new Checkpoint(
            new RunPosition(inEpoch ? epoch - 1 : epoch, inEpoch ? step : 0, optimizer.Step, stopReason, optimizer.RateSet),
            fingerprint, otherStates.Owners.AddOrUpdateRange(states.Metadata), tensors.ToSeq().Strict()).Write(path);
    }

    public override Fin<Unit> CheckStepCheckpoints() => figures.State is not null
        ? Unit.Default
        : Error.New(
            $"There can be no checkpoint after steps, because one of the metrics {string.Join(", ", Options.Metrics.Select(m => m.Name))} has no " +
            "MetricAccumulator.State: override it, or take checkpoints after epochs.");

    public override Fin<Unit> GoOnFrom(string path)
    {
        var slots = optimizer.NamedSlots.Select(s => ("optimizer/" + s.Name, s.Buffer.Shape));
        var ofCallbacks = callbacks.SelectMany(
            (c, i) => c.OnlyLooksOn ? default : StateIn(c).Map(t => (states.PrefixOf(i) + t.Name, t.Tensor.Shape)));
        var always = T.Description.Parameters.Map(p => (p.Name, p.Shape)).Concat(slots).Concat(ofCallbacks)
            .Append((Checkpoint.HistoryName, [0, HistoryTable.Columns(Options)]));
        var within = figures.StateNames.Append(EpochName).ToSeq();
        return Checkpoint.Read(path, new Checkpoint.Expected(fingerprint, always.ToSeq().Strict(), within, Steps, Options))
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
            return Error.New($"The checkpoint {path} can't be gone on from: {fault.Message}");
        }
        begin.Take();
        parameters.Write(T.Description.Parameters.Map(p => checkpoint[p.Name]));
        foreach (var (name, buffer) in optimizer.NamedSlots) engine.Write(checkpoint["optimizer/" + name].ToDoubles(), buffer);
        if (!begin.IsFinite())
        {
            begin.Return();
            return Error.New($"The checkpoint {path} can't be gone on from: it holds numbers that are not finite.");
        }
        (optimizer.Step, optimizer.RateSet) = (position.Step, position.LearningRate);
        history = HistoryTable.Read(checkpoint[Checkpoint.HistoryName], Options);
        stopReason = position.StopReason;
        epoch = position.Epoch;
        // A device that fails before the next epoch ends takes nothing of what the checkpoint brought.
        if (engine is IDeviceEngine) finished = ReadTyped();
        if (position.EpochStep > 0) GoOnWithin(position.EpochStep, checkpoint[EpochName].ToDoubles());
        return Unit.Default;
    }

    /// <summary>Goes on after a step of the epoch that is next: its begin was heard by the run that was broken off.</summary>
    private void GoOnWithin(int epochStep, double[] lastRateAndSeconds)
    {
        ShuffleOrder(epoch++);
        (step, firstStep, isResumed) = (epochStep, epochStep, true);
        (learningRate, spentBefore) = (lastRateAndSeconds[0], TimeSpan.FromSeconds(lastRateAndSeconds[1]));
        begin.Take();
    }

    private static Seq<NamedTensor> StateIn(Callback callback) => OptionFault.Of(callback, nameof(Callback.State), () => callback.State.Strict());

    private static void RestoreIn(Callback callback, Seq<NamedTensor> state) => OptionFault.Of(callback, nameof(Callback.Restore), () =>
    {
        callback.Restore(state);
        return Unit.Default;
    });
}
