namespace ModelDsl.Engines;

/// <summary>Activations with options, as <see cref="ITensorEngine.ActivateWith"/> writes them.</summary>
internal static partial class ReferenceActivations
{
    public static double Value(ActivationKind activation, ActivationOptions options, double x)
    {
        var (alpha, most, threshold) = options;
        if (double.IsNaN(x)) return x;
        return activation switch
        {
            ActivationKind.Relu or ActivationKind.LeakyRelu => x > threshold ? Math.Min(x, most) : alpha == 0.0 ? 0.0 : alpha * (x - threshold),
            ActivationKind.Elu => x > 0.0 ? x : alpha * ExpMinus1(x),
            ActivationKind.Celu => x > 0.0 ? x : alpha * ExpMinus1(x / alpha),
            ActivationKind.SoftShrink => Math.Abs(x) <= threshold ? 0.0 : x - Math.CopySign(threshold, x),
            ActivationKind.HardShrink => Math.Abs(x) <= threshold ? 0.0 : x,
            ActivationKind.Threshold => x > threshold ? x : alpha,
            ActivationKind.Squareplus => x < 0.0 ? alpha / 2.0 / (Math.Sqrt(x * x + alpha) - x) : (x + Math.Sqrt(x * x + alpha)) / 2.0,
            _ => throw BufferChecks.NoOptions(activation),
        };
    }

    /// <summary>f′(x)</summary>
    public static double Derivative(ActivationKind activation, ActivationOptions options, double x)
    {
        var (alpha, most, threshold) = options;
        if (double.IsNaN(x)) return x;
        return activation switch
        {
            ActivationKind.Relu or ActivationKind.LeakyRelu => x <= threshold ? alpha : x < most ? 1.0 : 0.0,
            ActivationKind.Elu => x > 0.0 ? 1.0 : alpha * Math.Exp(x),
            ActivationKind.Celu => x > 0.0 ? 1.0 : Math.Exp(x / alpha),
            ActivationKind.SoftShrink or ActivationKind.HardShrink => Math.Abs(x) > threshold ? 1.0 : 0.0,
            ActivationKind.Threshold => x > threshold ? 1.0 : 0.0,
            ActivationKind.Squareplus => Value(activation, options, x) / Math.Sqrt(x * x + alpha),
            _ => throw BufferChecks.NoOptions(activation),
        };
    }
}
