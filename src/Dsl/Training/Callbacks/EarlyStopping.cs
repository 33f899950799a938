using LanguageExt;
using ModelDsl.Training;

namespace ModelDsl;

/// <summary>
/// Ends the training when a figure has stopped improving. Keras 3: <c>EarlyStopping</c>, with the same options and meaning.
/// </summary>
[JsonConverter(typeof(TextJson))]
public sealed record EarlyStopping : Callback
{
    private double best;
    private int wait;
    private int bestEpoch;
    private Seq<Tensor> bestParameters;

    /// <summary>Early stopping with Keras's defaults.</summary>
    /// <param name="monitor">The figure, by Keras's names: <c>val_loss</c>, <c>loss</c>, <c>val_accuracy</c> …</param>
    /// <param name="minDelta">The smallest change that counts as an improvement; its sign does not matter.</param>
    /// <param name="patience">Number of epochs without improvement after which the run ends; at least 0. 0 means the same as 1.</param>
    /// <param name="mode">Whether lower or higher figures are better.</param>
    /// <param name="baseline">A figure that must be beaten for patience to start again.</param>
    /// <param name="restoreBestWeights">Whether the run returns the model of the best epoch instead of the last one.</param>
    /// <param name="startFromEpoch">Number of epochs to wait before monitoring starts; at least 0.</param>
    public EarlyStopping(
        string monitor = "val_loss", double minDelta = 0, int patience = 0, MonitorMode mode = MonitorMode.Auto, double? baseline = null,
        bool restoreBestWeights = false, int startFromEpoch = 0)
    {
        (Monitor, MinDelta, Patience, Mode) = (monitor, minDelta, patience, mode);
        (Baseline, RestoreBestWeights, StartFromEpoch) = (baseline, restoreBestWeights, startFromEpoch);
    }

    /// <summary>The figure, by Keras's names.</summary>
    public string Monitor { get; init; }

    /// <summary>The smallest change that counts as an improvement.</summary>
    public double MinDelta { get; init; }

    /// <summary>Number of epochs without improvement after which the run ends.</summary>
    public int Patience { get; init; }

    /// <summary>Whether lower or higher figures are better.</summary>
    public MonitorMode Mode { get; init; }

    /// <summary>A figure that must be beaten for patience to start again.</summary>
    public double? Baseline { get; init; }

    /// <summary>Whether the run returns the model of the best epoch.</summary>
    public bool RestoreBestWeights { get; init; }

    /// <summary>Number of epochs to wait before monitoring starts.</summary>
    public int StartFromEpoch { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<string> Faults(FitOptions options)
    {
        if (Patience < 0) yield return $"EarlyStopping's patience is {Patience}, but must not be negative";
        if (StartFromEpoch < 0) yield return $"EarlyStopping's startFromEpoch is {StartFromEpoch}, but must not be negative";
        if (Baseline is { } baseline && double.IsNaN(baseline)) yield return "EarlyStopping's baseline is NaN, which no figure can beat";
        foreach (var fault in Monitored.Faults(options)) yield return fault;
    }

    /// <inheritdoc/>
    public override void OnTrainBegin(TrainingContext context)
    {
        best = Monitored.Worst(context.Options);
        (wait, bestEpoch, bestParameters) = (0, 0, default);
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(TrainingContext context, Epoch epoch)
    {
        if (epoch.Number <= StartFromEpoch || epoch.Find(Monitor).Case is not double current) return;
        if (RestoreBestWeights && bestEpoch == 0) Keep(context, epoch);
        wait++;
        if (Monitored.IsBetter(current, best, context.Options))
        {
            best = current;
            Keep(context, epoch);
            // Patience starts again only when the baseline is beaten too.
            if (Baseline is not { } baseline || Monitored.IsBetter(current, baseline, context.Options)) wait = 0;
        }
        else if (wait >= Patience && epoch.Number > 1)
        {
            var since = bestEpoch == 0 ? "has not improved" : $"has not improved since epoch {bestEpoch}";
            context.Stop($"{Monitor} {since}.");
        }
    }

    /// <inheritdoc/>
    public override void OnTrainEnd(TrainingContext context)
    {
        if (RestoreBestWeights && bestEpoch > 0) context.Restore(bestParameters);
    }

    /// <inheritdoc/>
    public override Seq<NamedTensor> State
    {
        get
        {
            var kept = bestParameters.Select((tensor, i) => new NamedTensor($"parameter/{i}", tensor));
            var progress = new NamedTensor("best, wait, epoch", Tensor.Create([3], [best, wait, bestEpoch], Engine.Reference));
            return Prelude.toSeq((NamedTensor[])[progress, .. kept]);
        }
    }

    /// <inheritdoc/>
    public override void Restore(Seq<NamedTensor> state)
    {
        var numbers = state[0].Tensor.ToDoubles();
        (best, wait, bestEpoch) = (numbers[0], (int)numbers[1], (int)numbers[2]);
        bestParameters = state.Tail.Map(t => t.Tensor).Strict();
        if (!bestParameters.ForAll(tensor => Array.TrueForAll(tensor.ToDoubles(), double.IsFinite)))
            throw new CheckpointRefused("The parameters of its best epoch are not finite.");
    }

    private Monitored Monitored => new(nameof(EarlyStopping), Monitor, Mode, MinDelta);

    private void Keep(TrainingContext context, Epoch epoch)
    {
        bestEpoch = epoch.Number;
        if (RestoreBestWeights) bestParameters = context.ReadParameters();
    }
}
