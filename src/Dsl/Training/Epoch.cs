using LanguageExt;

namespace ModelDsl;

/// <summary>What one epoch of training came to.</summary>
/// <param name="Number">Which, from 1.</param>
/// <param name="Loss">Mean loss of its samples, each at the step that it was in, with regularisation.</param>
/// <param name="Metrics">The metrics over its samples, in the order of <see cref="FitOptions.Metrics"/>.</param>
/// <param name="Validation">Loss and metrics on the validation data after the epoch, where there is some.</param>
/// <param name="Duration">How long it took, with validation.</param>
/// <param name="LearningRate">Learning rate of its last step.</param>
public sealed record Epoch(
    int Number, double Loss, Seq<MetricValue> Metrics, Option<Evaluation> Validation, TimeSpan Duration, double LearningRate)
{
    /// <summary>Accuracy on the training samples.</summary>
    /// <exception cref="InvalidOperationException">No accuracy was asked for.</exception>
    public double Accuracy => Metrics.AccuracyOf("this run");

    /// <summary>Loss on the validation data.</summary>
    /// <exception cref="InvalidOperationException">There was no validation data.</exception>
    public double ValidationLoss => ValidationOrThrow.Loss;

    /// <summary>Accuracy on the validation data.</summary>
    /// <exception cref="InvalidOperationException">There was no validation data, or no accuracy was asked for.</exception>
    public double ValidationAccuracy => ValidationOrThrow.Accuracy;

    /// <summary>
    /// All figures under Keras's names: <c>loss</c>, the metrics, <c>val_loss</c>, the metrics with <c>val_</c> before them.
    /// </summary>
    public Seq<MetricValue> Figures =>
        Prelude.Seq1(new MetricValue("loss", Loss)) + Metrics + Validation.Match(
            Some: v => (Prelude.Seq1(new MetricValue("loss", v.Loss)) + v.Metrics).Map(m => m with { Name = "val_" + m.Name }),
            None: () => Seq<MetricValue>.Empty);

    /// <summary>The figure with one of Keras's names, <c>val_accuracy</c> for instance; none when it was not measured.</summary>
    public Option<double> Find(string name) => Figures.Find(f => f.Name == name).Map(f => f.Value);

    private Evaluation ValidationOrThrow => Validation.IfNone(() =>
        throw new InvalidOperationException("This run had no validation data: give FitOptions.Validation."));
}

/// <summary>A trained model, and how it came about.</summary>
/// <param name="Model">The model with its trained parameters.</param>
/// <param name="History">The epochs that were completed, in order.</param>
/// <param name="Cancelled">Whether <see cref="FitOptions.Cancellation"/> ended the run: then the last epoch may be a part of one.</param>
/// <param name="StopReason">Why a callback ended the run before its last epoch, where one did.</param>
public sealed record Fitted<T>(T Model, Seq<Epoch> History, bool Cancelled, Option<string> StopReason) where T : class, IModel<T>;
