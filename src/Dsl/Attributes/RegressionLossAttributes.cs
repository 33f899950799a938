namespace ModelDsl;

/// <summary>Mean over the last axis of the squared difference to targets of the output's shape. Keras: <c>losses.MeanSquaredError</c>.</summary>
public sealed class MeanSquaredErrorAttribute : LossAttribute;

/// <summary>
/// Mean over the last axis of <c>|p − y|</c>; the derivative at 0 is 0. Keras: <c>losses.MeanAbsoluteError</c>.
/// </summary>
public sealed class MeanAbsoluteErrorAttribute : LossAttribute;

/// <summary>
/// A hundred times the mean over the last axis of <c>|p − y| / max(|y|, 1e-7)</c>; the derivative where p is y is 0. A target of 0 makes it
/// huge. Keras: <c>losses.MeanAbsolutePercentageError</c>.
/// </summary>
public sealed class MeanAbsolutePercentageErrorAttribute : LossAttribute;

/// <summary>
/// Mean over the last axis of <c>(log(p + 1) − log(y + 1))²</c>, with p and y taken as 1e-7 where they are less: predictions below have no
/// gradient. Targets are 0 or more. Keras: <c>losses.MeanSquaredLogarithmicError</c>.
/// </summary>
public sealed class MeanSquaredLogarithmicErrorAttribute : LossAttribute;

/// <summary>
/// Mean over the last axis of <c>e²/2</c> where <c>|e| ≤ δ</c>, else <c>δ·|e| − δ²/2</c>, with <c>e = p − y</c>. Huber, 1964; Keras:
/// <c>losses.Huber</c>.
/// </summary>
public sealed class HuberAttribute : LossAttribute
{
    /// <summary>Where the loss turns from squared to absolute: δ, finite and greater than 0. Keras: <c>delta</c>.</summary>
    public double Delta { get; set; } = 1;
}

/// <summary>
/// Mean over the last axis of <c>log(cosh(p − y))</c>, computed as <c>e + softplus(−2e) − log 2</c>. Keras: <c>losses.LogCosh</c>.
/// </summary>
public sealed class LogCoshAttribute : LossAttribute;

/// <summary>
/// Mean over the last axis of <c>p − y·log(p + 1e-7)</c>: counts y of which p are expected. Predictions must be positive, as those of
/// <c>Exponential</c> or <c>Softplus</c> are; targets are 0 or more. Keras: <c>losses.Poisson</c>.
/// </summary>
public sealed class PoissonAttribute : LossAttribute;

/// <summary>
/// Sum over the last axis of <c>y·log(y / p)</c>, y in [0, 1]. After <c>Softmax</c> it works on the logits; anything else is taken as
/// probabilities, both clipped to [1e-7, 1]: a prediction beyond has no gradient. Keras: <c>losses.KLDivergence</c>.
/// </summary>
public sealed class KLDivergenceAttribute : LossAttribute;

/// <summary>
/// Minus the cosine of the angle between prediction and target over the last axis, <c>−Σ y·p / (max(‖y‖, 1e-7)·max(‖p‖, 1e-7))</c>: from −1,
/// the same direction, to 1; 0 where one of them is 0. Keras: <c>losses.CosineSimilarity</c>.
/// </summary>
public sealed class CosineSimilarityAttribute : LossAttribute;
