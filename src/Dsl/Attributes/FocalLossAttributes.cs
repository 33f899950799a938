namespace ModelDsl;

/// <summary>
/// Binary cross-entropy with a smaller weight for predictions that are already correct: the mean over the last axis of
/// <c>(1 − pₜ)^γ·crossentropy(y, p)</c> with <c>pₜ = y·p + (1 − y)·(1 − p)</c>. Targets are in [0, 1]. After <c>Sigmoid</c> it works on the
/// logits; after other layers the output itself is taken as logits. Lin et al., 2017; Keras: <c>losses.BinaryFocalCrossentropy</c>.
/// </summary>
public sealed class BinaryFocalCrossentropyAttribute : LossAttribute
{
    /// <summary>Whether a yes has the weight α and a no the weight 1 − α. Keras: <c>apply_class_balancing</c>.</summary>
    public bool ApplyClassBalancing { get; set; }

    /// <summary>α, the weight of a yes with <see cref="ApplyClassBalancing"/>; in [0, 1]. Keras: <c>alpha</c>.</summary>
    public double Alpha { get; set; } = 0.25;

    /// <summary>
    /// γ, the strength of the smaller weight for predictions that are already correct; finite and 0 or more. 0 gives plain cross-entropy.
    /// Keras: <c>gamma</c>.
    /// </summary>
    public double Gamma { get; set; } = 2;

    /// <summary>Moves targets towards one half: <c>y·(1 − s) + s/2</c>; in [0, 1), 0 for none. Keras: <c>label_smoothing</c>.</summary>
    public double LabelSmoothing { get; set; }
}

/// <summary>
/// Categorical cross-entropy with a smaller weight for predictions that are already correct: <c>−α·Σ y·(1 − p)^γ·log p</c> for each row.
/// The targets y are rows of probabilities. After <c>Softmax</c> it works on the logits; after other layers the output itself is taken as
/// logits. Lin et al., 2017; Keras: <c>losses.CategoricalFocalCrossentropy</c>.
/// </summary>
public sealed class CategoricalFocalCrossentropyAttribute : LossAttribute
{
    /// <summary>
    /// α, a factor of all classes; finite and 0 or more. For a factor of each class, use <c>FitOptions.ClassWeights</c>. Keras:
    /// <c>alpha</c>.
    /// </summary>
    public double Alpha { get; set; } = 0.25;

    /// <summary>
    /// γ, the strength of the smaller weight for predictions that are already correct; finite and 0 or more. 0 gives cross-entropy times α.
    /// Keras: <c>gamma</c>.
    /// </summary>
    public double Gamma { get; set; } = 2;

    /// <summary>
    /// Moves targets towards equal probability: <c>y·(1 − s) + s/classes</c>; in [0, 1), 0 for none. Keras: <c>label_smoothing</c>.
    /// </summary>
    public double LabelSmoothing { get; set; }
}
