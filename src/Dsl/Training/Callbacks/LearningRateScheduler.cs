using System.Globalization;
using System.Text;
using LanguageExt;
using ModelDsl.Printing;
using ModelDsl.Training;

namespace ModelDsl;

/// <summary>
/// Sets the learning rate of every epoch by a function. Keras 3: <c>LearningRateScheduler</c>. The optimizer's own learning rate must be a
/// number, not a schedule.
/// </summary>
/// <param name="Schedule">
/// A function of the epoch, <b>counted from 0</b> as in Keras, and of the rate so far. It returns the rate of that epoch: finite and not
/// negative. It must depend only on these two, so that a run resumed from a checkpoint has the same bits.
/// </param>
/// <remarks>
/// Two functions can't be compared, so a checkpoint holds the rates that the function was given and returned. A run resumes only if its
/// function returns the same rates for the epochs already made.
/// </remarks>
[JsonConverter(typeof(TextJson))]
public sealed record LearningRateScheduler(Func<int, double, double> Schedule) : Callback
{
    private Seq<(double Given, double Made)> rates;

    /// <inheritdoc/>
    public override IEnumerable<string> Faults(FitOptions options)
    {
        if (Schedule is null) yield return "LearningRateScheduler's schedule is null, but must be a function";
        foreach (var fault in UnlessConstantRate(options)) yield return fault;
    }

    /// <inheritdoc/>
    public override void OnTrainBegin(TrainingContext context) => rates = default;

    /// <inheritdoc/>
    public override void OnEpochBegin(TrainingContext context)
    {
        var given = context.LearningRate;
        var made = Schedule(context.Epoch - 1, given);
        context.SetLearningRate(made);
        rates = rates.Add((given, made));
    }

    /// <inheritdoc/>
    public override Seq<NamedTensor> State => rates.IsEmpty ? default : Prelude.Seq1(new NamedTensor(
        "rates", Tensor.Create([rates.Count, 2], rates.SelectMany(r => (double[])[r.Given, r.Made]).ToArray(), Engine.Reference)));

    /// <inheritdoc/>
    public override void Restore(Seq<NamedTensor> state)
    {
        rates = state[0].Tensor.ToDoubles().Chunk(2).Select(r => (r[0], r[1])).ToSeq().Strict();
        for (var epoch = 0; epoch < rates.Count; epoch++)
        {
            var (given, before) = rates[epoch];
            if (Schedule(epoch, given) is var made && made != before)
                throw new CheckpointRefused(string.Create(CultureInfo.InvariantCulture,
                    $"its LearningRateScheduler made {before} of {given} in epoch {epoch}, counted from 0, but this run's makes {made}."));
        }
    }

    /// <inheritdoc/>
    protected override bool PrintMembers(StringBuilder builder) => builder.Members((nameof(Schedule), Schedule));

    internal override bool SetsLearningRate => true;
}
