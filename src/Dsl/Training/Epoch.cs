using LanguageExt;
using ModelDsl.Formatting;

namespace ModelDsl;

/// <summary>The results of one epoch of training.</summary>
/// <param name="Number">Number of the epoch, from 1.</param>
/// <param name="Loss">Mean loss of its samples, each measured at its own step, with regularisation.</param>
/// <param name="Metrics">The metrics over its samples, in the order of <see cref="FitOptions.Metrics"/>.</param>
/// <param name="Validation">Loss and metrics on the validation data after the epoch, if there are any.</param>
/// <param name="Duration">The time that the epoch took, with validation.</param>
/// <param name="LearningRate">Learning rate of its last step.</param>
[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
public sealed record Epoch(
    int Number, double Loss, [property: JsonConverter(typeof(SeqJson<MetricValue>))] Seq<MetricValue> Metrics,
    [property: JsonConverter(typeof(OptionJson<Evaluation>))] Option<Evaluation> Validation, TimeSpan Duration, double LearningRate)
{
    /// <summary>Accuracy on the training samples.</summary>
    /// <exception cref="InvalidOperationException">No accuracy was asked for.</exception>
    [JsonIgnore]
    public double Accuracy => Metrics.AccuracyOf("this run");

    /// <summary>Loss on the validation data.</summary>
    /// <exception cref="InvalidOperationException">There was no validation data.</exception>
    [JsonIgnore]
    public double ValidationLoss => ValidationOrThrow.Loss;

    /// <summary>Accuracy on the validation data.</summary>
    /// <exception cref="InvalidOperationException">There was no validation data, or no accuracy was asked for.</exception>
    [JsonIgnore]
    public double ValidationAccuracy => ValidationOrThrow.Accuracy;

    /// <summary>
    /// All figures under Keras's names: <c>loss</c>, the metrics, <c>val_loss</c>, and the metrics with the prefix <c>val_</c>.
    /// </summary>
    [JsonIgnore]
    public Seq<MetricValue> Figures =>
        Prelude.toSeq((MetricValue[])[
            .. Metrics.WithLoss(Loss),
            .. Validation.Match(
                Some: held => held.Metrics.WithLoss(held.Loss).Map(m => m with { Name = "val_" + m.Name }),
                None: () => Seq<MetricValue>.Empty),
        ]);

    /// <summary>Returns the figure with one of Keras's names, for instance <c>val_accuracy</c>; none if it was not measured.</summary>
    public Option<double> Find(string name) => Figures.Find(f => f.Name == name).Map(f => f.Value);

    /// <summary>
    /// Returns number, figures and duration: <c>Epoch 3: loss 0.5432, accuracy 0.8123, val_loss 0.5611, val_accuracy 0.8042, 1.2 s</c>.
    /// </summary>
    public override string ToString() => $"Epoch {NumberText.Of(Number)}: {FigureText.Of(Figures)}, {FigureText.Of(Duration)}";

    private Evaluation ValidationOrThrow => Validation.IfNone(() =>
        throw new InvalidOperationException("This run had no validation data: give FitOptions.Validation."));
}

/// <summary>A trained model, and the record of its training.</summary>
/// <param name="Model">
/// The model with its trained parameters. If the run was cancelled within an epoch, they are those of its last step.
/// </param>
/// <param name="History">
/// The completed epochs, in order. There are none if the run was cancelled before its first epoch ended; <see cref="Last"/> handles that
/// without an exception.
/// </param>
/// <param name="Cancelled">Whether <see cref="FitOptions.Cancellation"/> ended the run.</param>
/// <param name="StopReason">Why a callback ended the run before its last epoch, if one did.</param>
public sealed record Fitted<T>(
    T Model, [property: JsonConverter(typeof(SeqJson<Epoch>))] Seq<Epoch> History, bool Cancelled,
    [property: JsonConverter(typeof(OptionJson<string>))] Option<string> StopReason) where T : class, IModel<T>
{
    /// <summary>The last completed epoch; none if the run was cancelled before.</summary>
    [JsonIgnore]
    public Option<Epoch> Last => History.LastOrNone();

    /// <summary>
    /// Returns the model's name, how long it was trained, the figures of the last epoch, and why the run ended early, if it did.
    /// </summary>
    public override string ToString()
    {
        var trained = Last.Match(
            Some: last => $"trained for {NumberText.Of(History.Count)} {(History.Count == 1 ? "epoch" : "epochs")}: {FigureText.Of(last.Figures)}",
            None: () => "no epoch completed");
        var stopped = StopReason.Match(Some: why => $"; stopped: {why}", None: () => "");
        return $"{T.Description.Name}, {trained}{(Cancelled ? "; cancelled" : "")}{stopped}";
    }
}
