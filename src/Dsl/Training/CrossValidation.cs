using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Formatting;

namespace ModelDsl;

/// <summary>How well a kind of model works on data that it was not trained on.</summary>
/// <param name="Folds">The result of each fold, in order.</param>
/// <param name="Duration">The time that all folds took together; folds may run at the same time.</param>
[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
public sealed record CrossValidation([property: JsonConverter(typeof(SeqJson<FoldResult>))] Seq<FoldResult> Folds, TimeSpan Duration)
{
    /// <summary>Each fold's score on the held-out data: the first of <see cref="FitOptions.Metrics"/>, or the loss.</summary>
    [JsonIgnore]
    public Seq<double> Scores => Folds.Map(f => f.Score);

    /// <summary>Mean of the scores; NaN if there are none.</summary>
    public double Mean => MeanOf(Scores);

    /// <summary>Standard deviation of the scores: the root of their mean squared distance from the mean; NaN if there are none.</summary>
    public double Deviation => Mean is var mean ? Math.Sqrt(MeanOf(Scores.Map(s => (s - mean) * (s - mean)))) : 0;

    /// <summary>
    /// Returns the number of folds, the mean and the deviation of their scores, and how long they took:
    /// <c>5 folds: 0.8135 ± 0.0041, 2.2 s</c>.
    /// </summary>
    public override string ToString() =>
        $"{NumberText.Of(Folds.Count)} {(Folds.Count == 1 ? "fold" : "folds")}: {FigureText.Of(Mean)} ± {FigureText.Of(Deviation)}, " +
        FigureText.Of(Duration);

    private static double MeanOf(Seq<double> numbers) => numbers.IsEmpty ? double.NaN : numbers.Average();
}

/// <summary>The result of one fold.</summary>
/// <param name="Index">Index of the fold, from 0.</param>
/// <param name="Held">Loss and metrics on the held-out data.</param>
/// <param name="History">The epochs of its training.</param>
/// <param name="Duration">How long it took.</param>
[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
public sealed record FoldResult(
    int Index, Evaluation Held, [property: JsonConverter(typeof(SeqJson<Epoch>))] Seq<Epoch> History, TimeSpan Duration)
{
    /// <summary>The first metric on the held-out data, or the loss if there is no metric.</summary>
    public double Score { get; init; } = Held.Metrics.IsEmpty ? Held.Loss : Held.Metrics[0].Value;

    /// <summary>
    /// Returns the number of the fold, from 1, and its figures on the held-out data: <c>Fold 1: loss 0.5432, accuracy 0.8123, 0.4 s</c>.
    /// </summary>
    public override string ToString() => $"Fold {NumberText.Of(Index + 1.0)}: {Held}, {FigureText.Of(Duration)}";
}

/// <summary>A fold of a cross-validation failed, or was cancelled.</summary>
[JsonConverter(typeof(TextJson))]
public sealed record FoldFailed : Expected
{
    internal FoldFailed(int index, int folds, Error reason) : base($"Fold {index + 1} of {folds}: {reason.Message}", 0, reason) =>
        Index = index;

    /// <summary>Index of the fold, from 0.</summary>
    public int Index { get; }

    /// <summary>The message.</summary>
    public override string ToString() => Message;
}
