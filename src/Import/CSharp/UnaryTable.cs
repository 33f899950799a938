namespace ModelDsl.Import.CSharp;

/// <summary>Functions of one number: those of the library, layers with options, and lambdas.</summary>
internal static class UnaryTable
{
    private static readonly Dictionary<UnaryFunction, Func<StepBuilder, Unary, Code, Code>> Rows = new()
    {
        [UnaryFunction.Identity] = (_, _, x) => x,
        [UnaryFunction.Relu] = Function("Relu"),
        [UnaryFunction.Sigmoid] = Function("Sigmoid"),
        [UnaryFunction.HardSwish] = Function("HardSilu"),
        [UnaryFunction.Silu] = Function("Silu"),
        [UnaryFunction.QuickGelu] = Function("QuickGelu"),
        [UnaryFunction.Gelu] = Function("Gelu"),
        [UnaryFunction.GeluTanh] = Function("GeluTanh"),
        [UnaryFunction.Mish] = Function("Mish"),
        [UnaryFunction.Softplus] = Function("Softplus"),
        [UnaryFunction.Softsign] = Function("Softsign"),
        [UnaryFunction.Tanh] = Function("Tanh"),
        [UnaryFunction.Exp] = Function("Exp"),
        [UnaryFunction.Log] = Function("Log"),
        [UnaryFunction.Sqrt] = Function("Sqrt"),
        [UnaryFunction.Square] = Function("Square"),
        [UnaryFunction.Abs] = Function("Abs"),
        [UnaryFunction.Sign] = Function("Sign"),
        [UnaryFunction.Sin] = Lambda(_ => "MathF.Sin(v)"),
        [UnaryFunction.Cos] = Lambda(_ => "MathF.Cos(v)"),
        [UnaryFunction.Tan] = Lambda(_ => "MathF.Tan(v)"),
        [UnaryFunction.Sinh] = Lambda(_ => "MathF.Sinh(v)"),
        [UnaryFunction.Cosh] = Lambda(_ => "MathF.Cosh(v)"),
        [UnaryFunction.Floor] = Lambda(_ => "MathF.Floor(v)"),
        [UnaryFunction.Ceiling] = Lambda(_ => "MathF.Ceiling(v)"),
        [UnaryFunction.Asinh] = Lambda(_ => "v < 0 ? -MathF.Log(MathF.Sqrt(v * v + 1) - v) : MathF.Log(MathF.Sqrt(v * v + 1) + v)"),
        [UnaryFunction.Acosh] = Lambda(_ => "MathF.Log(v + MathF.Sqrt(v * v - 1))"),
        [UnaryFunction.Atanh] = Lambda(_ => "0.5f * MathF.Log((1 + v) / (1 - v))"),
        [UnaryFunction.Negate] = (_, _, x) => new($"-{x.Beside(Strength.Sign)}", Strength.Sign, x.Names),
        [UnaryFunction.Reciprocal] = (_, _, x) => Code.Infix(Code.Number(1), "/", x, Strength.Product),
        [UnaryFunction.Not] = (_, _, x) => Code.Infix(Code.Number(1), "-", x, Strength.Sum),
        [UnaryFunction.LeakyRelu] = (build, unary, x) => Is(unary.Alpha, 0.2) ? x.Into("LeakyRelu")
            : unary.Alpha < 0 ? x.Into($"(v => v > 0 ? v : {F(unary.Alpha)} * v)") : Layer(build, x, "LeakyReLU", "LeakyReLU", NumberText.Text(unary.Alpha)),
        [UnaryFunction.Elu] = (build, unary, x) => Is(unary.Alpha, 1) ? x.Into("Elu") : Layer(build, x, "ELU", "ELU", NumberText.Text(unary.Alpha)),
        [UnaryFunction.Celu] = (build, unary, x) =>
            Is(unary.Alpha, 1) ? x.Into("Celu")
            : unary.Alpha < 0 ? x.Into($"(v => v > 0 ? v : {F(unary.Alpha)} * (MathF.Exp(v / {F(unary.Alpha)}) - 1))") : Activation(build, x, "Celu", $"Alpha = {NumberText.Text(unary.Alpha)}"),
        [UnaryFunction.ThresholdedRelu] = (build, unary, x) => Activation(build, x, "Threshold", $"Threshold = {NumberText.Text(unary.Alpha)}"),
        [UnaryFunction.Selu] = (build, unary, x) => Is(unary.Alpha, 1.6732632) && Is(unary.Beta, 1.05070099) ? x.Into("Selu")
            : x.Into($"(v => v > 0 ? {F(unary.Beta)} * v : {F(unary.Alpha * unary.Beta)} * (MathF.Exp(v) - 1))"),
        [UnaryFunction.HardSigmoid] = (build, unary, x) => Is(unary.Alpha, 1.0 / 6) && Is(unary.Beta, 0.5) ? x.Into("HardSigmoid")
            : x.Into($"(v => Clip({F(unary.Alpha)} * v + {F(unary.Beta)}, 0, 1))"),
        [UnaryFunction.Shrink] = (build, unary, x) => unary.Beta == 0 ? Activation(build, x, "HardShrink", $"Threshold = {NumberText.Text(unary.Alpha)}")
            : unary.Beta == unary.Alpha ? Activation(build, x, "SoftShrink", $"Threshold = {NumberText.Text(unary.Alpha)}")
            : x.Into($"(v => v > {F(unary.Alpha)} ? v - {F(unary.Beta)} : v < {F(-unary.Alpha)} ? v + {F(unary.Beta)} : 0)"),
    };

    /// <summary>Activations of recurrent layers.</summary>
    private static readonly Dictionary<UnaryFunction, string> Activations = new()
    {
        [UnaryFunction.Identity] = "Linear",
        [UnaryFunction.Relu] = "Relu",
        [UnaryFunction.Sigmoid] = "Sigmoid",
        [UnaryFunction.Tanh] = "Tanh",
        [UnaryFunction.Softplus] = "Softplus",
        [UnaryFunction.Softsign] = "Softsign",
        [UnaryFunction.Elu] = "Elu",
        [UnaryFunction.HardSigmoid] = "HardSigmoid",
        [UnaryFunction.LeakyRelu] = "LeakyRelu",
    };

    /// <summary>The functions that a method has.</summary>
    public static IEnumerable<UnaryFunction> Functions => Rows.Keys;

    /// <summary>Returns a function of an expression.</summary>
    public static Code Apply(StepBuilder build, Unary unary, Code x) => Rows.TryGetValue(unary.Function, out var row)
        ? row(build, unary, x)
        : throw new CannotSay($"a method has no function {unary.Function}, so replace it by functions that docs/elementwise.md lists.");

    /// <summary>Returns the activation of a recurrent layer as an argument of its attribute.</summary>
    public static string ActivationOf(Unary unary)
    {
        var hasDefaults = unary.Function switch
        {
            UnaryFunction.HardSigmoid => Is(unary.Alpha, 1.0 / 6) && Is(unary.Beta, 0.5),
            UnaryFunction.LeakyRelu => Is(unary.Alpha, 0.2),
            UnaryFunction.Elu => Is(unary.Alpha, 1),
            _ => true,
        };
        return hasDefaults && Activations.TryGetValue(unary.Function, out var name)
            ? $"Activation.{name}"
            : throw new CannotSay($"a recurrent layer can't have the activation {unary.Function} with these parameters. Use one of docs/reference/activations.md.");
    }

    private static bool Is(double number, double expected) => Math.Abs(number - expected) <= 1e-6 * Math.Abs(expected);

    private static string F(double number) => ElementwiseRows.Float(number);

    private static Func<StepBuilder, Unary, Code, Code> Function(string name) => (_, _, x) => x.Into(name);

    private static Func<StepBuilder, Unary, Code, Code> Lambda(Func<Unary, string> text) => (_, unary, x) => x.Into($"(v => {text(unary)})");

    private static Code Layer(StepBuilder build, Code x, string name, string type, params string[] arguments) =>
        x.Into("m." + build.Layers.Declare(name, type, arguments));

    private static Code Activation(StepBuilder build, Code x, string activation, string option) =>
        Layer(build, x, activation, "Activation", $"Activation.{activation}", option);
}
