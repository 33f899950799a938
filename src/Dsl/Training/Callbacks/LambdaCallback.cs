using System.Text;
using ModelDsl.Printing;

namespace ModelDsl;

/// <summary>A callback made of functions, one for each hook that is wanted. Keras 3: <c>LambdaCallback</c>.</summary>
/// <remarks>
/// The functions must protect the data that they write to: folds of a cross-validation call them from several threads at once.
/// </remarks>
[JsonConverter(typeof(TextJson))]
public sealed record LambdaCallback : Callback
{
    private readonly Action<TrainingContext>? onTrainBegin;
    private readonly Action<TrainingContext>? onEpochBegin;
    private readonly Action<TrainingContext>? onBatchEnd;
    private readonly Action<TrainingContext, Epoch>? onEpochEnd;
    private readonly Action<TrainingContext, NonFiniteLoss>? onNonFinite;
    private readonly Action<TrainingContext>? onTrainEnd;

    /// <summary>A callback that calls the given functions.</summary>
    /// <param name="onTrainBegin">Called before the first epoch.</param>
    /// <param name="onEpochBegin">Called before the first step of an epoch.</param>
    /// <param name="onBatchEnd">Called after every step; do little.</param>
    /// <param name="onEpochEnd">Called after an epoch and its validation.</param>
    /// <param name="onNonFinite">Called when the numbers are no longer finite.</param>
    /// <param name="onTrainEnd">Called after the last epoch, however the run ends.</param>
    public LambdaCallback(
        Action<TrainingContext>? onTrainBegin = null, Action<TrainingContext>? onEpochBegin = null,
        Action<TrainingContext>? onBatchEnd = null,
        Action<TrainingContext, Epoch>? onEpochEnd = null, Action<TrainingContext, NonFiniteLoss>? onNonFinite = null,
        Action<TrainingContext>? onTrainEnd = null)
    {
        (this.onTrainBegin, this.onEpochBegin, this.onBatchEnd) = (onTrainBegin, onEpochBegin, onBatchEnd);
        (this.onEpochEnd, this.onNonFinite, this.onTrainEnd) = (onEpochEnd, onNonFinite, onTrainEnd);
    }

    /// <summary>Writes the names of the hooks that have functions.</summary>
    protected override bool PrintMembers(StringBuilder builder) => builder.Members(
        (nameof(onTrainBegin), onTrainBegin), (nameof(onEpochBegin), onEpochBegin), (nameof(onBatchEnd), onBatchEnd),
        (nameof(onEpochEnd), onEpochEnd), (nameof(onNonFinite), onNonFinite), (nameof(onTrainEnd), onTrainEnd));

    /// <inheritdoc/>
    public override void OnTrainBegin(TrainingContext context) => onTrainBegin?.Invoke(context);

    /// <inheritdoc/>
    public override void OnEpochBegin(TrainingContext context) => onEpochBegin?.Invoke(context);

    /// <inheritdoc/>
    public override void OnBatchEnd(TrainingContext context) => onBatchEnd?.Invoke(context);

    /// <inheritdoc/>
    public override void OnEpochEnd(TrainingContext context, Epoch epoch) => onEpochEnd?.Invoke(context, epoch);

    /// <inheritdoc/>
    public override void OnNonFinite(TrainingContext context, NonFiniteLoss error) => onNonFinite?.Invoke(context, error);

    /// <inheritdoc/>
    public override void OnTrainEnd(TrainingContext context) => onTrainEnd?.Invoke(context);
}
