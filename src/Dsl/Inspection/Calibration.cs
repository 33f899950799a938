using LanguageExt;
using ModelDsl.Data;
using ModelDsl.Printing;

namespace ModelDsl;

/// <summary>How predicted probabilities are put into bins.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CalibrationBins>))]
public enum CalibrationBins
{
    /// <summary>Intervals of the same width from 0 to 1.</summary>
    Uniform,

    /// <summary>Intervals with the same number of predictions, as far as that is possible.</summary>
    Quantile,
}

/// <summary>
/// Whether predicted probabilities can be believed: of all predictions near 0.8, about 80 % should be right. scikit-learn:
/// <c>calibration_curve</c>, <c>brier_score_loss</c>, <c>log_loss</c>.
/// </summary>
/// <param name="Of">The event whose probability is judged: a class, or the top class.</param>
/// <param name="Bins">The bins that are not empty, by probability.</param>
/// <param name="BrierScore">
/// The mean squared distance between probability and what happened, 0 … 1. For the top class of several: the sum over all classes, 0 … 2,
/// as
/// in Brier, 1950.
/// </param>
/// <param name="LogLoss">
/// The mean of −ln of the probability of what happened; probabilities below 10⁻⁷ count as 10⁻⁷. For the top class of several: of the
/// probability of the right class.
/// </param>
[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
public sealed record Calibration(
    string Of, [property: JsonConverter(typeof(SeqJson<CalibrationBin>))] Seq<CalibrationBin> Bins, double BrierScore, double LogLoss)
{
    /// <summary>Number of predictions.</summary>
    public int Count => Bins.Sum(bin => bin.Count);

    /// <summary>
    /// The expected calibration error: the mean distance between predicted and observed share, by the number of predictions in each bin.
    /// Guo and others, "On calibration of modern neural networks", 2017. NaN if there are no predictions.
    /// </summary>
    public double ExpectedError => Bins.Sum(bin => bin.Count * bin.Gap) / Count;

    /// <summary>
    /// The maximum calibration error: the largest distance in a bin. Guo and others, 2017. NaN if there are no predictions.
    /// </summary>
    public double MaximumError => Bins.IsEmpty ? double.NaN : Bins.Max(bin => bin.Gap);

    /// <summary>
    /// Returns the figures: <c>Calibration of the top class, 150 predictions: expected error 0.0213, Brier score 0.0512, log loss
    /// 0.1234</c>.
    /// </summary>
    public override string ToString() => ValueText.Line($"Calibration of {Of}, {Words.Counted(Count, "prediction")}: " +
        $"expected error {FigureText.Of(ExpectedError)}, Brier score {FigureText.Of(BrierScore)}, log loss {FigureText.Of(LogLoss)}");
}

/// <summary>A bin of a calibration: predictions with similar probabilities.</summary>
/// <param name="Low">The probability at which it begins; a prediction of exactly this belongs to the bin before, except 0.</param>
/// <param name="High">The probability at which it ends.</param>
/// <param name="Count">Number of predictions.</param>
/// <param name="Predicted">The mean predicted probability.</param>
/// <param name="Observed">The share of predictions for which the event happened.</param>
[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
public sealed record CalibrationBin(double Low, double High, int Count, double Predicted, double Observed)
{
    /// <summary>The distance between predicted and observed share.</summary>
    public double Gap => Math.Abs(Predicted - Observed);

    /// <summary>Returns interval, shares and count: <c>0.7 … 0.8: predicted 0.7512, observed 0.6944, 36 predictions</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"{Low:0.####} … {High:0.####}: predicted {FigureText.Of(Predicted)}, ") +
        $"observed {FigureText.Of(Observed)}, {Words.Counted(Count, "prediction")}";
}
