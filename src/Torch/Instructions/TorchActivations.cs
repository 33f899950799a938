namespace ModelDsl.Engines;

/// <summary>
/// Activations and their derivatives, as <see cref="ActivationKind"/> writes them, in forms that neither overflow nor cancel. Results are new
/// tensors, for the caller's scope to dispose.
/// </summary>
internal static partial class TorchActivations
{
    /// <summary>Whether libtorch computes an activation in place.</summary>
    public static bool IsInPlace(ActivationKind activation) =>
        activation is ActivationKind.Relu or ActivationKind.Threshold or ActivationKind.Sigmoid or ActivationKind.Tanh;

    /// <summary>Applies an activation in place.</summary>
    public static TorchTensor Apply_(ActivationKind activation, TorchTensor x) => activation switch
    {
        ActivationKind.Sigmoid => x.sigmoid_(),
        ActivationKind.Tanh => x.tanh_(),
        _ => x.relu_(),
    };

    public static TorchTensor Value(ActivationKind activation, TorchTensor x) => activation switch
    {
        ActivationKind.Relu or ActivationKind.Threshold => x.relu(),
        ActivationKind.Sigmoid => x.sigmoid(),
        ActivationKind.Tanh => x.tanh(),
        ActivationKind.LeakyRelu => torch.where(x.Above(0.0), x, x.Times(Activations.LeakySlope)),
        ActivationKind.Relu6 => x.Within(0.0, 6.0),
        ActivationKind.Elu or ActivationKind.Celu => torch.where(x.Above(0.0), x, x.expm1()),
        ActivationKind.Selu =>
            torch.where(x.Above(0.0), x, x.expm1().Times_(Activations.SeluAlpha)).Times_(Activations.SeluScale),
        ActivationKind.Softplus => Softplus(x),
        ActivationKind.Softsign => x.div(x.abs().Plus_(1.0)),
        ActivationKind.Exponential => x.exp(),
        ActivationKind.Silu => x.sigmoid().mul_(x),
        ActivationKind.HardSigmoid => HardGate(x),
        ActivationKind.Gelu => Normal(x).mul_(x),
        ActivationKind.GeluTanh => GeluGate(x).mul_(x),
        ActivationKind.Mish => Softplus(x).tanh_().mul_(x),
        ActivationKind.HardSilu => HardGate(x).mul_(x),
        ActivationKind.HardTanh => x.Within(-1.0, 1.0),
        ActivationKind.TanhShrink => x.Minus(x.tanh()),
        ActivationKind.SoftShrink => x.Minus(x.Within(-Activations.Shrinkage, Activations.Shrinkage)),
        ActivationKind.HardShrink => x.clone().Set_(x.abs().NotAbove(Activations.Shrinkage), 0.0),
        ActivationKind.Squareplus => Squareplus(x, 4.0),
        ActivationKind.LogSigmoid => x.AtMost(0.0).Minus_(Rest(x)),
        ActivationKind.SparsePlus => x.Within(-1.0, 1.0).Plus_(1.0).Squared().Times_(0.25).Plus_(x.Plus(-1.0).AtLeast_(0.0)),
        ActivationKind.SparseSigmoid => x.Plus(1.0).Times_(0.5).AtLeast_(0.0).AtMost_(1.0),
        _ => throw BufferChecks.NotElementwise(activation),
    };

    /// <summary>f′, from the output or the input as <see cref="Activations.DerivativeFromOutput"/> says.</summary>
    public static TorchTensor Derivative(ActivationKind activation, TorchTensor saved) =>
        Slope(activation, saved).Set_(saved.isnan(), double.NaN);

    private static TorchTensor Slope(ActivationKind activation, TorchTensor s) => activation switch
    {
        ActivationKind.Relu or ActivationKind.Threshold => s.Above(0.0).AsNumbers(),
        ActivationKind.Sigmoid => s.neg().Plus_(1.0).mul_(s),
        ActivationKind.Tanh => s.Squared().neg_().Plus_(1.0),
        ActivationKind.LeakyRelu => s.Above(0.0).AsNumbers().Times_(1.0 - Activations.LeakySlope).Plus_(Activations.LeakySlope),
        ActivationKind.Relu6 => s.Above(0.0).logical_and_(s.Below(6.0)).AsNumbers(),
        ActivationKind.Elu or ActivationKind.Celu => s.Plus(1.0).Set_(s.Above(0.0), 1.0),
        ActivationKind.Selu => s.Plus(Activations.SeluScale * Activations.SeluAlpha).Set_(s.Above(0.0), Activations.SeluScale),
        ActivationKind.Softplus => s.sigmoid(),
        ActivationKind.Softsign => s.abs().Plus_(1.0).Squared().reciprocal_(),
        ActivationKind.Exponential => s.clone(),
        ActivationKind.Silu => SiluSlope(s),
        ActivationKind.HardSigmoid => s.Above(-3.0).logical_and_(s.Below(3.0)).AsNumbers().Times_(1.0 / 6.0),
        ActivationKind.Gelu => Normal(s).Plus_(s.Squared().Times_(-0.5).exp_().mul_(s).Times_(Activations.GeluScale / 2.0)),
        ActivationKind.GeluTanh => GeluTanhSlope(s),
        ActivationKind.Mish => MishSlope(s),
        ActivationKind.HardSilu => s.Times(1.0 / 3.0).Plus_(0.5).Set_(s.NotAbove(-3.0), 0.0).Set_(s.NotBelow(3.0), 1.0),
        ActivationKind.HardTanh => s.Above(-1.0).logical_and_(s.Below(1.0)).AsNumbers(),
        ActivationKind.TanhShrink => s.tanh().Squared(),
        ActivationKind.SoftShrink or ActivationKind.HardShrink => s.Is(0.0).logical_not().AsNumbers(),
        ActivationKind.Squareplus => s.reciprocal().div_(s).Plus_(1.0).reciprocal_(),
        ActivationKind.LogSigmoid => s.neg().sigmoid_(),
        ActivationKind.SparsePlus => s.Plus(1.0).Times_(0.5).AtLeast_(0.0).AtMost_(1.0),
        ActivationKind.SparseSigmoid => s.Above(0.0).logical_and_(s.Below(1.0)).AsNumbers().Times_(0.5),
        _ => throw BufferChecks.NotElementwise(activation),
    };

    /// <summary>log(1 + e^−|x|)</summary>
    public static TorchTensor Rest(TorchTensor x) => x.abs().neg_().exp_().log1p_();

    public static TorchTensor Softplus(TorchTensor x) => Rest(x).Plus_(x.AtLeast(0.0));

    private static TorchTensor HardGate(TorchTensor x) => x.Plus(3.0).AtLeast_(0.0).AtMost_(6.0).Times_(1.0 / 6.0);

    /// <summary>Φ, the normal distribution, by the complement of the error function: right in both tails.</summary>
    public static TorchTensor Normal(TorchTensor x) => x.Times(-Math.Sqrt(0.5)).erfc().Times_(0.5);

    /// <summary>½·(1 + tanh u) = sigmoid(2u), without cancellation where tanh u is near −1.</summary>
    private static TorchTensor GeluGate(TorchTensor x) =>
        x.Squared().Times_(Activations.GeluCubic).Plus_(1.0).mul_(x).Times_(2.0 * Activations.GeluScale).sigmoid_();

    private static TorchTensor GeluTanhSlope(TorchTensor s)
    {
        // Beyond ±10 it is 0 or 1 in float32; the cube of the largest numbers would be infinite.
        var x = s.Within(-10.0, 10.0);
        var slope = x.Squared().Times_(3.0 * Activations.GeluCubic).Plus_(1.0).Times_(2.0 * Activations.GeluScale);
        return GeluGate(x.neg()).mul_(slope).mul_(x).Plus_(1.0).mul_(GeluGate(x));
    }

    private static TorchTensor SiluSlope(TorchTensor s)
    {
        var gate = s.sigmoid();
        return gate.neg().Plus_(1.0).mul_(s).Plus_(1.0).mul_(gate);
    }

    private static TorchTensor MishSlope(TorchTensor s)
    {
        var gate = Softplus(s).tanh_();
        return gate.Squared().neg_().Plus_(1.0).mul_(s.sigmoid()).mul_(s).Plus_(gate);
    }

    /// <summary>(x + √(x² + b))/2, below zero without cancellation.</summary>
    private static TorchTensor Squareplus(TorchTensor x, double b)
    {
        // Half of each, since the sum may overflow.
        var (half, root) = (x.Times(0.5), Hypotenuse(x, b).Times_(0.5));
        return torch.where(x.Below(0.0), root.Minus(half).reciprocal_().Times_(b / 4.0), root.Plus(half));
    }

    /// <summary>√(x² + b), by the larger of |x| and √b, so that no square overflows.</summary>
    private static TorchTensor Hypotenuse(TorchTensor x, double b)
    {
        var (larger, smaller) = (x.abs().AtLeast_(Math.Sqrt(b)), x.abs().AtMost_(Math.Sqrt(b)));
        return smaller.div_(larger).Squared().Plus_(1.0).sqrt_().mul_(larger);
    }
}
