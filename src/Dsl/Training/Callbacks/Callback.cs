using System.Diagnostics.CodeAnalysis;
using System.Text;
using LanguageExt;
using ModelDsl.Printing;
using ModelDsl.Training;

namespace ModelDsl;

/// <summary>
/// Observes a training run, and may ask it to stop. A callback is a value: every run works on a copy of it (<see cref="ForRun"/>). The
/// fields that it changes therefore belong to one run, and options used twice give the same result twice.
/// </summary>
/// <remarks>
/// An exception that a callback throws ends the run with a <see cref="CallbackFailed{T}"/>, which carries the model so far. In
/// cross-validation the copies of several folds run on several threads. A copy is shallow: an object in a field, a list for instance, is
/// the same in all runs. Protect it, or copy it in <see cref="ForRun"/>.
/// </remarks>
[JsonConverter(typeof(TextJson))]
[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields | DynamicallyAccessedMemberTypes.NonPublicFields)]
public abstract record Callback
{
    /// <summary>Returns the copy that a run works on.</summary>
    public virtual Callback ForRun() => this with { };

    /// <summary>
    /// Returns the reasons why this callback can't work with a run's options, one sentence each. The run then does not start.
    /// </summary>
    public virtual IEnumerable<string> Faults(FitOptions options) => [];

    /// <summary>
    /// The data that the callback remembers between epochs, for the checkpoints of <see cref="BackupAndRestore"/>: names and tensors. Names
    /// and shapes are always the same, except for those that <see cref="Restore"/> can do without.
    /// </summary>
    [JsonIgnore]
    public virtual Seq<NamedTensor> State => default;

    /// <summary>Restores a <see cref="State"/>, after <see cref="OnTrainBegin"/>; the tensors are in double precision.</summary>
    public virtual void Restore(Seq<NamedTensor> state) { }

    /// <summary>
    /// Whether the callback changes nothing of a run: it never sets the learning rate, stops the run or restores parameters. A run resumes
    /// from a checkpoint whether such a callback was there before or not. For other callbacks, type and options must be the same. A
    /// callback that has a <see cref="State"/> in the checkpoint, but other options in this run, is refused.
    /// </summary>
    public virtual bool OnlyLooksOn => false;

    /// <summary>
    /// The callback with the options that decide what its <see cref="State"/> means, and the usual values for all other options. In a
    /// resumed run the other options may change. If one of the deciding options changes, it is another callback.
    /// </summary>
    internal virtual Callback ForState => this;

    /// <summary>Whether its behavior depends on its <see cref="State"/>, so that it must not resume without it.</summary>
    internal virtual bool NeedsState => true;

    /// <summary>
    /// The files that it writes; null if they are not known. A place that can't be written, and one that an earlier callback also writes,
    /// are then faults before the run starts.
    /// </summary>
    [JsonIgnore]
    public virtual OutputPlace? Writes => null;

    /// <summary>Whether it sets the learning rate of epochs. The rate is then among the figures of a run.</summary>
    internal virtual bool SetsLearningRate => false;

    /// <summary>Returns the fault of an optimizer whose learning rate is a schedule, because a callback can't set it; or none.</summary>
    private protected IEnumerable<string> UnlessConstantRate(FitOptions options)
    {
        if (options.Optimizer.LearningRate is { IsConstant: false })
        {
            yield return $"{GetType().Name} sets the learning rate, but that of {options.Optimizer.GetType().Name} is the schedule " +
                $"{options.Optimizer.LearningRate.GetType().Name}: give it a number";
        }
    }

    /// <summary>Returns the faults of how often a callback acts: after epochs, or instead after steps.</summary>
    private protected IEnumerable<string> UnlessFrequency(int everyEpochs, int? everySteps)
    {
        var name = GetType().Name;
        if (everyEpochs < 1) yield return FormattableString.Invariant($"{name}'s everyEpochs is {everyEpochs}, but must be at least 1");
        if (everySteps < 1) yield return FormattableString.Invariant($"{name}'s everySteps is {everySteps}, but must be at least 1");
        if (everyEpochs > 1 && everySteps is not null) yield return $"{name} has everyEpochs and everySteps: give one of them";
    }

    /// <summary>
    /// Returns the faults of a callback's output: a place that can't be written, or one that an earlier callback also writes.
    /// </summary>
    internal IEnumerable<string> PlaceFaults(FitOptions options)
    {
        if (Writes is not { } place || string.IsNullOrWhiteSpace(place.Path)) yield break;
        if (place.Fault(options) is { } fault) yield return $"{GetType().Name} can't write {place.Path}: {fault.TrimEnd('.')}";
        var others = options.Callbacks.TakeWhile(c => !ReferenceEquals(c, this))
            .Concat(options.Callbacks.Where(c => ReferenceEquals(c, this)).Skip(1));
        foreach (var other in others)
        {
            if (other?.Writes is not { } taken || string.IsNullOrWhiteSpace(taken.Path) || !place.Clashes(taken, options)) continue;
            yield return other.GetType() == GetType() && taken.Path == place.Path
                ? $"{GetType().Name} writes {place.Path} twice: give each a path of its own"
                : $"{GetType().Name} writes {place.Path} where {other.GetType().Name} writes {taken.Path}: give each a path of its own";
        }
    }

    /// <summary>Returns the callback with its options: the same text in every culture.</summary>
    public sealed override string ToString() => ValueText.Of(this, PrintMembers);

    /// <summary>Writes nothing: derived callbacks write their options.</summary>
    protected virtual bool PrintMembers(StringBuilder builder) => false;

    /// <summary>Called before the first epoch.</summary>
    public virtual void OnTrainBegin(TrainingContext context) { }

    /// <summary>Called before the first step of an epoch.</summary>
    public virtual void OnEpochBegin(TrainingContext context) { }

    /// <summary>Called after every step. It is called often: do little, and allocate nothing.</summary>
    public virtual void OnBatchEnd(TrainingContext context) { }

    /// <summary>Called after an epoch and its validation.</summary>
    public virtual void OnEpochEnd(TrainingContext context, Epoch epoch) { }

    /// <summary>
    /// Called when the numbers are no longer finite and the model is back at its last finite parameters. The run then fails with the error,
    /// unless a callback asks it here to stop.
    /// </summary>
    public virtual void OnNonFinite(TrainingContext context, NonFiniteLoss error) { }

    /// <summary>Called after the last epoch, however the run ends.</summary>
    public virtual void OnTrainEnd(TrainingContext context) { }
}
