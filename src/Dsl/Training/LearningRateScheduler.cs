using System.Text;

namespace ModelDsl;

/// <summary>
/// Sets the learning rate of every epoch by a function. Keras 3: <c>LearningRateScheduler</c>. The optimizer's own learning rate must be a
/// number, not a schedule.
/// </summary>
/// <param name="Schedule">
/// From the epoch, <b>counted from 0</b> as in Keras, and the rate so far to the rate of that epoch; finite, 0 and more. A function of these
/// two alone, so that a run that goes on from a checkpoint has the same bits.
/// </param>
[JsonConverter(typeof(TextJson))]
public sealed record LearningRateScheduler(Func<int, double, double> Schedule) : Callback
{
    /// <inheritdoc/>
    public override IEnumerable<string> Faults(FitOptions options)
    {
        if (Schedule is null) yield return "LearningRateScheduler's schedule is null, but must be a function";
        foreach (var fault in UnlessConstantRate(options)) yield return fault;
    }

    /// <inheritdoc/>
    public override void OnEpochBegin(TrainingContext context) =>
        context.SetLearningRate(Schedule(context.Epoch - 1, context.LearningRate));

    /// <inheritdoc/>
    protected override bool PrintMembers(StringBuilder builder) => builder.Members((nameof(Schedule), Schedule));

    internal override bool SetsLearningRate => true;
}
