using ModelDsl.Generators.Ir;
using static System.Math;

namespace ModelDsl.Generators.Passes.Autodiff;

/// <summary>
/// The derivatives of activations' slopes, which second derivatives are made of: a row for every activation, written with the operations
/// that exist. A slope is a function of what the activation saves, its output y or its input x, and is derived by that. Null where an
/// activation is made of straight lines: its slope has steps, and no derivative but 0.
/// </summary>
internal static class ActivationCurvature
{
    private static readonly double GeluScale = Sqrt(2 / PI);
    private const double GeluCubic = 0.044715;

    /// <summary>Beyond, the derivatives of slopes of smooth activations are below the smallest float32, but their factors may overflow.</summary>
    private const double Far = 30;

    /// <summary>By what an activation's row says that it saves.</summary>
    public static IReadOnlyDictionary<string, Func<Formula, Formula>?> OfSaved { get; } = new Dictionary<string, Func<Formula, Formula>?>
    {
        ["Relu"] = null,
        ["Sigmoid"] = static y => 1 - 2 * y,
        ["Tanh"] = static y => -2 * y,
        ["LeakyRelu"] = null,
        ["Relu6"] = null,
        ["Elu"] = static y => 1 - y.Above(0),
        ["Selu"] = static y => 1 - y.Above(0),
        ["Softplus"] = static x => SigmoidSlope(x),
        ["Softsign"] = static x => -2 * x.Sign() / Cube(1 + x.Abs()),
        ["Exponential"] = static y => y.Of(1),
        ["Silu"] = static x =>
        {
            var (near, s) = (x.Clamp(-Far, Far), x.Activate("Sigmoid"));
            return s * (1 - s) * (2 + near * (1 - 2 * s));
        },
        ["HardSigmoid"] = null,
        ["Celu"] = static y => 1 - y.Above(0),
        ["Gelu"] = static x =>
        {
            var square = Square(x.Clamp(-Far, Far));
            return GeluScale / 2 * ((-0.5 * square).Exp() * (2 - square));
        },
        ["GeluTanh"] = static x =>
        {
            // x·s(u), where s is the sigmoid, u = c·(x + a·x³): 2·s′·u′ + x·(s″·u′² + s′·u″).
            var (near, c) = (x.Clamp(-Far, Far), 2 * GeluScale);
            var square = Square(near);
            var s = (c * (near * (1 + GeluCubic * square))).Activate("Sigmoid");
            var (slope, u1, u2) = (s * (1 - s), c * (1 + 3 * GeluCubic * square), 6 * c * GeluCubic * near);
            return slope * (2 * u1 + near * (Square(u1) * (1 - 2 * s) + u2));
        },
        ["Mish"] = static x =>
        {
            // x·t(p), where t is the hyperbolic tangent, p softplus, whose derivative is the sigmoid s: 2·t′·s + x·(t″·s² + t′·s′).
            var (near, s, t) = (x.Clamp(-Far, Far), x.Activate("Sigmoid"), x.Activate("Softplus").Activate("Tanh"));
            return (1 - Square(t)) * s * (2 + near * (1 - s - 2 * t * s));
        },
        ["HardSilu"] = static x => 1 / 3.0 * (x.Above(-3) - x.Above(3)),
        ["HardTanh"] = null,
        ["TanhShrink"] = static x =>
        {
            var t = x.Activate("Tanh");
            return 2 * t * (1 - Square(t));
        },
        ["SoftShrink"] = null,
        ["HardShrink"] = null,
        // The slope is y²/(y² + 1), b being 4.
        ["Squareplus"] = static y => 2 * y / Square(1 + Square(y)),
        ["LogSigmoid"] = static x => -1 * SigmoidSlope(x),
        ["SparsePlus"] = static x => 0.5 * (x.Above(-1) - x.Above(1)),
        ["SparseSigmoid"] = null,
        ["Threshold"] = null,
    };

    /// <summary>By the input, of activations whose numbers are not their usual ones.</summary>
    public static IReadOnlyDictionary<string, Func<Formula, ActivationNumbers, Formula>?> OfInput { get; } = new Dictionary<string, Func<Formula, ActivationNumbers, Formula>?>
    {
        ["Relu"] = null,
        ["LeakyRelu"] = null,
        ["Elu"] = static (x, n) => n.Alpha * ((1 - x.Above(0)) * x.Clamp(double.NegativeInfinity, 0).Exp()),
        ["Celu"] = static (x, n) => 1 / n.Alpha * ((1 - x.Above(0)) * (1 / n.Alpha * x.Clamp(double.NegativeInfinity, 0)).Exp()),
        ["SoftShrink"] = null,
        ["HardShrink"] = null,
        // The slope is ½·(1 + x/√(x² + b)).
        ["Squareplus"] = static (x, n) => n.Alpha / 2 * Cube(Square(x).ReciprocalSqrt(n.Alpha)),
        ["Threshold"] = null,
    };

    private static Formula SigmoidSlope(Formula x)
    {
        var s = x.Activate("Sigmoid");
        return s * (1 - s);
    }

    private static Formula Square(Formula x) => x * x;

    private static Formula Cube(Formula x) => x * x * x;
}
