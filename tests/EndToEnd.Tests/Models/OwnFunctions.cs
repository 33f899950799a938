namespace ModelDsl.EndToEnd.Tests.Models;

/// <summary>An author's own functions.</summary>
public static class Curves
{
    [Elementwise]
    public static float OwnMish(float x) => x * Tanh(Softplus(x));

    [Elementwise]
    private static float Pinball(float prediction, float target) => MathF.Max(0.9f * (target - prediction), 0.1f * (prediction - target));

    public static Tensor NinetyPercent(Tensor prediction, Tensor target) => Map(Pinball, prediction, target).Mean(-1);
}

[Model(4), MeanSquaredError]
public sealed partial record OwnMishNetwork([Dense(24, Activate = nameof(Curves.OwnMish))] Dense Hidden, [Dense(1)] Dense Output);

[Model(4), MeanSquaredError]
public sealed partial record MishNetwork([Dense(24, Activation.Mish)] Dense Hidden, [Dense(1)] Dense Output);

[Model(1), CustomLoss(nameof(Curves.NinetyPercent))]
public sealed partial record UpperLine([Dense(1)] Dense Output);
