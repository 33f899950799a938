namespace ModelDsl.Examples;

/// <summary>
/// The chapter's baseline: ten logistic regressions side by side, each for one question, "is it of this class?". scikit-learn's
/// <c>SGDClassifier(loss="log_loss")</c> trains ten problems; here they are one model with ten sigmoids.
/// </summary>
/// <remarks>
/// scikit-learn's penalty is <c>α/2·|w|²</c> for each problem, with α = 1e-4. Our loss is the mean over the ten problems. So the penalty
/// here is <c>α/2/10</c>, and the learning rate is ten times scikit-learn's.
/// </remarks>
[Model(28, 28), BinaryCrossentropy]
public sealed partial record FashionLogistic(
    [Flatten] Flatten Pixels,
    [Dense(10, Activation.Sigmoid, KernelL2 = FashionLogistic.Alpha / 2 / 10)] Dense Output)
{
    /// <summary>Strength of scikit-learn's penalty, by default.</summary>
    public const double Alpha = 1e-4;

    /// <summary>The optimizer that matches scikit-learn's training: one image per step, with a falling learning rate.</summary>
    public static Optimizer Optimizer => new Sgd(10 * new LearningRate.Optimal(Alpha));
}
