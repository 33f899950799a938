using System.Collections.Immutable;
using ModelDsl.Generators.Ir.Rules;
using static ModelDsl.Generators.Ir.Operations.ShapeRules;
using static ModelDsl.Generators.Ir.Operations.TangentRules;

namespace ModelDsl.Generators.Ir.Operations;

/// <summary>
/// Softmax, and the cross-entropies that include their activation. Each cross-entropy gives the loss of every row and, as a second result,
/// the probabilities. One subtraction computes its gradient from these.
/// </summary>
internal static class Losses
{
    public static readonly OperationDefinition Softmax = new(nameof(Softmax), Stage.Lowering, Unary)
    {
        Adjoint = static (build, op, d) => [build.Gradient(SoftmaxGradient!, op.Operands[0], op.Result, d[0]!)],
        Tangent = Symmetric,
        Instruction = new("Softmax", static a => a.All),
        Onnx = new("Softmax"),
        InPlace = [0],
    };

    public static readonly OperationDefinition SoftmaxGradient = new(nameof(SoftmaxGradient), Stage.Adjoint, Same)
    {
        Tangent = static (build, op, t) =>
        {
            // p·(d − Σ p·d)
            var (p, d, g) = (op.Operands[0], op.Operands[1], op.Result);
            var sum = LinearPart(build, op, t, 1);
            if (t[0] is not { } tangent) return [sum];
            var centered = build.Difference(d, build.RowSums(build.Multiply(p, d, g), g), g)!;
            var moved = build.Multiply(p, build.RowSums(build.Multiply(tangent, d, g), g), g);
            return [build.Difference(build.Sum(sum, build.Multiply(tangent, centered, g), g), moved, g)];
        },
        Instruction = new("SoftmaxGradient", static a => a.All),
        InPlace = [0, 1],
    };

    /// <summary>Whole numbers as class indices, for labels that share a row with other labels. They have no derivative.</summary>
    public static readonly OperationDefinition ClassIndices = new(nameof(ClassIndices), Stage.Lowering, static (operands, _) =>
    {
        Require(operands is [{ Element: ElementType.Float }], operands);
        return [operands[0] with { Element = ElementType.Int32 }];
    })
    {
        Adjoint = static (_, _, _) => [null],
        Tangent = Still,
        Instruction = new("ClassIndices", static a => a.All),
    };

    public static readonly OperationDefinition SparseSoftmaxCrossEntropyGradient = Gradient(nameof(SparseSoftmaxCrossEntropyGradient),
        static (_, _, p) => p);

    public static readonly OperationDefinition SparseSoftmaxCrossEntropy =
        CrossEntropy(nameof(SparseSoftmaxCrossEntropy), sparse: true, SparseSoftmaxCrossEntropyGradient, Softmax, OperationAttributes.None);

    public static readonly OperationDefinition SoftmaxCrossEntropyGradient = Gradient(
        nameof(SoftmaxCrossEntropyGradient), static (build, op, p) =>
            build.Multiply(p, build.RowSums(op.Operands[1], op.Result), op.Result));

    public static readonly OperationDefinition SoftmaxCrossEntropy =
        CrossEntropy(nameof(SoftmaxCrossEntropy), sparse: false, SoftmaxCrossEntropyGradient, Softmax, OperationAttributes.None);

    public static readonly OperationDefinition SigmoidCrossEntropyGradient = Gradient(
        nameof(SigmoidCrossEntropyGradient), static (build, op, p) => build.Scale(p, 1.0 / p.Type.Columns.Size, op.Result));

    public static readonly OperationDefinition SigmoidCrossEntropy = CrossEntropy(
        nameof(SigmoidCrossEntropy), sparse: false, SigmoidCrossEntropyGradient, Elementwise.Activate,
        new OperationAttributes { Activation = ActivationTable.Sigmoid });

    public static readonly ImmutableArray<OperationDefinition> All =
    [
        Softmax, SoftmaxGradient, ClassIndices,
        SparseSoftmaxCrossEntropy, SparseSoftmaxCrossEntropyGradient,
        SoftmaxCrossEntropy, SoftmaxCrossEntropyGradient,
        SigmoidCrossEntropy, SigmoidCrossEntropyGradient,
    ];

    /// <summary>Returns a cross-entropy. Operands: logits and labels. Results: losses and probabilities.</summary>
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
            Tangent = (build, op, t) =>
            {
                // The gradient of each row's loss with respect to the logits, times the tangent of the logits.
                var (logits, labels, losses, probabilities) = (t[0]!, op.Operands[1], op.Results[0], op.Results[1]);
                var slopes = build.Tangent(gradient, losses, probabilities, labels, build.Constant(losses, losses.Type, 1));
                var (rule, attributes) = activation.Name == nameof(Softmax) ? (SoftmaxGradient, activationAttributes)
                    : (Elementwise.ActivateGradient, activationAttributes);
                return [build.SumOfRows(build.Multiply(slopes, logits, losses), losses),
                    build.Tangent(rule, probabilities, attributes, probabilities, logits)];
            },
            Instruction = new(name, static a => a.All),
        };

    /// <summary>Returns the gradient of a cross-entropy. Operands: probabilities, labels and the gradient of the losses.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="scale">
    /// Returns the loss's derivative with respect to the probabilities, for an upstream gradient of 1, times the tangent of the
    /// probabilities.
    /// </param>
    private static OperationDefinition Gradient(string name, Func<TangentBuilder, Operation, Value, Value> scale) =>
        new(name, Stage.Adjoint, static (operands, _) => [operands[0]])
        {
            Tangent = (build, op, t) =>
            {
                var through = t[0] is { } tangent
                    ? build.Multiply(scale(build, op, tangent), build.AlongRows(op.Operands[2], tangent.Type, op.Result), op.Result)
                    : null;
                return [build.Sum(LinearPart(build, op, t, 2), through, op.Result)];
            },
            Instruction = new(name, static a => a.All),
            InPlace = [0],
        };
}
