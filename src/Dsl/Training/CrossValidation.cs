using LanguageExt;
using LanguageExt.Common;

namespace ModelDsl;

/// <summary>How a kind of model does on data that it was not trained on.</summary>
/// <param name="Folds">What each fold came to, in order.</param>
/// <param name="Duration">How long all folds took together, side by side where they ran so.</param>
public sealed record CrossValidation(Seq<FoldResult> Folds, TimeSpan Duration)
{
    /// <summary>Each fold's score on the data held out: the first of <see cref="FitOptions.Metrics"/>, or the loss.</summary>
    public Seq<double> Scores => Folds.Map(f => f.Score);

    /// <summary>Mean of the scores.</summary>
    public double Mean => Scores.Average();

    /// <summary>Standard deviation of the scores: the root of their mean squared distance from the mean.</summary>
    public double Deviation => Math.Sqrt(Scores.Average(s => (s - Mean) * (s - Mean)));
}

/// <summary>What one fold came to.</summary>
/// <param name="Index">Which, from 0.</param>
/// <param name="Held">Loss and metrics on the data held out.</param>
/// <param name="History">The epochs of its training.</param>
/// <param name="Duration">How long it took.</param>
public sealed record FoldResult(int Index, Evaluation Held, Seq<Epoch> History, TimeSpan Duration)
{
    /// <summary>The first metric on the data held out, or the loss where there is none.</summary>
    public double Score { get; init; } = Held.Metrics.IsEmpty ? Held.Loss : Held.Metrics[0].Value;
}

/// <summary>A fold of a cross-validation failed, or was cancelled.</summary>
public sealed record FoldFailed : Expected
{
    internal FoldFailed(int index, int folds, Error reason) : base($"Fold {index + 1} of {folds}: {reason.Message}", 0, reason) =>
        Index = index;

    /// <summary>Which fold, from 0.</summary>
    public int Index { get; }
}
