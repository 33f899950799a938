namespace ModelDsl.Engines.Reference;

/// <summary>Activations and their derivatives, one number at a time, with the formulas of <see cref="ActivationKind"/>.</summary>
internal static class ReferenceActivations
{
    /// <summary>Keras 3's slope of leaky ReLU below zero.</summary>
    private const double LeakySlope = 0.2;

    /// <summary>SELU's scale and α. Klambauer et al., Self-Normalizing Neural Networks, 2017.</summary>
    private const double SeluScale = 1.0507009873554804934193349852946, SeluAlpha = 1.6732632423543772848170429916717;

    /// <summary>Keras 3's λ of the shrinking activations.</summary>
    private const double Shrinkage = 0.5;

    /// <summary>√(2/π), and the cubic term's factor in the tanh form of GELU. Hendrycks and Gimpel, 2016.</summary>
    private const double GeluScale = 0.79788456080286535587989211986876, GeluCubic = 0.044715;

    /// <summary>The factor in the sigmoid form of GELU. Hendrycks and Gimpel, 2016.</summary>
    private const double QuickGeluScale = 1.702;

    public static double Value(ActivationKind activation, double x) => activation switch
    {
        ActivationKind.Relu or ActivationKind.Threshold => Math.Max(x, 0.0),
        ActivationKind.Sigmoid => Sigmoid(x),
        ActivationKind.Tanh => Math.Tanh(x),
        ActivationKind.LeakyRelu => x > 0.0 ? x : LeakySlope * x,
        ActivationKind.Relu6 => Math.Min(Math.Max(x, 0.0), 6.0),
        ActivationKind.Elu => x > 0.0 ? x : ExpMinus1(x),
        ActivationKind.Selu => SeluScale * (x > 0.0 ? x : SeluAlpha * ExpMinus1(x)),
        ActivationKind.Softplus => Math.Max(x, 0.0) + Log1Plus(Math.Exp(-Math.Abs(x))),
        ActivationKind.Softsign => x / (1.0 + Math.Abs(x)),
        ActivationKind.Exponential => Math.Exp(x),
        ActivationKind.Silu => x * Sigmoid(x),
        ActivationKind.HardSigmoid => Math.Min(Math.Max(x + 3.0, 0.0), 6.0) / 6.0,
        ActivationKind.Celu => x > 0.0 ? x : ExpMinus1(x),
        ActivationKind.Gelu => x * Normal(x),
        ActivationKind.GeluTanh => x * GeluGate(x),
        ActivationKind.Mish => x * MishGate(x),
        ActivationKind.HardSilu => x * Math.Min(Math.Max(x + 3.0, 0.0), 6.0) / 6.0,
        ActivationKind.HardTanh => Math.Min(Math.Max(x, -1.0), 1.0),
        ActivationKind.TanhShrink => x - Math.Tanh(x),
        ActivationKind.SoftShrink => Math.Abs(x) <= Shrinkage ? 0.0 : x - Math.CopySign(Shrinkage, x),
        ActivationKind.HardShrink => Math.Abs(x) <= Shrinkage ? 0.0 : x,
        ActivationKind.Squareplus => x < 0.0 ? 2.0 / (Math.Sqrt(x * x + 4.0) - x) : (x + Math.Sqrt(x * x + 4.0)) / 2.0,
        ActivationKind.LogSigmoid => Math.Min(x, 0.0) - Log1Plus(Math.Exp(-Math.Abs(x))),
        ActivationKind.SparsePlus => x <= -1.0 ? 0.0 : x >= 1.0 ? x : (x + 1.0) * (x + 1.0) / 4.0,
        ActivationKind.SparseSigmoid => Math.Min(Math.Max((x + 1.0) / 2.0, 0.0), 1.0),
        ActivationKind.QuickGelu => x * Sigmoid(QuickGeluScale * x),
        _ => throw BufferChecks.NotElementwise(activation),
    };

    /// <summary>Returns f′, from the output y or the input x: see <see cref="Activations.DerivativeFromOutput"/>.</summary>
    public static double Derivative(ActivationKind activation, double saved) => double.IsNaN(saved) ? double.NaN : activation switch
    {
        ActivationKind.Relu or ActivationKind.Threshold => saved > 0.0 ? 1.0 : 0.0,
        ActivationKind.Sigmoid => saved * (1.0 - saved),
        ActivationKind.Tanh => 1.0 - saved * saved,
        ActivationKind.LeakyRelu => saved > 0.0 ? 1.0 : LeakySlope,
        ActivationKind.Relu6 => saved is > 0.0 and < 6.0 ? 1.0 : 0.0,
        ActivationKind.Elu => saved > 0.0 ? 1.0 : saved + 1.0,
        ActivationKind.Selu => saved > 0.0 ? SeluScale : saved + SeluScale * SeluAlpha,
        ActivationKind.Softplus => Sigmoid(saved),
        ActivationKind.Softsign => 1.0 / ((1.0 + Math.Abs(saved)) * (1.0 + Math.Abs(saved))),
        ActivationKind.Exponential => saved,
        ActivationKind.Silu => Sigmoid(saved) * (1.0 + saved * (1.0 - Sigmoid(saved))),
        ActivationKind.HardSigmoid => saved is > -3.0 and < 3.0 ? 1.0 / 6.0 : 0.0,
        ActivationKind.Celu => saved > 0.0 ? 1.0 : saved + 1.0,
        ActivationKind.Gelu => Normal(saved) + saved * Math.Exp(-saved * saved / 2.0) * GeluScale / 2.0,
        ActivationKind.GeluTanh => GeluGate(saved) * (1.0 + saved * GeluGate(-saved) * GeluSlope(saved)),
        ActivationKind.Mish => MishGate(saved) + saved * (1.0 - MishGate(saved) * MishGate(saved)) * Sigmoid(saved),
        ActivationKind.HardSilu => saved <= -3.0 ? 0.0 : saved >= 3.0 ? 1.0 : saved / 3.0 + 0.5,
        ActivationKind.HardTanh => saved is > -1.0 and < 1.0 ? 1.0 : 0.0,
        ActivationKind.TanhShrink => Math.Tanh(saved) * Math.Tanh(saved),
        ActivationKind.SoftShrink or ActivationKind.HardShrink => saved == 0.0 ? 0.0 : 1.0,
        ActivationKind.Squareplus => 1.0 / (1.0 + 1.0 / saved / saved),
        ActivationKind.LogSigmoid => Sigmoid(-saved),
        ActivationKind.SparsePlus => saved <= -1.0 ? 0.0 : saved >= 1.0 ? 1.0 : (saved + 1.0) / 2.0,
        ActivationKind.SparseSigmoid => saved is > 0.0 and < 1.0 ? 0.5 : 0.0,
        ActivationKind.QuickGelu => Sigmoid(QuickGeluScale * saved) * (1.0 + QuickGeluScale * saved * Sigmoid(-QuickGeluScale * saved)),
        _ => throw BufferChecks.NotElementwise(activation),
    };

    public static double Sigmoid(double x) => x >= 0.0 ? 1.0 / (1.0 + Math.Exp(-x)) : Math.Exp(x) / (1.0 + Math.Exp(x));

    /// <summary>Returns log(1 + x) without the rounding of 1 + x.</summary>
    public static double Log1Plus(double x)
    {
        var sum = 1.0 + x;
        return Math.Log(sum) + (x - (sum - 1.0)) / sum;
    }

    /// <summary>
    /// Returns Φ, the normal distribution: its series ½ + φ(x)·(x + x³/3 + x⁵/(3·5) + …) near 0, and Laplace's continued fraction φ(x)/(x +
    /// 1/(x + 2/(x + …))) in the tails. Abramowitz and Stegun, 26.2.11 and 26.2.14.
    /// </summary>
    public static double Normal(double x)
    {
        var (distance, density) = (Math.Abs(x), Math.Exp(-x * x / 2.0) * GeluScale / 2.0);
        if (distance < 3.0)
        {
            var (sum, term) = (0.0, x);
            for (var odd = 3.0; Math.Abs(term) > 1e-18 * Math.Abs(sum); odd += 2.0) (sum, term) = (sum + term, term * x * x / odd);
            return 0.5 + density * sum;
        }
        var fraction = distance;
        for (var k = 100; k > 0; k--) fraction = distance + k / fraction;
        return x < 0.0 ? density / fraction : 1.0 - density / fraction;
    }

    /// <summary>Returns ½·(1 + tanh u) = sigmoid(2u), without cancellation where tanh u is near −1.</summary>
    private static double GeluGate(double x) => Sigmoid(2.0 * GeluScale * (x + GeluCubic * x * x * x));

    /// <summary>Returns the derivative of the number whose sigmoid <see cref="GeluGate"/> takes.</summary>
    private static double GeluSlope(double x) => 2.0 * GeluScale * (1.0 + 3.0 * GeluCubic * x * x);

    /// <summary>Returns tanh(log(1 + eˣ)).</summary>
    private static double MishGate(double x) => Math.Tanh(Value(ActivationKind.Softplus, x));

    /// <summary>Returns eˣ − 1 without the cancellation near 0: eˣ − 1 = 2·sinh(x/2)·e^(x/2).</summary>
    public static double ExpMinus1(double x) => Math.Abs(x) < 1.0 ? 2.0 * Math.Sinh(x / 2.0) * Math.Exp(x / 2.0) : Math.Exp(x) - 1.0;
}
