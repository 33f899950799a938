namespace ModelDsl.Engines;

/// <summary>Activations and their derivatives, one number at a time, as <see cref="ActivationKind"/> writes them.</summary>
internal static class ReferenceActivations
{
    public static double Value(ActivationKind activation, double x) => activation switch
    {
        ActivationKind.Relu => Math.Max(x, 0.0),
        ActivationKind.Sigmoid => Sigmoid(x),
        ActivationKind.Tanh => Math.Tanh(x),
        ActivationKind.LeakyRelu => x > 0.0 ? x : Activations.LeakySlope * x,
        ActivationKind.Relu6 => Math.Min(Math.Max(x, 0.0), 6.0),
        ActivationKind.Elu => x > 0.0 ? x : ExpMinus1(x),
        ActivationKind.Selu => Activations.SeluScale * (x > 0.0 ? x : Activations.SeluAlpha * ExpMinus1(x)),
        ActivationKind.Softplus => Math.Max(x, 0.0) + Log1Plus(Math.Exp(-Math.Abs(x))),
        ActivationKind.Softsign => x / (1.0 + Math.Abs(x)),
        ActivationKind.Exponential => Math.Exp(x),
        ActivationKind.Silu => x * Sigmoid(x),
        ActivationKind.HardSigmoid => Math.Min(Math.Max(x + 3.0, 0.0), 6.0) / 6.0,
        _ => throw BufferChecks.NotElementwise(activation),
    };

    /// <summary>f′, from the output y or the input x as <see cref="Activations.DerivativeFromOutput"/> says.</summary>
    public static double Derivative(ActivationKind activation, double saved) => double.IsNaN(saved) ? double.NaN : activation switch
    {
        ActivationKind.Relu => saved > 0.0 ? 1.0 : 0.0,
        ActivationKind.Sigmoid => saved * (1.0 - saved),
        ActivationKind.Tanh => 1.0 - saved * saved,
        ActivationKind.LeakyRelu => saved > 0.0 ? 1.0 : Activations.LeakySlope,
        ActivationKind.Relu6 => saved is > 0.0 and < 6.0 ? 1.0 : 0.0,
        ActivationKind.Elu => saved > 0.0 ? 1.0 : saved + 1.0,
        ActivationKind.Selu => saved > 0.0 ? Activations.SeluScale : saved + Activations.SeluScale * Activations.SeluAlpha,
        ActivationKind.Softplus => Sigmoid(saved),
        ActivationKind.Softsign => 1.0 / ((1.0 + Math.Abs(saved)) * (1.0 + Math.Abs(saved))),
        ActivationKind.Exponential => saved,
        ActivationKind.Silu => Sigmoid(saved) * (1.0 + saved * (1.0 - Sigmoid(saved))),
        ActivationKind.HardSigmoid => saved is > -3.0 and < 3.0 ? 1.0 / 6.0 : 0.0,
        _ => throw BufferChecks.NotElementwise(activation),
    };

    public static double Sigmoid(double x) => x >= 0.0 ? 1.0 / (1.0 + Math.Exp(-x)) : Math.Exp(x) / (1.0 + Math.Exp(x));

    /// <summary>log(1 + x) without the rounding of 1 + x.</summary>
    public static double Log1Plus(double x)
    {
        var sum = 1.0 + x;
        return Math.Log(sum) + (x - (sum - 1.0)) / sum;
    }

    /// <summary>eˣ − 1 without the cancellation near 0: eˣ − 1 = 2·sinh(x/2)·e^(x/2).</summary>
    private static double ExpMinus1(double x) => Math.Abs(x) < 1.0 ? 2.0 * Math.Sinh(x / 2.0) * Math.Exp(x / 2.0) : Math.Exp(x) - 1.0;
}
