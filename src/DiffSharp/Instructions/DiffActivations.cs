using static ModelDsl.Engines.DiffOperations;

namespace ModelDsl.Engines;

/// <summary>
/// Activations and their derivatives, as <see cref="ActivationKind"/> writes them, in DiffSharp's operations and in forms that neither overflow nor
/// cancel. DiffSharp has no log(1 + x), no eˣ − 1 and no error function: they are written out here.
/// </summary>
internal static partial class DiffActivations
{
    public static DiffTensor Value(ActivationKind activation, DiffTensor x) => activation switch
    {
        ActivationKind.Linear => x,
        ActivationKind.Relu or ActivationKind.Threshold => x.relu(),
        ActivationKind.Sigmoid => x.sigmoid(),
        ActivationKind.Tanh => x.tanh(),
        ActivationKind.LeakyRelu => Select(x.Above(0.0), x, x * Activations.LeakySlope),
        ActivationKind.Relu6 => x.Within(0.0, 6.0),
        ActivationKind.Elu or ActivationKind.Celu => Select(x.Above(0.0), x, ExpMinus1(x)),
        ActivationKind.Selu => Select(x.Above(0.0), x, ExpMinus1(x) * Activations.SeluAlpha) * Activations.SeluScale,
        ActivationKind.Softplus => Softplus(x),
        ActivationKind.Softsign => x / (x.abs() + 1.0),
        ActivationKind.Exponential => x.exp(),
        ActivationKind.Silu => x.sigmoid() * x,
        ActivationKind.HardSigmoid => HardGate(x),
        ActivationKind.Gelu => DiffNormal.Distribution(x) * x,
        ActivationKind.GeluTanh => GeluGate(x) * x,
        ActivationKind.Mish => Softplus(x).tanh() * x,
        ActivationKind.HardSilu => HardGate(x) * x,
        ActivationKind.HardTanh => x.Within(-1.0, 1.0),
        ActivationKind.TanhShrink => x - x.tanh(),
        ActivationKind.SoftShrink => x - x.Within(-Activations.Shrinkage, Activations.Shrinkage),
        ActivationKind.HardShrink => Select(x.abs().NotAbove(Activations.Shrinkage), x.All(0.0), x),
        ActivationKind.Squareplus => Squareplus(x, 4.0),
        ActivationKind.LogSigmoid => x.AtMost(0.0) - Rest(x),
        ActivationKind.SparsePlus => (x.Within(-1.0, 1.0) + 1.0).Squared() * 0.25 + (x - 1.0).relu(),
        ActivationKind.SparseSigmoid => ((x + 1.0) * 0.5).Within(0.0, 1.0),
        _ => throw BufferChecks.NotElementwise(activation),
    };

    /// <summary>f′, from the output or the input as <see cref="Activations.DerivativeFromOutput"/> says.</summary>
    public static DiffTensor Derivative(ActivationKind activation, DiffTensor saved) => Slope(activation, saved) + saved.Nothing();

    private static DiffTensor Slope(ActivationKind activation, DiffTensor s) => activation switch
    {
        ActivationKind.Linear => s.All(1.0),
        ActivationKind.Relu or ActivationKind.Threshold => s.Above(0.0).AsNumbers(s),
        ActivationKind.Sigmoid => s * (1.0 - s),
        ActivationKind.Tanh => 1.0 - s.Squared(),
        ActivationKind.LeakyRelu => s.Above(0.0).AsNumbers(s) * (1.0 - Activations.LeakySlope) + Activations.LeakySlope,
        ActivationKind.Relu6 => Between(s, 0.0, 6.0),
        ActivationKind.Elu or ActivationKind.Celu => Select(s.Above(0.0), s.All(1.0), s + 1.0),
        ActivationKind.Selu => Select(s.Above(0.0), s.All(Activations.SeluScale), s + Activations.SeluScale * Activations.SeluAlpha),
        ActivationKind.Softplus => s.sigmoid(),
        ActivationKind.Softsign => 1.0 / (s.abs() + 1.0).Squared(),
        ActivationKind.Exponential => s,
        ActivationKind.Silu => SiluSlope(s),
        ActivationKind.HardSigmoid => Between(s, -3.0, 3.0) * (1.0 / 6.0),
        ActivationKind.Gelu => DiffNormal.Distribution(s) + (s.Squared() * -0.5).exp() * s * (Activations.GeluScale / 2.0),
        ActivationKind.GeluTanh => GeluTanhSlope(s),
        ActivationKind.Mish => MishSlope(s),
        ActivationKind.HardSilu =>
            Select(s.NotAbove(-3.0), s.All(0.0), Select(s.NotBelow(3.0), s.All(1.0), s * (1.0 / 3.0) + 0.5)),
        ActivationKind.HardTanh => Between(s, -1.0, 1.0),
        ActivationKind.TanhShrink => s.tanh().Squared(),
        ActivationKind.SoftShrink or ActivationKind.HardShrink => 1.0 - s.Is(0.0).AsNumbers(s),
        ActivationKind.Squareplus => 1.0 / (1.0 / s / s + 1.0),
        ActivationKind.LogSigmoid => (-s).sigmoid(),
        ActivationKind.SparsePlus => ((s + 1.0) * 0.5).Within(0.0, 1.0),
        ActivationKind.SparseSigmoid => Between(s, 0.0, 1.0) * 0.5,
        _ => throw BufferChecks.NotElementwise(activation),
    };

    /// <summary>log(1 + e^−|x|), without the rounding of the sum: what it loses is put back by a first-order term.</summary>
    public static DiffTensor Rest(DiffTensor x)
    {
        var e = (-x.abs()).exp();
        var sum = e + 1.0;
        return sum.log() + (e - (sum - 1.0)) / sum;
    }

    /// <summary>eˣ − 1 without the cancellation near 0: tanh(x/2)·(eˣ + 1).</summary>
    public static DiffTensor ExpMinus1(DiffTensor x) => (x * 0.5).tanh() * (x.exp() + 1.0);

    private static DiffTensor Softplus(DiffTensor x) => Rest(x) + x.relu();

    private static DiffTensor HardGate(DiffTensor x) => (x + 3.0).Within(0.0, 6.0) * (1.0 / 6.0);

    /// <summary>1 between two bounds, else 0.</summary>
    private static DiffTensor Between(DiffTensor x, double least, double most) => (x.Above(least) * x.Below(most)).AsNumbers(x);

    /// <summary>½·(1 + tanh u) = sigmoid(2u), without cancellation where tanh u is near −1.</summary>
    private static DiffTensor GeluGate(DiffTensor x) =>
        ((x.Squared() * Activations.GeluCubic + 1.0) * x * (2.0 * Activations.GeluScale)).sigmoid();

    private static DiffTensor GeluTanhSlope(DiffTensor s)
    {
        // Beyond ±10 it is 0 or 1; the cube of the largest numbers would be infinite.
        var x = s.Within(-10.0, 10.0);
        var slope = (x.Squared() * (3.0 * Activations.GeluCubic) + 1.0) * (2.0 * Activations.GeluScale);
        return GeluGate(x) * (GeluGate(-x) * slope * x + 1.0);
    }

    private static DiffTensor SiluSlope(DiffTensor s)
    {
        var gate = s.sigmoid();
        return gate * ((1.0 - gate) * s + 1.0);
    }

    private static DiffTensor MishSlope(DiffTensor s)
    {
        var gate = Softplus(s).tanh();
        return (1.0 - gate.Squared()) * s.sigmoid() * s + gate;
    }

    /// <summary>(x + √(x² + b))/2, below zero without cancellation.</summary>
    private static DiffTensor Squareplus(DiffTensor x, double b)
    {
        // Half of each, since the sum may overflow.
        var (half, root) = (x * 0.5, Hypotenuse(x, b) * 0.5);
        return Select(x.Below(0.0), (b / 4.0) / (root - half), root + half);
    }

    /// <summary>√(x² + b), by the larger of |x| and √b, so that no square overflows.</summary>
    private static DiffTensor Hypotenuse(DiffTensor x, double b)
    {
        var root = Math.Sqrt(b);
        var (larger, smaller) = (x.abs().Within(root, double.PositiveInfinity), x.abs().Within(0.0, root));
        return ((smaller / larger).Squared() + 1.0).sqrt() * larger;
    }
}
