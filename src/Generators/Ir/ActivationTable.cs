namespace ModelDsl.Generators.Ir;

/// <summary>An activation's row.</summary>
/// <param name="Name">Its name in <c>ActivationKind</c>.</param>
/// <param name="DerivativeFromOutput">The derivative is computed from the output, so that the input need not be kept.</param>
/// <param name="Flops">Operations for an element, as summaries count them.</param>
internal sealed record ActivationRow(string Name, bool DerivativeFromOutput, int Flops);

/// <summary>The activations, as <c>ModelDsl.ActivationKind</c> names them; a test compares the two.</summary>
internal static class ActivationTable
{
    public const string Linear = "Linear";
    public const string Softmax = "Softmax";
    public const string Sigmoid = "Sigmoid";

    public static readonly IReadOnlyList<ActivationRow> All =
    [
        new(Linear, DerivativeFromOutput: true, Flops: 0),
        new("Relu", DerivativeFromOutput: true, Flops: 1),
        new(Sigmoid, DerivativeFromOutput: true, Flops: 1),
        new("Tanh", DerivativeFromOutput: true, Flops: 1),
        new(Softmax, DerivativeFromOutput: true, Flops: 3),
        new("LeakyRelu", DerivativeFromOutput: true, Flops: 1),
        new("Relu6", DerivativeFromOutput: true, Flops: 1),
        new("Elu", DerivativeFromOutput: true, Flops: 1),
        new("Selu", DerivativeFromOutput: true, Flops: 1),
        new("Softplus", DerivativeFromOutput: false, Flops: 1),
        new("Softsign", DerivativeFromOutput: false, Flops: 1),
        new("Exponential", DerivativeFromOutput: true, Flops: 1),
        new("Silu", DerivativeFromOutput: false, Flops: 1),
        new("HardSigmoid", DerivativeFromOutput: false, Flops: 1),
        new("Celu", DerivativeFromOutput: true, Flops: 1),
        new("Gelu", DerivativeFromOutput: false, Flops: 1),
        new("GeluTanh", DerivativeFromOutput: false, Flops: 1),
        new("Mish", DerivativeFromOutput: false, Flops: 1),
        new("HardSilu", DerivativeFromOutput: false, Flops: 1),
        new("HardTanh", DerivativeFromOutput: true, Flops: 1),
        new("TanhShrink", DerivativeFromOutput: false, Flops: 1),
        new("SoftShrink", DerivativeFromOutput: true, Flops: 1),
        new("HardShrink", DerivativeFromOutput: true, Flops: 1),
        new("Squareplus", DerivativeFromOutput: true, Flops: 1),
        new("LogSigmoid", DerivativeFromOutput: false, Flops: 1),
        new("SparsePlus", DerivativeFromOutput: false, Flops: 1),
        new("SparseSigmoid", DerivativeFromOutput: true, Flops: 1),
    ];

    public static ActivationRow Of(string name) => All.First(row => row.Name == name);

    public static bool Has(string name) => All.Any(row => row.Name == name);
}
