namespace ModelDsl.Examples;

/// <summary>Calls back after every pass over the data, in every fold of a cross-validation.</summary>
/// <param name="Counted">The callback, called from several threads.</param>
internal sealed record PassCounter(Action Counted) : Callback
{
    public override void OnEpochEnd(TrainingContext context, Epoch epoch) => Counted();
}
