using LanguageExt;
using ModelDsl.IO;
using ModelDsl.Training;

namespace ModelDsl;

/// <summary>
/// Keeps a checkpoint of the run, and goes on from it when the file exists at its begin: a run that was killed, made again, ends with the
/// same bits as one that never was. Keras 3: <c>BackupAndRestore</c>, with <c>save_freq="epoch"</c> or a number of steps.
/// </summary>
/// <remarks>
/// The checkpoint is taken after all other callbacks have seen the epoch or step, holds their <see cref="Callback.State"/>, and is replaced whole or
/// not at all. One of another model, of other data or options, or that is damaged, ends the run with an error that says what differs. A run that
/// fails or is cancelled leaves it in its place. Its folder must be there.
/// </remarks>
[JsonConverter(typeof(TextJson))]
public sealed record BackupAndRestore : Callback
{
    /// <summary>A checkpoint after every epoch, deleted at the end, as Keras has it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="everyEpochs">After how many epochs it is written; 1 and more.</param>
    /// <param name="deleteCheckpoint">Whether it is deleted when the run ends well.</param>
    /// <param name="everySteps">
    /// After how many steps it is written instead, counted through all epochs; 1 and more. A run then goes on in the middle of an epoch, with
    /// the figures of its steps so far.
    /// </param>
    public BackupAndRestore(string path, int everyEpochs = 1, bool deleteCheckpoint = true, int? everySteps = null) =>
        (Path, EveryEpochs, DeleteCheckpoint, EverySteps) = (path, everyEpochs, deleteCheckpoint, everySteps);

    /// <summary>The file.</summary>
    public string Path { get; init; }

    /// <summary>After how many epochs it is written.</summary>
    public int EveryEpochs { get; init; }

    /// <summary>Whether it is deleted when the run ends well.</summary>
    public bool DeleteCheckpoint { get; init; }

    /// <summary>After how many steps it is written instead.</summary>
    public int? EverySteps { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<string> Faults(FitOptions options)
    {
        if (string.IsNullOrWhiteSpace(Path)) yield return "BackupAndRestore's path is empty, but must name a file";
        foreach (var fault in UnlessFrequency(EveryEpochs, EverySteps)) yield return fault;
        foreach (var fault in UnlessPlace(options)) yield return fault;
        if (ReferenceEquals(options.Callbacks.OfType<BackupAndRestore>().Skip(1).FirstOrDefault(), this))
            yield return "BackupAndRestore is there twice, but a run has one checkpoint";
    }

    /// <inheritdoc/>
    public override bool OnlyLooksOn => true;

    /// <summary>A folder that is missing is told, and not made: it may be a slip that hides the checkpoint of the run before.</summary>
    internal override OutputPlace? Writes => new OutputPlace.File(Path, MakesFolders: false);

    /// <inheritdoc/>
    public override void OnTrainBegin(TrainingContext context)
    {
        if (context.RunName.Length > 0)
            throw new InvalidOperationException("BackupAndRestore serves a single run, not the folds of a cross-validation.");
        if (EverySteps is not null) context.CheckStepCheckpoints().ThrowIfFail();
        if (File.Exists(FilePlace.Real(Path))) context.GoOnFrom(Path).ThrowIfFail();
    }

    /// <inheritdoc/>
    public override void OnBatchEnd(TrainingContext context)
    {
        if (EverySteps is { } steps && context.TotalSteps % steps == 0) context.WriteCheckpoint(Path).ThrowIfFail();
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(TrainingContext context, Epoch epoch)
    {
        if (EverySteps is null && epoch.Number % EveryEpochs == 0) context.WriteCheckpoint(Path).ThrowIfFail();
    }

    /// <inheritdoc/>
    public override void OnTrainEnd(TrainingContext context)
    {
        if (DeleteCheckpoint && context.EndsWell) File.Delete(FilePlace.Real(Path));
    }
}
