using System.Globalization;
using LanguageExt;
using ModelDsl.Training;

namespace ModelDsl;

/// <summary>
/// Multiplies the learning rate by a factor when a figure has stopped improving. Keras 3: <c>ReduceLROnPlateau</c>, with the same options
/// and meaning. The optimizer's learning rate must be a number, not a schedule.
/// </summary>
[JsonConverter(typeof(TextJson))]
public sealed record ReduceLearningRateOnPlateau : Callback
{
    private double best;
    private int wait;
    private int rest;

    /// <summary>Reduces on a plateau with Keras's defaults.</summary>
    /// <param name="monitor">The figure, by Keras's names: <c>val_loss</c>, <c>loss</c>, <c>val_accuracy</c> …</param>
    /// <param name="factor">The factor of the learning rate; above 0 and below 1.</param>
    /// <param name="patience">
    /// Number of epochs without improvement after which the rate is reduced; at least 0. 0 means the same as 1.
    /// </param>
    /// <param name="mode">Whether lower or higher figures are better.</param>
    /// <param name="minDelta">The smallest change that counts as an improvement; its sign does not matter.</param>
    /// <param name="cooldown">
    /// Number of epochs after a reduction until patience counts again; at least 0. As in Keras, patience already counts in the last of
    /// them, so 1 means the same as 0.
    /// </param>
    /// <param name="minLearningRate">The lower limit of the rate; finite and not negative.</param>
    public ReduceLearningRateOnPlateau(
        string monitor = "val_loss", double factor = 0.1, int patience = 10, MonitorMode mode = MonitorMode.Auto, double minDelta = 1e-4,
        int cooldown = 0, double minLearningRate = 0)
    {
        (Monitor, Factor, Patience, Mode) = (monitor, factor, patience, mode);
        (MinDelta, Cooldown, MinLearningRate) = (minDelta, cooldown, minLearningRate);
    }

    /// <summary>The figure, by Keras's names.</summary>
    public string Monitor { get; init; }

    /// <summary>The factor of the learning rate.</summary>
    public double Factor { get; init; }

    /// <summary>Number of epochs without improvement after which the rate is reduced.</summary>
    public int Patience { get; init; }

    /// <summary>Whether lower or higher figures are better.</summary>
    public MonitorMode Mode { get; init; }

    /// <summary>The smallest change that counts as an improvement.</summary>
    public double MinDelta { get; init; }

    /// <summary>Number of epochs after a reduction until patience counts again; it already counts in the last of them.</summary>
    public int Cooldown { get; init; }

    /// <summary>The lower limit of the rate.</summary>
    public double MinLearningRate { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<string> Faults(FitOptions options)
    {
        if (!(Factor > 0 && Factor < 1))
            yield return $"ReduceLearningRateOnPlateau's factor is {Text(Factor)}, but must be above 0 and below 1, 0.1 for instance";
        if (Patience < 0) yield return $"ReduceLearningRateOnPlateau's patience is {Text(Patience)}, but must not be negative";
        if (Cooldown < 0) yield return $"ReduceLearningRateOnPlateau's cooldown is {Text(Cooldown)}, but must not be negative";
        if (!(MinLearningRate >= 0 && double.IsFinite(MinLearningRate)))
        {
            yield return $"ReduceLearningRateOnPlateau's minLearningRate is {Text(MinLearningRate)}, but must be a finite number that is not " +
                "negative";
        }
        foreach (var fault in Monitored.Faults(options)) yield return fault;
        foreach (var fault in UnlessConstantRate(options)) yield return fault;
    }

    /// <inheritdoc/>
    public override void OnTrainBegin(TrainingContext context) => (best, wait, rest) = (Monitored.Worst(context.Options), 0, 0);

    /// <inheritdoc/>
    public override void OnEpochEnd(TrainingContext context, Epoch epoch)
    {
        if (epoch.Find(Monitor).Case is not double current) return;
        if (rest > 0) (rest, wait) = (rest - 1, 0);
        if (Monitored.IsBetter(current, best, context.Options)) (best, wait) = (current, 0);
        else if (rest == 0 && ++wait >= Patience && context.LearningRate > MinLearningRate)
        {
            context.SetLearningRate(Math.Max(context.LearningRate * Factor, MinLearningRate));
            (rest, wait) = (Cooldown, 0);
        }
    }

    /// <inheritdoc/>
    public override Seq<NamedTensor> State =>
        Prelude.Seq1(new NamedTensor("best, wait, rest", Tensor.Create([3], [best, wait, rest], Engine.Reference)));

    /// <inheritdoc/>
    public override void Restore(Seq<NamedTensor> state)
    {
        var numbers = state[0].Tensor.ToDoubles();
        (best, wait, rest) = (numbers[0], (int)numbers[1], (int)numbers[2]);
    }

    internal override bool SetsLearningRate => true;

    private Monitored Monitored => new(nameof(ReduceLearningRateOnPlateau), Monitor, Mode, MinDelta);

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
