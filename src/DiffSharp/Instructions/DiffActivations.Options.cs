using static ModelDsl.Engines.DiffOperations;

namespace ModelDsl.Engines;

/// <summary>Activations with options, as <see cref="ITensorEngine.ActivateWith"/> writes them.</summary>
internal static partial class DiffActivations
{
    public static DiffTensor Value(ActivationKind activation, ActivationOptions options, DiffTensor x)
    {
        var (alpha, most, threshold) = options;
        var y = activation switch
        {
            ActivationKind.Relu or ActivationKind.LeakyRelu => Select(x.Above(threshold), x.AtMost(most), Below(x, alpha, threshold)),
            ActivationKind.Elu => Select(x.Above(0.0), x, ExpMinus1(x) * alpha),
            ActivationKind.Celu => Select(x.Above(0.0), x, ExpMinus1(x * (1.0 / alpha)) * alpha),
            ActivationKind.SoftShrink => x - x.Within(-threshold, threshold),
            ActivationKind.HardShrink => Select(x.abs().NotAbove(threshold), x.All(0.0), x),
            ActivationKind.Threshold => Select(x.NotAbove(threshold), x.All(alpha), x),
            ActivationKind.Squareplus => Squareplus(x, alpha),
            _ => throw BufferChecks.NoOptions(activation),
        };
        return y + x.Nothing();
    }

    /// <summary>f′(x)</summary>
    public static DiffTensor Derivative(ActivationKind activation, ActivationOptions options, DiffTensor x)
    {
        var (alpha, most, threshold) = options;
        var slope = activation switch
        {
            ActivationKind.Relu or ActivationKind.LeakyRelu => Select(x.NotAbove(threshold), x.All(alpha), x.Below(most).AsNumbers(x)),
            ActivationKind.Elu => Select(x.Above(0.0), x.All(1.0), x.exp() * alpha),
            ActivationKind.Celu => Select(x.Above(0.0), x.All(1.0), (x * (1.0 / alpha)).exp()),
            ActivationKind.SoftShrink or ActivationKind.HardShrink => x.abs().Above(threshold).AsNumbers(x),
            ActivationKind.Threshold => x.Above(threshold).AsNumbers(x),
            ActivationKind.Squareplus => Squareplus(x, alpha) / Hypotenuse(x, alpha),
            _ => throw BufferChecks.NoOptions(activation),
        };
        return slope + x.Nothing();
    }

    /// <summary>α·(x − threshold), and 0 where α is, also of infinite numbers.</summary>
    private static DiffTensor Below(DiffTensor x, double alpha, double threshold) =>
        alpha == 0.0 ? x.All(0.0) : (x - threshold) * alpha;
}
