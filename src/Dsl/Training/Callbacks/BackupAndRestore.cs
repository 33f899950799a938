using LanguageExt;
using ModelDsl.IO;
using ModelDsl.Training;

namespace ModelDsl;

/// <summary>
/// Keeps a checkpoint of the run, and resumes from it if the file exists at the start. A run that was killed and is started again ends with
/// the same bits as a run that was never killed. Keras 3: <c>BackupAndRestore</c>, with <c>save_freq="epoch"</c> or a number of steps.
/// </summary>
/// <remarks>
/// The checkpoint is taken after all other callbacks have seen the epoch or step. It holds their <see cref="Callback.State"/>, and is
/// replaced whole or not at all. A checkpoint that is damaged, or of another model, other data or other options, ends the run with an error
/// that says what differs. A run that fails or is cancelled leaves the checkpoint in place. The folder must exist.
/// </remarks>
[JsonConverter(typeof(TextJson))]
public sealed record BackupAndRestore : Callback
{
    /// <summary>Writes a checkpoint after every epoch and deletes it at the end, as Keras does.</summary>
    /// <param name="path">The file.</param>
    /// <param name="everyEpochs">Number of epochs between two checkpoints; at least 1.</param>
    /// <param name="deleteCheckpoint">Whether it is deleted when the run ends well.</param>
    /// <param name="everySteps">
    /// Number of steps between two checkpoints, counted through all epochs; at least 1. It is used instead of epochs. A run then resumes in
    /// the middle of an epoch, with the figures of its steps so far.
    /// </param>
    public BackupAndRestore(string path, int everyEpochs = 1, bool deleteCheckpoint = true, int? everySteps = null) =>
        (Path, EveryEpochs, DeleteCheckpoint, EverySteps) = (path, everyEpochs, deleteCheckpoint, everySteps);

    /// <summary>The file.</summary>
    public string Path { get; init; }

    /// <summary>Number of epochs between two checkpoints.</summary>
    public int EveryEpochs { get; init; }

    /// <summary>Whether it is deleted when the run ends well.</summary>
    public bool DeleteCheckpoint { get; init; }

    /// <summary>Number of steps between two checkpoints, used instead of epochs.</summary>
    public int? EverySteps { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<string> Faults(FitOptions options)
    {
        if (string.IsNullOrWhiteSpace(Path)) yield return "BackupAndRestore's path is empty, but must name a file";
        foreach (var fault in UnlessFrequency(EveryEpochs, EverySteps)) yield return fault;
        if (ReferenceEquals(options.Callbacks.OfType<BackupAndRestore>().Skip(1).FirstOrDefault(), this))
            yield return "BackupAndRestore is there twice, but a run has one checkpoint";
    }

    /// <inheritdoc/>
    public override bool OnlyLooksOn => true;

    /// <inheritdoc/>
    // A missing folder is an error and is not made: it may be a typing mistake that hides the checkpoint of the run before.
    public override OutputPlace? Writes => new OutputPlace.File(Path, makesFolders: false);

    /// <inheritdoc/>
    public override void OnTrainBegin(TrainingContext context)
    {
        if (context.RunName.Length > 0)
            throw new InvalidOperationException("BackupAndRestore works for a single run, not the folds of a cross-validation.");
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
