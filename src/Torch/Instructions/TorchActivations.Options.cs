namespace ModelDsl.Engines;

/// <summary>Activations with options, as <see cref="ITensorEngine.ActivateWith"/> writes them.</summary>
internal static partial class TorchActivations
{
    public static TorchTensor Value(ActivationKind activation, ActivationOptions options, TorchTensor x)
    {
        var (alpha, most, threshold) = options;
        var y = activation switch
        {
            ActivationKind.Relu or ActivationKind.LeakyRelu => torch.where(x.Above(threshold), x.AtMost(most), Below(x, alpha, threshold)),
            ActivationKind.Elu => torch.where(x.Above(0.0), x, x.expm1().Times_(alpha)),
            ActivationKind.Celu => torch.where(x.Above(0.0), x, x.Times(1.0 / alpha).expm1_().Times_(alpha)),
            ActivationKind.SoftShrink => x.Minus(x.Within(-threshold, threshold)),
            ActivationKind.HardShrink => x.clone().Set_(x.abs().NotAbove(threshold), 0.0),
            ActivationKind.Threshold => x.clone().Set_(x.NotAbove(threshold), alpha),
            ActivationKind.Squareplus => Squareplus(x, alpha),
            _ => throw BufferChecks.NoOptions(activation),
        };
        return y.Set_(x.isnan(), double.NaN);
    }

    /// <summary>f′(x)</summary>
    public static TorchTensor Derivative(ActivationKind activation, ActivationOptions options, TorchTensor x)
    {
        var (alpha, most, threshold) = options;
        var slope = activation switch
        {
            ActivationKind.Relu or ActivationKind.LeakyRelu => x.Below(most).AsNumbers().Set_(x.NotAbove(threshold), alpha),
            ActivationKind.Elu => x.exp().Times_(alpha).Set_(x.Above(0.0), 1.0),
            ActivationKind.Celu => x.Times(1.0 / alpha).exp_().Set_(x.Above(0.0), 1.0),
            ActivationKind.SoftShrink or ActivationKind.HardShrink => x.abs().Above(threshold).AsNumbers(),
            ActivationKind.Threshold => x.Above(threshold).AsNumbers(),
            ActivationKind.Squareplus => Squareplus(x, alpha).div_(Hypotenuse(x, alpha)),
            _ => throw BufferChecks.NoOptions(activation),
        };
        return slope.Set_(x.isnan(), double.NaN);
    }

    /// <summary>α·(x − threshold), and 0 where α is, also of infinite numbers.</summary>
    private static TorchTensor Below(TorchTensor x, double alpha, double threshold) =>
        alpha == 0.0 ? torch.zeros_like(x) : x.Plus(-threshold).Times_(alpha);
}
