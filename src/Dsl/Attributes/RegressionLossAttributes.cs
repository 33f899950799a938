namespace ModelDsl;

/// <summary>
/// Mean over the last axis of the squared difference from targets in the output's shape. Keras: <c>losses.MeanSquaredError</c>.
/// </summary>
public sealed class MeanSquaredErrorAttribute : LossAttribute;

/// <summary>
/// Mean over the last axis of <c>|p − y|</c>; the derivative at 0 is 0. Keras: <c>losses.MeanAbsoluteError</c>.
/// </summary>
public sealed class MeanAbsoluteErrorAttribute : LossAttribute;

/// <summary>
/// 100 times the mean over the last axis of <c>|p − y| / max(|y|, 1e-7)</c>; the derivative at p = y is 0. A target of 0 makes it huge.
/// Keras: <c>losses.MeanAbsolutePercentageError</c>.
/// </summary>
public sealed class MeanAbsolutePercentageErrorAttribute : LossAttribute;

/// <summary>
/// Mean over the last axis of <c>(log(p + 1) − log(y + 1))²</c>. A p or y below 1e-7 is replaced by 1e-7, so predictions below it have no
/// gradient. Targets are 0 or more. Keras: <c>losses.MeanSquaredLogarithmicError</c>.
/// </summary>
public sealed class MeanSquaredLogarithmicErrorAttribute : LossAttribute;

/// <summary>
/// Mean over the last axis of <c>e²/2</c> if <c>|e| ≤ δ</c>, otherwise <c>δ·|e| − δ²/2</c>, with <c>e = p − y</c>. Huber, 1964; Keras:
/// <c>losses.Huber</c>.
/// </summary>
public sealed class HuberAttribute : LossAttribute
{
    /// <summary>δ, the error at which the loss changes from squared to absolute; finite and greater than 0. Keras: <c>delta</c>.</summary>
    public double Delta { get; set; } = 1;
}

/// <summary>
/// Mean over the last axis of <c>log(cosh(p − y))</c>, computed as <c>e + softplus(−2e) − log 2</c>. Keras: <c>losses.LogCosh</c>.
/// </summary>
public sealed class LogCoshAttribute : LossAttribute;

/// <summary>
/// Mean over the last axis of <c>p − y·log(p + 1e-7)</c>: y is a count, p its expected value. Predictions must be positive, as after
/// <c>Exponential</c> or <c>Softplus</c>; targets are 0 or more. Keras: <c>losses.Poisson</c>.
/// </summary>
public sealed class PoissonAttribute : LossAttribute;

/// <summary>
/// Sum over the last axis of <c>y·log(y / p)</c>, y in [0, 1]. After <c>Softmax</c> it works on the logits. After other layers the output
/// is taken as probabilities; both are then clipped to [1e-7, 1], and a prediction outside has no gradient. Keras:
/// <c>losses.KLDivergence</c>.
/// </summary>
public sealed class KLDivergenceAttribute : LossAttribute;

/// <summary>
/// Minus the cosine between prediction and target over the last axis, <c>−Σ y·p / (max(‖y‖, 1e-7)·max(‖p‖, 1e-7))</c>. It is −1 for the
/// same direction, 1 for opposite directions, and 0 if one of them is 0. Keras: <c>losses.CosineSimilarity</c>.
/// </summary>
public sealed class CosineSimilarityAttribute : LossAttribute;
