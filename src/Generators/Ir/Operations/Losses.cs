using System.Collections.Immutable;
using static ModelDsl.Generators.Ir.Operations.ShapeRules;

namespace ModelDsl.Generators.Ir.Operations;

/// <summary>
/// Softmax, and the cross-entropies that are one operation with their activation: each gives the loss of every row and, as a second
/// result, the probabilities, from which its gradient is one subtraction.
/// </summary>
internal static class Losses
{
    public static readonly OperationDefinition Softmax = new(nameof(Softmax), Stage.Lowering, Unary)
    {
        Adjoint = static (build, op, d) => [build.Gradient(SoftmaxGradient!, op.Operands[0], op.Result, d[0]!)],
        Instruction = new("Softmax", static a => a.All),
        InPlace = [0],
    };

    public static readonly OperationDefinition SoftmaxGradient = new(nameof(SoftmaxGradient), Stage.Adjoint, Same)
    {
        Instruction = new("SoftmaxGradient", static a => a.All),
        InPlace = [0, 1],
    };

    public static readonly OperationDefinition SparseSoftmaxCrossEntropyGradient = Gradient(nameof(SparseSoftmaxCrossEntropyGradient));

    public static readonly OperationDefinition SparseSoftmaxCrossEntropy =
        CrossEntropy(nameof(SparseSoftmaxCrossEntropy), sparse: true, SparseSoftmaxCrossEntropyGradient, Softmax, OperationAttributes.None);

    public static readonly OperationDefinition SoftmaxCrossEntropyGradient = Gradient(nameof(SoftmaxCrossEntropyGradient));

    public static readonly OperationDefinition SoftmaxCrossEntropy =
        CrossEntropy(nameof(SoftmaxCrossEntropy), sparse: false, SoftmaxCrossEntropyGradient, Softmax, OperationAttributes.None);

    public static readonly OperationDefinition SigmoidCrossEntropyGradient = Gradient(nameof(SigmoidCrossEntropyGradient));

    public static readonly OperationDefinition SigmoidCrossEntropy = CrossEntropy(
        nameof(SigmoidCrossEntropy), sparse: false, SigmoidCrossEntropyGradient, Elementwise.Activate,
        new OperationAttributes { Activation = ActivationTable.Sigmoid });

    public static readonly ImmutableArray<OperationDefinition> All =
    [
        Softmax, SoftmaxGradient,
        SparseSoftmaxCrossEntropy, SparseSoftmaxCrossEntropyGradient,
        SoftmaxCrossEntropy, SoftmaxCrossEntropyGradient,
        SigmoidCrossEntropy, SigmoidCrossEntropyGradient,
    ];

    /// <summary>Operands logits and labels; results losses and probabilities.</summary>
    private static OperationDefinition CrossEntropy(
        string name, bool sparse, OperationDefinition gradient, OperationDefinition activation, OperationAttributes activationAttributes) =>
        new(name, Stage.Lowering, (operands, _) =>
        {
            var (logits, labels) = (operands[0], operands[1]);
            Require(sparse ? labels.Element == ElementType.Int32 && labels.Dims.Equals(logits.RowDims) : labels == logits, operands);
            return [logits.With(logits.RowDims), logits];
        })
        {
            Adjoint = (build, op, d) =>
            {
                var (logits, labels, probabilities) = (op.Operands[0], op.Operands[1], op.Results[1]);
                var throughLosses = d[0] is { } losses ? build.Gradient(gradient, logits, probabilities, labels, losses) : null;
                if (d[1] is not { } upstream) return [throughLosses, null];

                var (rule, saved) = activation.Name == nameof(Softmax)
                    ? (SoftmaxGradient, probabilities)
                    : (Elementwise.ActivateGradient, probabilities);
                var throughProbabilities = build.Gradient(rule, logits, activationAttributes, saved, upstream);
                return [build.Sum(throughLosses, throughProbabilities, logits), null];
            },
            Instruction = new(name, static a => a.All),
        };

    /// <summary>Operands probabilities, labels and the gradient of the losses.</summary>
    private static OperationDefinition Gradient(string name) =>
        new(name, Stage.Adjoint, static (operands, _) => [operands[0]])
        {
            Instruction = new(name, static a => a.All),
            InPlace = [0],
        };
}
