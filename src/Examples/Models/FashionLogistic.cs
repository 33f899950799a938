namespace ModelDsl.Examples;

/// <summary>
/// The chapter's baseline: ten logistic regressions side by side, one for each question "is it of this class?". What scikit-learn's
/// <c>SGDClassifier(loss="log_loss")</c> trains as ten problems is here one model with ten sigmoids.
/// </summary>
/// <remarks>
/// scikit-learn's penalty is <c>α/2·|w|²</c> for each problem, with α = 1e-4. Our loss is the mean over the ten, so that the penalty
/// is <c>α/2/10</c> here, and the learning rate ten times scikit-learn's.
/// </remarks>
[Model(28, 28), BinaryCrossentropy]
public sealed partial record FashionLogistic(
    [Flatten] Flatten Pixels,
    [Dense(10, Activation.Sigmoid, KernelL2 = FashionLogistic.Alpha / 2 / 10)] Dense Output)
{
    /// <summary>Strength of scikit-learn's penalty, its default.</summary>
    public const double Alpha = 1e-4;

    /// <summary>scikit-learn's way of training: one image a step, with a learning rate that falls as it goes.</summary>
    public static Optimizer Optimizer => new Sgd(10 * new LearningRate.Optimal(Alpha));
}
