using System.Collections.Immutable;
using ModelDsl.Generators.Ir.Scalars;

namespace ModelDsl.Generators.Ir;

/// <summary>The table of activations. One row holds everything that the generator and the library know about an activation.</summary>
/// <remarks>
/// The library's own code is written from these rows: <c>ActivationKind</c>, the kernels of values and slopes for every engine, and the
/// functions of tensors and of numbers. It is in src/Dsl/Engines/Activations/Activations.g.cs. A test compares that file, and writes it
/// when UPDATE_SNAPSHOTS is set. The reference engine's formulas are written by hand: an oracle must not come from the same row.
/// </remarks>
internal static class ActivationTable
{
    public const string Linear = "Linear";
    public const string Softmax = "Softmax";
    public const string Sigmoid = "Sigmoid";
    public const string LogSoftmax = "LogSoftmax";
    public const string Glu = "Glu";
    public const string Sparsemax = "Sparsemax";
    public const string Relu6 = "Relu6";
    public const string LogSigmoid = "LogSigmoid";

    /// <summary>Activations that turn each number into a probability of yes.</summary>
    public static readonly ImmutableHashSet<string> YesOrNo = [Sigmoid, "HardSigmoid", "SparseSigmoid"];

    /// <summary>
    /// Activations whose results are logarithms of probabilities, each with the activation that gives these probabilities.
    /// </summary>
    public static readonly ImmutableDictionary<string, string> Logarithms =
        new Dictionary<string, string> { [LogSoftmax] = Softmax, [LogSigmoid] = Sigmoid }.ToImmutableDictionary();

    /// <summary>The numbers that make ReLU <see cref="Relu6"/>.</summary>
    public static readonly ActivationNumbers UpTo6 = new(0, 6, 0);

    /// <summary>SELU's scale and α. Klambauer et al., Self-Normalizing Neural Networks, 2017.</summary>
    private const double SeluScale = 1.0507009873554804934193349852946, SeluAlpha = 1.6732632423543772848170429916717;

    /// <summary>√(2/π), and the cubic term's factor in the tanh form of GELU. Hendrycks and Gimpel, 2016.</summary>
    private const double GeluScale = 0.79788456080286535587989211986876, GeluCubic = 0.044715;

    /// <summary>The factor in the sigmoid form of GELU. Hendrycks and Gimpel, 2016.</summary>
    private const double QuickGeluScale = 1.702;

    /// <summary>Keras 3's slope of leaky ReLU below zero.</summary>
    private const double LeakySlope = 0.2;

    public static readonly IReadOnlyList<ActivationRow> All =
    [
        new(Linear, "<c>x</c>", Flops: 0)
        {
            Value = static (x, _) => x,
            FromOutput = static y => y.Of(1),
        },
        new("Relu", "<c>max(x, 0)</c>; derivative 0 at 0.", Flops: 1)
        {
            Onnx = new("Relu"),
            Value = static (x, n) => Rectified(x, n),
            FromOutput = static y => y.Above(0, 1, 0),
            Range = Interval.NotNegative,
            Options = [ActivationOption.NegativeSlope(0), ActivationOption.MaxValue, ActivationOption.Threshold(0)],
        },
        new(Sigmoid, "<c>1 / (1 + e⁻ˣ)</c>", Flops: 1)
        {
            Onnx = new(Sigmoid),
            Value = static (x, _) => x.Sigmoid(),
            FromOutput = static y => y * (1 - y),
            Range = Interval.Unit,
        },
        new("Tanh", "<c>tanh x</c>", Flops: 1)
        {
            Onnx = new("Tanh"),
            Value = static (x, _) => x.Tanh(),
            FromOutput = static y => 1 - y * y,
            Range = Interval.Signed,
        },
        new(Softmax, "<c>eˣ / Σ eˣ</c> over the last axis.", Flops: 3)
        {
            Range = Interval.Unit,
        },
        new("LeakyRelu", "<c>x</c> where positive, otherwise <c>0.2·x</c> (Keras 3's slope); derivative 0.2 at 0.", Flops: 1)
        {
            Onnx = new("LeakyRelu", LeakySlope),
            Value = static (x, n) => Rectified(x, n),
            FromOutput = static y => y.Above(0, 1, LeakySlope),
            Options = [ActivationOption.NegativeSlope(0.2)],
        },
        new(Relu6, "<c>min(max(x, 0), 6)</c>; derivative 0 at 0 and at 6.", Flops: 1)
        {
            Onnx = new("Clamp", 0, 6),
            Value = static (x, _) => x.Between(0, 6),
            FromOutput = static y => y.Inside(0, 6, 1),
            Range = new Interval(0, 6),
        },
        new("Elu", "<c>x</c> where positive, otherwise <c>eˣ − 1</c>.", Flops: 1)
        {
            Onnx = new("Elu"),
            Value = static (x, n) => x.Above(0, x, Times(n.Alpha, x.ExpMinus1())),
            FromOutput = static y => y.Above(0, y.Of(1), y + 1),
            Range = new Interval(-1, double.PositiveInfinity),
            Options = [ActivationOption.Alpha],
        },
        new("Selu", "<c>1.05070099·elu(x, α = 1.67326324)</c>. Klambauer et al., 2017.", Flops: 1)
        {
            Onnx = new("Selu"),
            Value = static (x, _) => SeluScale * x.Above(0, x, SeluAlpha * x.ExpMinus1()),
            FromOutput = static y => y.Above(0, y.Of(SeluScale), y + SeluScale * SeluAlpha),
            Range = new Interval(-1.76, double.PositiveInfinity),
        },
        new("Softplus", "<c>log(1 + eˣ)</c>, stable for large |x|.", Flops: 1)
        {
            Onnx = new("Softplus"),
            Value = static (x, _) => x.Softplus(),
            FromInput = static x => x.Sigmoid(),
            Range = Interval.NotNegative,
        },
        new("Softsign", "<c>x / (1 + |x|)</c>", Flops: 1)
        {
            Onnx = new("Softsign"),
            Value = static (x, _) => x / (x.Abs() + 1),
            FromInput = static x => 1 / ((x.Abs() + 1) * (x.Abs() + 1)),
            Range = Interval.Signed,
        },
        new("Exponential", "<c>eˣ</c>", Flops: 1)
        {
            Onnx = new("Exp"),
            Value = static (x, _) => x.Exp(),
            FromOutput = static y => y,
            Range = Interval.NotNegative,
        },
        new("Silu", "<c>x·sigmoid(x)</c>, also called swish.", Flops: 1)
        {
            Onnx = new("Silu"),
            Value = static (x, _) => x * x.Sigmoid(),
            FromInput = static x => x.Sigmoid() * (1 + x * (1 - x.Sigmoid())),
            Range = new Interval(-0.28, double.PositiveInfinity),
        },
        new("HardSigmoid", "<c>min(max(x + 3, 0), 6) / 6</c>; derivative 0 where branches meet.", Flops: 1)
        {
            Onnx = new("HardSigmoid"),
            Value = static (x, _) => HardGate(x),
            FromInput = static x => x.Inside(-3, 3, 1 / 6.0),
            Range = Interval.Unit,
        },
        new("Celu", "<c>x</c> where positive, otherwise <c>α·(eˣᐟᵅ − 1)</c> with Keras 3's α = 1. Barron, 2017.", Flops: 1)
        {
            Onnx = new("Elu"),
            Value = static (x, n) => x.Above(0, x, Times(n.Alpha, (n.Alpha == 1 ? x : x / n.Alpha).ExpMinus1())),
            FromOutput = static y => y.Above(0, y.Of(1), y + 1),
            Range = new Interval(-1, double.PositiveInfinity),
            Options = [ActivationOption.PositiveAlpha],
        },
        new("Gelu", "<c>x·Φ(x)</c> with the normal distribution's Φ: Keras 3's default form. Hendrycks and Gimpel, 2016.", Flops: 1)
        {
            Onnx = new("Gelu"),
            Value = static (x, _) => x * x.Normal(),
            FromInput = static x => x.Normal() + GeluScale / 2 * x * (-0.5 * (x * x)).Exp(),
            Range = new Interval(-0.18, double.PositiveInfinity),
        },
        new("GeluTanh", "<c>x/2·(1 + tanh(√(2/π)·(x + 0.044715·x³)))</c>: Keras 3's <c>gelu(approximate=True)</c>.", Flops: 1)
        {
            Onnx = new("GeluTanh"),
            Value = static (x, _) => x * GeluGate(x),
            FromInput = GeluTanhSlope,
            Range = new Interval(-0.18, double.PositiveInfinity),
        },
        new("Mish", "<c>x·tanh(log(1 + eˣ))</c>. Misra, 2019.", Flops: 1)
        {
            Onnx = new("Mish"),
            Value = static (x, _) => x * MishGate(x),
            FromInput = static x => MishGate(x) + x * ((1 - MishGate(x) * MishGate(x)) * x.Sigmoid()),
            Range = new Interval(-0.31, double.PositiveInfinity),
        },
        new("HardSilu", "<c>x·min(max(x + 3, 0), 6) / 6</c>; derivative 0 at −3 and 1 at 3.", Flops: 1)
        {
            Onnx = new("HardSilu"),
            Value = static (x, _) => x * HardGate(x),
            FromInput = static x => x.Above(-3, x.Below(3, x / 3 + 0.5, x.Of(1)), x.Of(0)),
            Range = new Interval(-0.375, double.PositiveInfinity),
        },
        new("HardTanh", "<c>min(max(x, −1), 1)</c>; derivative 0 at −1 and at 1.", Flops: 1)
        {
            Onnx = new("Clamp", -1, 1),
            Value = static (x, _) => x.Between(-1, 1),
            FromOutput = static y => y.Inside(-1, 1, 1),
            Range = Interval.Signed,
        },
        new("TanhShrink", "<c>x − tanh x</c>", Flops: 1)
        {
            Value = static (x, _) => x.Abs().Below(0.5, TanhShrinkNear(x), x - x.Tanh()),
            FromInput = static x => x.Tanh() * x.Tanh(),
        },
        new("SoftShrink", "<c>x − 0.5</c> above 0.5, <c>x + 0.5</c> below −0.5, otherwise 0; derivative 0 at −0.5 and at 0.5.", Flops: 1)
        {
            Onnx = new("SoftShrink", 0.5),
            Value = static (x, n) => Beyond(x, n.Threshold, x - n.Threshold, x + n.Threshold),
            FromOutput = static y => y.Append(ScalarOperations.Equal, y.Of(0), y.Of(0), y.Of(1)),
            Options = [ActivationOption.Threshold(0.5)],
        },
        new("HardShrink", "<c>x</c> where |x| is above 0.5, otherwise 0; derivative 0 at −0.5 and at 0.5.", Flops: 1)
        {
            Onnx = new("HardShrink", 0.5),
            Value = static (x, n) => Beyond(x, n.Threshold, x, x),
            FromOutput = static y => y.Append(ScalarOperations.Equal, y.Of(0), y.Of(0), y.Of(1)),
            Options = [ActivationOption.Threshold(0.5)],
        },
        new("Squareplus", "<c>(x + √(x² + 4)) / 2</c>. Barron, 2021.", Flops: 1)
        {
            Value = Squareplus,
            FromOutput = static y => 1 / (1 + 1 / y / y),
            Range = Interval.NotNegative,
            Options = [ActivationOption.B],
        },
        new(LogSigmoid, "<c>−log(1 + e⁻ˣ)</c>, stable for large |x|.", Flops: 1)
        {
            Onnx = new(LogSigmoid),
            Value = static (x, _) => -(-x).Softplus(),
            FromInput = static x => (-x).Sigmoid(),
            Range = Interval.NotPositive,
        },
        new("SparsePlus", "0 up to −1, <c>(x + 1)² / 4</c> up to 1, <c>x</c> above.", Flops: 1)
        {
            Value = static (x, _) => x.Above(-1, x.Below(1, 0.25 * ((x + 1) * (x + 1)), x), x.ConstantUnlessNaN(0)),
            FromInput = static x => (0.5 * (x + 1)).Between(0, 1),
            Range = Interval.NotNegative,
        },
        new("SparseSigmoid", "<c>min(max((x + 1) / 2, 0), 1)</c>; derivative 0 at −1 and at 1.", Flops: 1)
        {
            Value = static (x, _) => (0.5 * (x + 1)).Between(0, 1),
            FromOutput = static y => y.Inside(0, 1, 0.5),
            Range = Interval.Unit,
        },
        new(LogSoftmax, "<c>x − log Σ eˣ</c> over the last axis: the logarithm of softmax, finite for logits of any finite size.", Flops: 3)
        {
            Range = Interval.NotPositive,
        },
        new(Glu, "<c>a·sigmoid(b)</c>, where a and b are the halves of the last axis: it gives half as many numbers as it takes. Dauphin et al., 2016.", Flops: 2),
        new("Threshold", "<c>x</c> above a threshold, otherwise a fixed value. Both numbers are 0 unless you set them; derivative 0 at the threshold.", Flops: 1)
        {
            Value = static (x, n) => x.Above(n.Threshold, x, x.ConstantUnlessNaN(n.Alpha)),
            FromOutput = static y => y.Above(0, 1, 0),
            Range = Interval.NotNegative,
            Options = [ActivationOption.AnyThreshold, ActivationOption.DefaultValue],
        },
        new(Sparsemax, "<c>max(x − τ, 0)</c> with the τ that makes the sum over the last axis 1: probabilities of which many are 0. Martins and Astudillo, 2016.", Flops: 3)
        {
            Range = Interval.Unit,
        },
        new("QuickGelu", "<c>x·sigmoid(1.702·x)</c>: GELU with a sigmoid instead of Φ. Hendrycks and Gimpel, 2016.", Flops: 1)
        {
            Value = static (x, _) => x * QuickGeluGate(x),
            // x is multiplied last, by a factor that is 0 far from 0. Otherwise 1.702·x would overflow.
            FromInput = static x => QuickGeluGate(x) + x * (QuickGeluScale * (QuickGeluGate(x) * (1 - QuickGeluGate(x)))),
            Range = new Interval(-0.17, double.PositiveInfinity),
        },
    ];

    /// <summary>Elementwise activations, without the linear one.</summary>
    public static IEnumerable<ActivationRow> Elementwise => All.Where(row => row.Value is not null && row.Name != Linear);

    /// <summary>
    /// Activations that are functions of tensors and of numbers under their own names. The exponential is called <c>Exp</c>, and a
    /// threshold needs numbers.
    /// </summary>
    public static IEnumerable<ActivationRow> Functions => Elementwise.Where(row => row.Name is not ("Exponential" or "Threshold"));

    public static ActivationRow Of(string name) => All.First(row => row.Name == name);

    public static bool Has(string name) => All.Any(row => row.Name == name);

    /// <summary>Returns a product. A factor of 1 needs no operation.</summary>
    private static Scalar Times(double factor, Scalar x) => factor == 1 ? x : factor * x;

    /// <summary>Returns x from the threshold up to a maximum, and a line with a slope below the threshold.</summary>
    private static Scalar Rectified(Scalar x, ActivationNumbers n) => x.Above(
        n.Threshold, double.IsPositiveInfinity(n.MaxValue) ? x : x.Below(n.MaxValue, x, x.Of(n.MaxValue)),
        n.Alpha == 0 ? x.ConstantUnlessNaN(0) : n.Alpha * (n.Threshold == 0 ? x : x - n.Threshold));

    /// <summary>Returns one value above a bound, another below minus the bound, and 0 otherwise.</summary>
    private static Scalar Beyond(Scalar x, double bound, Scalar above, Scalar below) =>
        x.Above(bound, above, x.Below(-bound, below, x.ConstantUnlessNaN(0)));

    /// <summary>
    /// Returns the series of x − tanh x, for use near 0, where the difference would cancel. It has double precision up to ½.
    /// </summary>
    private static Scalar TanhShrinkNear(Scalar x)
    {
        var square = x * x;
        var series = square.Of(689005380505609448 / 263505041412702261046875.0);
        double[] coefficients =
        [
            8374643517010684 / 1298054391195577640625.0, 58870668456604 / 3698160658676859375.0, 113927491862 / 2900518163668125.0,
            18888466084 / 194896477400625.0, 443861162 / 1856156927625.0, 6404582 / 10854718875.0,
            929569 / 638512875.0, 21844 / 6081075.0, 1382 / 155925.0, 62 / 2835.0, 17 / 315.0, 2 / 15.0, 1 / 3.0,
        ];
        foreach (var coefficient in coefficients) series = coefficient - square * series;
        return x * square * series;
    }

    private static Scalar HardGate(Scalar x) => (x + 3).Between(0, 6) / 6;

    /// <summary>Returns ½·(1 + tanh u) = sigmoid(2u), without cancellation where tanh u is near −1.</summary>
    private static Scalar GeluGate(Scalar x) => (x * (2 * GeluScale + 2 * GeluScale * GeluCubic * (x * x))).Sigmoid();

    private static Scalar QuickGeluGate(Scalar x) => (QuickGeluScale * x).Sigmoid();

    private static Scalar GeluTanhSlope(Scalar x)
    {
        // Far from 0 the gate is constant, and squares would overflow.
        var near = x.Abs().Above(30, x.Of(0), x);
        var slope = 2 * GeluScale + 6 * GeluScale * GeluCubic * (near * near);
        return GeluGate(x) * (1 + near * slope * (1 - GeluGate(x)));
    }

    /// <summary>Returns tanh(log(1 + eˣ)) = (e²ˣ + 2eˣ)/(e²ˣ + 2eˣ + 2), written with e^−|x|, which never overflows.</summary>
    private static Scalar MishGate(Scalar x)
    {
        var decay = (-x.Abs()).Exp();
        var above = x.Below(0, decay * decay + 2 * decay, 1 + 2 * decay);
        return above / (above + x.Below(0, x.Of(2), 2 * (decay * decay)));
    }

    /// <summary>
    /// Returns (x + √(x² + b))/2. Below 0 the sum would cancel, so it is computed from the product of the two roots, b/4.
    /// </summary>
    private static Scalar Squareplus(Scalar x, ActivationNumbers n)
    {
        // Far from 0, √(x² + b) equals |x| to the last bit, and squares overflow. Each term is halved, because the sum may overflow.
        var far = 1e9 * Math.Max(1, Math.Sqrt(n.Alpha));
        var size = x.Above(far, x, x.Below(-far, -x, (x * x + n.Alpha).Sqrt()));
        return x.Below(0, n.Alpha / 4 / (0.5 * size - 0.5 * x), 0.5 * size + 0.5 * x);
    }
}

/// <summary>A row of the table of activations.</summary>
/// <param name="Name">Its name in <c>ActivationKind</c>.</param>
/// <param name="Summary">Its formula, for readers.</param>
/// <param name="Flops">Number of operations for an element, as summaries count them.</param>
internal sealed record ActivationRow(string Name, string Summary, int Flops)
{
    /// <summary>Its value; null when the activation is not elementwise.</summary>
    public Func<Scalar, ActivationNumbers, Scalar>? Value { get; init; }

    /// <summary>The derivative as a function of the output, with the default numbers. Then the input need not be kept.</summary>
    public Func<Scalar, Scalar>? FromOutput { get; init; }

    /// <summary>
    /// The derivative as a function of the input, with the default numbers. When both are null, it is derived from the value.
    /// </summary>
    public Func<Scalar, Scalar>? FromInput { get; init; }

    /// <summary>An interval that holds every result, with the default numbers.</summary>
    public Interval Range { get; init; } = Interval.Any;

    /// <summary>The numbers in its formula that a layer may set.</summary>
    public ImmutableArray<ActivationOption> Options { get; init; } = [];

    /// <summary>Its ONNX form with the default numbers; null when it is written from its formula.</summary>
    public OnnxActivation? Onnx { get; init; }

    /// <summary>True when the derivative is computed from the output, so that the input need not be kept.</summary>
    public bool DerivativeFromOutput => FromOutput is not null;

    /// <summary>Returns the value as a function of one number.</summary>
    /// <param name="numbers">Its numbers; null for the default ones.</param>
    public ScalarFunction Function(ActivationNumbers? numbers = null)
    {
        var build = new ScalarBuilder();
        return build.Build(Name, 1, Write(build, build.Argument(0), numbers));
    }

    /// <summary>Returns the gradient times the derivative, as a function of the saved value and the gradient.</summary>
    public ScalarFunction GradientFunction()
    {
        var build = new ScalarBuilder();
        var (saved, gradient) = (build.Argument(0), build.Argument(1));
        return build.Build(Name + "Gradient", 2, build.Append(ScalarOperations.Multiply, gradient, WriteSlope(build, saved)));
    }

    /// <summary>Returns the derivative as a function of the saved value.</summary>
    public ScalarFunction Slope()
    {
        var build = new ScalarBuilder();
        return build.Build(Name + "Slope", 1, WriteSlope(build, build.Argument(0)));
    }

    /// <summary>Writes the steps of the value.</summary>
    public int Write(ScalarBuilder build, int x, ActivationNumbers? numbers = null) => Value!(new Scalar(build, x), numbers ?? Usual).Step;

    /// <summary>Writes the steps of the derivative, with the default numbers.</summary>
    public int WriteSlope(ScalarBuilder build, int saved) => (FromOutput ?? FromInput) is { } slope
        ? slope(new Scalar(build, saved)).Step
        : build.Inline(ScalarDerivative.By(Function(), 0)!, [saved, build.Number(1)])[0];

    private ActivationNumbers Usual => ActivationNumbers.Of(name => Options.FirstOrDefault(option => option.Name == name)?.Usual);
}
