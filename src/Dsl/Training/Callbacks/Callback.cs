using System.Diagnostics.CodeAnalysis;
using System.Text;
using LanguageExt;
using ModelDsl.Printing;
using ModelDsl.Training;

namespace ModelDsl;

/// <summary>
/// Looks on at a training run, and may ask it to stop. A callback is a value: every run works on a copy of it (<see cref="ForRun"/>), so
/// that fields which it changes belong to one run, and options used twice give the same result twice.
/// </summary>
/// <remarks>
/// An exception that a callback throws ends the run with a <see cref="CallbackFailed{T}"/>, which carries the model so far. In
/// cross-validation the copies of several folds run on several threads.
/// </remarks>
[JsonConverter(typeof(TextJson))]
[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicFields | DynamicallyAccessedMemberTypes.NonPublicFields)]
public abstract record Callback
{
    /// <summary>The copy that a run works on.</summary>
    public virtual Callback ForRun() => this with { };

    /// <summary>What in a run's options keeps this callback from working, a sentence each; the run then does not start.</summary>
    public virtual IEnumerable<string> Faults(FitOptions options) => [];

    /// <summary>
    /// What it remembers between epochs, for the checkpoints of <see cref="BackupAndRestore"/>: names and tensors, always the same names and
    /// shapes but for those that <see cref="Restore"/> can do without.
    /// </summary>
    [JsonIgnore]
    public virtual Seq<NamedTensor> State => default;

    /// <summary>Takes a <see cref="State"/> back, after <see cref="OnTrainBegin"/>; tensors are in double precision.</summary>
    public virtual void Restore(Seq<NamedTensor> state) { }

    /// <summary>
    /// Whether it changes nothing of a run: it never sets the learning rate, stops the run or restores parameters. A run goes on from a checkpoint
    /// whether such a callback was there before or not; of others, type and options must be the same. One that has a <see cref="State"/>
    /// there, and other options here, is refused.
    /// </summary>
    public virtual bool OnlyLooksOn => false;

    /// <summary>
    /// The callback with the options that decide what its <see cref="State"/> means, and the others as they usually are. In a run that goes
    /// on, these may change; with other ones of those it is another callback.
    /// </summary>
    internal virtual Callback ForState => this;

    /// <summary>Whether what it does depends on its <see cref="State"/>, so that it must not go on without.</summary>
    internal virtual bool NeedsState => true;

    /// <summary>What it writes; none where it is not known.</summary>
    internal virtual OutputPlace? Writes => null;

    /// <summary>Whether it sets the learning rate of epochs, which is then among the figures of a run.</summary>
    internal virtual bool SetsLearningRate => false;

    /// <summary>The fault of an optimizer whose learning rate is a schedule, so that a callback can't set it; or none.</summary>
    private protected IEnumerable<string> UnlessConstantRate(FitOptions options)
    {
        if (options.Optimizer.LearningRate is { IsConstant: false })
        {
            yield return $"{GetType().Name} sets the learning rate, but that of {options.Optimizer.GetType().Name} is the schedule " +
                $"{options.Optimizer.LearningRate.GetType().Name}: give it a number";
        }
    }

    /// <summary>The faults of how often a callback acts: after epochs, or else after steps.</summary>
    private protected IEnumerable<string> UnlessFrequency(int everyEpochs, int? everySteps)
    {
        var name = GetType().Name;
        if (everyEpochs < 1) yield return FormattableString.Invariant($"{name}'s everyEpochs is {everyEpochs}, but must be at least 1");
        if (everySteps < 1) yield return FormattableString.Invariant($"{name}'s everySteps is {everySteps}, but must be at least 1");
        if (everyEpochs > 1 && everySteps is not null) yield return $"{name} has everyEpochs and everySteps: give one of them";
    }

    /// <summary>The faults of where a callback writes: a place that can't be written, or that a callback before it writes, too.</summary>
    private protected IEnumerable<string> UnlessPlace(FitOptions options)
    {
        if (Writes is not { } place || string.IsNullOrWhiteSpace(place.Path)) yield break;
        if (place.Fault(options) is { } fault) yield return $"{GetType().Name} can't write {place.Path}: {fault.TrimEnd('.')}";
        var others = options.Callbacks.TakeWhile(c => !ReferenceEquals(c, this)).Concat(options.Callbacks.Where(c => ReferenceEquals(c, this)).Skip(1));
        foreach (var other in others)
        {
            if (other?.Writes is not { } taken || string.IsNullOrWhiteSpace(taken.Path) || !place.Clashes(taken, options)) continue;
            yield return other.GetType() == GetType() && taken.Path == place.Path
                ? $"{GetType().Name} writes {place.Path} twice: give each a path of its own"
                : $"{GetType().Name} writes {place.Path} where {other.GetType().Name} writes {taken.Path}: give each a path of its own";
        }
    }

    /// <summary>The callback with its options: the same text in every culture.</summary>
    public sealed override string ToString() => ValueText.Of(this, PrintMembers);

    /// <summary>Writes nothing: derived callbacks write their options.</summary>
    protected virtual bool PrintMembers(StringBuilder builder) => false;

    /// <summary>Before the first epoch.</summary>
    public virtual void OnTrainBegin(TrainingContext context) { }

    /// <summary>Before the first step of an epoch.</summary>
    public virtual void OnEpochBegin(TrainingContext context) { }

    /// <summary>After every step. It is called often: do little, and allocate nothing.</summary>
    public virtual void OnBatchEnd(TrainingContext context) { }

    /// <summary>After an epoch and its validation.</summary>
    public virtual void OnEpochEnd(TrainingContext context, Epoch epoch) { }

    /// <summary>
    /// When the numbers are no longer finite, and the model is back at its last finite parameters. The run then fails with the error, unless
    /// a callback asks it here to stop.
    /// </summary>
    public virtual void OnNonFinite(TrainingContext context, NonFiniteLoss error) { }

    /// <summary>After the last epoch, however the run ends.</summary>
    public virtual void OnTrainEnd(TrainingContext context) { }
}
