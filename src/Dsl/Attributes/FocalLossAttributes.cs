namespace ModelDsl;

/// <summary>
/// Binary cross-entropy that counts what is right already for less: mean over the last axis of <c>(1 − pₜ)^γ·crossentropy(y, p)</c> with
/// <c>pₜ = y·p + (1 − y)·(1 − p)</c>; targets in [0, 1]. After <c>Sigmoid</c> it works on the logits; after anything else the output itself is
/// taken as logits. Lin et al., 2017; Keras: <c>losses.BinaryFocalCrossentropy</c>.
/// </summary>
public sealed class BinaryFocalCrossentropyAttribute : LossAttribute
{
    /// <summary>Whether a yes counts α and a no 1 − α. Keras: <c>apply_class_balancing</c>.</summary>
    public bool ApplyClassBalancing { get; set; }

    /// <summary>What a yes counts with <see cref="ApplyClassBalancing"/>: α, in [0, 1]. Keras: <c>alpha</c>.</summary>
    public double Alpha { get; set; } = 0.25;

    /// <summary>How much less counts what is right already: γ, finite and 0 or more; 0 is plain cross-entropy. Keras: <c>gamma</c>.</summary>
    public double Gamma { get; set; } = 2;

    /// <summary>Moves targets towards one half: <c>y·(1 − s) + s/2</c>; in [0, 1), 0 for none. Keras: <c>label_smoothing</c>.</summary>
    public double LabelSmoothing { get; set; }
}

/// <summary>
/// Categorical cross-entropy that counts what is right already for less: <c>−α·Σ y·(1 − p)^γ·log p</c> of each row, against rows of
/// probabilities y. After <c>Softmax</c> it works on the logits; after anything else the output itself is taken as logits. Lin et al., 2017;
/// Keras: <c>losses.CategoricalFocalCrossentropy</c>.
/// </summary>
public sealed class CategoricalFocalCrossentropyAttribute : LossAttribute
{
    /// <summary>A factor of all classes: α, finite and 0 or more. For one of each class there is <c>FitOptions.ClassWeights</c>. Keras: <c>alpha</c>.</summary>
    public double Alpha { get; set; } = 0.25;

    /// <summary>How much less counts what is right already: γ, finite and 0 or more; 0 is cross-entropy times α. Keras: <c>gamma</c>.</summary>
    public double Gamma { get; set; } = 2;

    /// <summary>
    /// Moves targets towards equal probability: <c>y·(1 − s) + s/classes</c>; in [0, 1), 0 for none. Keras: <c>label_smoothing</c>.
    /// </summary>
    public double LabelSmoothing { get; set; }
}
