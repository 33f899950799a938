using System.Collections.Immutable;
using ModelDsl.Generators.Ir.Scalars;

namespace ModelDsl.Generators.Ir;

/// <summary>An activation's row.</summary>
/// <param name="Name">Its name in <c>ActivationKind</c>.</param>
/// <param name="DerivativeFromOutput">The derivative is computed from the output, so that the input need not be kept.</param>
/// <param name="Flops">Operations for an element, as summaries count them.</param>
internal sealed record ActivationRow(string Name, bool DerivativeFromOutput, int Flops)
{
    /// <summary>The numbers in its formula that a layer may set.</summary>
    public ImmutableArray<ActivationOption> Options { get; init; } = [];

    /// <summary>An interval that holds whatever it gives, with its usual numbers.</summary>
    public Interval Range { get; init; } = Interval.Any;
}

/// <summary>The activations, as <c>ModelDsl.ActivationKind</c> names them; a test compares the two.</summary>
internal static class ActivationTable
{
    public const string Linear = "Linear";
    public const string Softmax = "Softmax";
    public const string Sigmoid = "Sigmoid";
    public const string LogSoftmax = "LogSoftmax";
    public const string Glu = "Glu";
    public const string Sparsemax = "Sparsemax";
    public const string Relu6 = "Relu6";

    /// <summary>The numbers that make ReLU <see cref="Relu6"/>.</summary>
    public static readonly ActivationNumbers UpTo6 = new(0, 6, 0);

    public static readonly IReadOnlyList<ActivationRow> All =
    [
        new(Linear, DerivativeFromOutput: true, Flops: 0),
        new("Relu", DerivativeFromOutput: true, Flops: 1) { Range = Interval.NotNegative, Options = [ActivationOption.NegativeSlope(0), ActivationOption.MaxValue, ActivationOption.Threshold(0)] },
        new(Sigmoid, DerivativeFromOutput: true, Flops: 1) { Range = Interval.Unit },
        new("Tanh", DerivativeFromOutput: true, Flops: 1) { Range = Interval.Signed },
        new(Softmax, DerivativeFromOutput: true, Flops: 3) { Range = Interval.Unit },
        new("LeakyRelu", DerivativeFromOutput: true, Flops: 1) { Options = [ActivationOption.NegativeSlope(0.2)] },
        new(Relu6, DerivativeFromOutput: true, Flops: 1) { Range = new Interval(0, 6) },
        new("Elu", DerivativeFromOutput: true, Flops: 1) { Range = new Interval(-1, double.PositiveInfinity), Options = [ActivationOption.Alpha] },
        new("Selu", DerivativeFromOutput: true, Flops: 1) { Range = new Interval(-1.76, double.PositiveInfinity) },
        new("Softplus", DerivativeFromOutput: false, Flops: 1) { Range = Interval.NotNegative },
        new("Softsign", DerivativeFromOutput: false, Flops: 1) { Range = Interval.Signed },
        new("Exponential", DerivativeFromOutput: true, Flops: 1) { Range = Interval.NotNegative },
        new("Silu", DerivativeFromOutput: false, Flops: 1) { Range = new Interval(-0.28, double.PositiveInfinity) },
        new("HardSigmoid", DerivativeFromOutput: false, Flops: 1) { Range = Interval.Unit },
        new("Celu", DerivativeFromOutput: true, Flops: 1) { Range = new Interval(-1, double.PositiveInfinity), Options = [ActivationOption.PositiveAlpha] },
        new("Gelu", DerivativeFromOutput: false, Flops: 1) { Range = new Interval(-0.18, double.PositiveInfinity) },
        new("GeluTanh", DerivativeFromOutput: false, Flops: 1) { Range = new Interval(-0.18, double.PositiveInfinity) },
        new("Mish", DerivativeFromOutput: false, Flops: 1) { Range = new Interval(-0.31, double.PositiveInfinity) },
        new("HardSilu", DerivativeFromOutput: false, Flops: 1) { Range = new Interval(-0.375, double.PositiveInfinity) },
        new("HardTanh", DerivativeFromOutput: true, Flops: 1) { Range = Interval.Signed },
        new("TanhShrink", DerivativeFromOutput: false, Flops: 1),
        new("SoftShrink", DerivativeFromOutput: true, Flops: 1) { Options = [ActivationOption.Threshold(0.5)] },
        new("HardShrink", DerivativeFromOutput: true, Flops: 1) { Options = [ActivationOption.Threshold(0.5)] },
        new("Squareplus", DerivativeFromOutput: true, Flops: 1) { Range = Interval.NotNegative, Options = [ActivationOption.B] },
        new("LogSigmoid", DerivativeFromOutput: false, Flops: 1) { Range = Interval.NotPositive },
        new("SparsePlus", DerivativeFromOutput: false, Flops: 1) { Range = Interval.NotNegative },
        new("SparseSigmoid", DerivativeFromOutput: true, Flops: 1) { Range = Interval.Unit },
        new(LogSoftmax, DerivativeFromOutput: true, Flops: 3) { Range = Interval.NotPositive },
        new(Glu, DerivativeFromOutput: false, Flops: 2),
        new("Threshold", DerivativeFromOutput: true, Flops: 1) { Range = Interval.NotNegative, Options = [ActivationOption.AnyThreshold, ActivationOption.DefaultValue] },
        new(Sparsemax, DerivativeFromOutput: true, Flops: 3) { Range = Interval.Unit },
    ];

    /// <summary>Those that give each number for itself.</summary>
    public static IEnumerable<ActivationRow> Elementwise => All.Where(row => row.Name is not (Linear or Softmax or LogSoftmax or Glu or Sparsemax));

    public static ActivationRow Of(string name) => All.First(row => row.Name == name);

    public static bool Has(string name) => All.Any(row => row.Name == name);
}
