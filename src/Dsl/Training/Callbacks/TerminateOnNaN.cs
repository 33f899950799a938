namespace ModelDsl;

/// <summary>
/// Ends the run successfully when its numbers are no longer finite. The run returns the last finite model and says why in
/// <see cref="Fitted{T}.StopReason"/>; without this callback it fails with <see cref="NonFiniteLoss{T}"/>. The epoch in which it happened
/// is not in the history. Keras 3: <c>TerminateOnNaN</c>, which returns the spoilt model.
/// </summary>
[JsonConverter(typeof(TextJson))]
public sealed record TerminateOnNaN : Callback
{
    /// <summary>True: it acts only where a run would fail without it.</summary>
    public override bool OnlyLooksOn => true;

    /// <inheritdoc/>
    public override void OnNonFinite(TrainingContext context, NonFiniteLoss error) => context.Stop(error.What + ".");
}
