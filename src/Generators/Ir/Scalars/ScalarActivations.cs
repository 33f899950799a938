using System.Collections.Immutable;
using static ModelDsl.Generators.Ir.Scalars.ScalarOperations;

namespace ModelDsl.Generators.Ir.Scalars;

/// <summary>The elementwise activations as functions of numbers, with the derivatives that <see cref="ActivationTable"/>'s have, at kinks too; a test compares the two on every engine's oracle.</summary>
internal static class ScalarActivations
{
    private const double SeluScale = 1.0507009873554804934193349852946, SeluAlpha = 1.6732632423543772848170429916717, LeakySlope = 0.2, Shrinkage = 0.5;

    /// <summary>√(2/π), and the factor of the cube in GELU's approximation.</summary>
    private const double GeluScale = 0.79788456080286535587989211986876, GeluCubic = 0.044715;

    private static readonly ImmutableDictionary<string, Func<ScalarBuilder, int, int>> Formulas = new Dictionary<string, Func<ScalarBuilder, int, int>>
    {
        ["Relu"] = static (b, x) => Above(b, 0, x, x, Zero(b, x)),
        ["Sigmoid"] = static (b, x) => b.Append(Sigmoid, x),
        ["Tanh"] = static (b, x) => b.Append(Tanh, x),
        ["LeakyRelu"] = static (b, x) => b.Append(Less, b.Number(0), x, x, Times(b, LeakySlope, x)),
        ["Relu6"] = static (b, x) => Between(b, 0, x, 6),
        ["Elu"] = static (b, x) => b.Append(Less, b.Number(0), x, x, b.Append(ExpMinus1, x)),
        ["Selu"] = static (b, x) => Times(b, SeluScale, b.Append(Less, b.Number(0), x, x, Times(b, SeluAlpha, b.Append(ExpMinus1, x)))),
        ["Softplus"] = static (b, x) => b.Append(Softplus, x),
        ["Softsign"] = static (b, x) => b.Append(Divide, x, Plus(b, b.Append(Abs, x), 1)),
        ["Exponential"] = static (b, x) => b.Append(Exp, x),
        ["Silu"] = static (b, x) => b.Append(Multiply, x, b.Append(Sigmoid, x)),
        ["HardSigmoid"] = static (b, x) => HardGate(b, x),
        ["Celu"] = static (b, x) => b.Append(Less, b.Number(0), x, x, b.Append(ExpMinus1, x)),
        ["Gelu"] = static (b, x) => b.Append(Multiply, x, b.Append(Normal, x)),
        ["GeluTanh"] = static (b, x) =>
        {
            var cubic = b.Append(Multiply, Times(b, GeluCubic, b.Append(Multiply, x, x)), x);
            return b.Append(Multiply, x, b.Append(Sigmoid, Times(b, 2 * GeluScale, b.Append(Add, x, cubic))));
        },
        ["Mish"] = static (b, x) => b.Append(Multiply, x, b.Append(Tanh, b.Append(Softplus, x))),
        ["HardSilu"] = static (b, x) => b.Append(Multiply, x, HardGate(b, x)),
        ["HardTanh"] = static (b, x) => Between(b, -1, x, 1),
        ["TanhShrink"] = static (b, x) => b.Append(Subtract, x, b.Append(Tanh, x)),
        ["SoftShrink"] = static (b, x) => Above(b, Shrinkage, x, Plus(b, x, -Shrinkage), b.Append(Less, x, b.Number(-Shrinkage), Plus(b, x, Shrinkage), Zero(b, x))),
        ["HardShrink"] = static (b, x) => Above(b, Shrinkage, x, x, b.Append(Less, x, b.Number(-Shrinkage), x, Zero(b, x))),
        ["Squareplus"] = static (b, x) =>
        {
            // From 10⁹ on the root of x² + 4 is |x| to the last bit, and squares overflow later. Half of each, since the sum may overflow.
            var root = b.Append(Sqrt, Plus(b, b.Append(Multiply, x, x), 4));
            var size = Above(b, 1e9, x, x, b.Append(Less, x, b.Number(-1e9), b.Append(Negate, x), root));
            var (half, halfRoot) = (Times(b, 0.5, x), Times(b, 0.5, size));
            return b.Append(Less, x, b.Number(0), b.Append(Divide, b.Number(1), b.Append(Subtract, halfRoot, half)), b.Append(Add, half, halfRoot));
        },
        ["LogSigmoid"] = static (b, x) => b.Append(Negate, b.Append(Softplus, b.Append(Negate, x))),
        ["SparsePlus"] = static (b, x) =>
        {
            var next = Plus(b, x, 1);
            return Above(b, -1, x, b.Append(Less, x, b.Number(1), Times(b, 0.25, b.Append(Multiply, next, next)), x), Zero(b, x));
        },
        ["SparseSigmoid"] = static (b, x) => Between(b, 0, Times(b, 0.5, Plus(b, x, 1)), 1),
    }.ToImmutableDictionary();

    public static bool Has(string activation) => Formulas.ContainsKey(activation);

    public static int Write(ScalarBuilder build, string activation, int x) => Formulas[activation](build, x);

    /// <summary>An activation as a function.</summary>
    public static ScalarFunction Of(string activation)
    {
        var build = new ScalarBuilder();
        return build.Build(activation, 1, Write(build, activation, build.Argument(0)));
    }

    /// <summary>A number; not a number where x is none.</summary>
    private static int Constant(ScalarBuilder b, double number, int x) => b.Append(Equal, x, x, b.Number(number), x);

    private static int Zero(ScalarBuilder b, int x) => Constant(b, 0, x);

    /// <summary>A value where x is above a bound, else another.</summary>
    private static int Above(ScalarBuilder b, double bound, int x, int value, int otherwise) => b.Append(Less, b.Number(bound), x, value, otherwise);

    /// <summary>x between two bounds, at which the derivative is 0.</summary>
    private static int Between(ScalarBuilder b, double least, int x, double most) => Above(b, least, x, b.Append(Less, x, b.Number(most), x, b.Number(most)), Constant(b, least, x));

    private static int HardGate(ScalarBuilder b, int x) => b.Append(Divide, Between(b, 0, Plus(b, x, 3), 6), b.Number(6));

    private static int Plus(ScalarBuilder b, int x, double number) => b.Append(Add, x, b.Number(number));

    private static int Times(ScalarBuilder b, double factor, int x) => b.Append(Multiply, b.Number(factor), x);
}
