using System.Collections.Immutable;
using ModelDsl.Generators.Support;
using static ModelDsl.Generators.Ir.Operations.ShapeRules;

namespace ModelDsl.Generators.Ir.Operations;

/// <summary>Activations that see more than one number: those of a row, or a tensor of slopes.</summary>
internal static class RowActivations
{
    /// <summary>The logarithm of softmax, kept primitive since the logarithm of a probability of 0 is none.</summary>
    public static readonly OperationDefinition LogSoftmax = new(nameof(LogSoftmax), Stage.Lowering, Unary)
    {
        Adjoint = static (build, op, d) => [build.Gradient(LogSoftmaxGradient!, op.Operands[0], op.Result, d[0]!)],
        Instruction = new("LogSoftmax", static a => a.All),
        InPlace = [0],
    };

    /// <summary>Of the output and the upstream gradient.</summary>
    public static readonly OperationDefinition LogSoftmaxGradient = new(nameof(LogSoftmaxGradient), Stage.Adjoint, Same)
    {
        Instruction = new("LogSoftmaxGradient", static a => a.All),
        InPlace = [0, 1],
    };

    /// <summary>The nearest probabilities to each row.</summary>
    public static readonly OperationDefinition Sparsemax = new(nameof(Sparsemax), Stage.Lowering, Unary)
    {
        Adjoint = static (build, op, d) => [build.Gradient(SparsemaxGradient!, op.Operands[0], op.Result, d[0]!)],
        Instruction = new("Sparsemax", static a => a.All),
        InPlace = [0],
    };

    /// <summary>Of the output and the upstream gradient.</summary>
    public static readonly OperationDefinition SparsemaxGradient = new(nameof(SparsemaxGradient), Stage.Adjoint, Same)
    {
        Instruction = new("SparsemaxGradient", static a => a.All),
        InPlace = [0, 1],
    };

    /// <summary><c>a·sigmoid(b)</c> of the two halves of each row: <c>[m, 2n] → [m, n]</c></summary>
    public static readonly OperationDefinition Glu = new(nameof(Glu), Stage.Lowering, static (operands, _) => [Half(operands[0])])
    {
        Adjoint = static (build, op, d) => [build.Gradient(GluGradient!, op.Operands[0], op.Operands[0], d[0]!)],
        Instruction = new("Glu", static a => a.All),
    };

    /// <summary>Of the input and the upstream gradient.</summary>
    public static readonly OperationDefinition GluGradient = new(nameof(GluGradient), Stage.Adjoint, static (operands, _) =>
    {
        Require(operands[1] == Half(operands[0]), operands);
        return [operands[0]];
    })
    {
        Instruction = new("GluGradient", static a => a.All),
    };

    /// <summary>
    /// <c>x</c> where positive, else <c>slope·x</c>: operands x and the slopes, of a sample's shape with 1 along the axes that share them.
    /// </summary>
    public static readonly OperationDefinition PRelu = new(nameof(PRelu), Stage.Lowering, static (operands, _) =>
    {
        Require(Fits(operands[0], operands[1]), operands);
        return [operands[0]];
    })
    {
        Adjoint = static (build, op, d) =>
        {
            var (x, slopes) = (op.Operands[0], op.Operands[1]);
            return
            [
                build.Gradient(PReluGradient!, x, x, slopes, d[0]!),
                build.Gradient(PReluSlopeGradient!, slopes, new OperationAttributes { Type = slopes.Type }, x, d[0]!),
            ];
        },
        Instruction = new("PRelu", static a => a.All),
        InPlace = [0],
    };

    /// <summary>Of the input, the slopes and the upstream gradient.</summary>
    public static readonly OperationDefinition PReluGradient = new(nameof(PReluGradient), Stage.Adjoint, static (operands, _) =>
    {
        Require(Fits(operands[0], operands[1]) && operands[0] == operands[2], operands);
        return [operands[0]];
    })
    {
        Instruction = new("PReluGradient", static a => a.All),
        InPlace = [0, 2],
    };

    /// <summary>The gradient of the slopes, of the input and the upstream gradient.</summary>
    public static readonly OperationDefinition PReluSlopeGradient = new(nameof(PReluSlopeGradient), Stage.Adjoint, static (operands, attributes) =>
    {
        Require(operands[0] == operands[1] && Fits(operands[0], attributes.Type!), operands);
        return [attributes.Type!];
    })
    {
        Instruction = new("PReluSlopeGradient", static a => a.All),
    };

    public static readonly ImmutableArray<OperationDefinition> All =
        [LogSoftmax, LogSoftmaxGradient, Sparsemax, SparsemaxGradient, Glu, GluGradient, PRelu, PReluGradient, PReluSlopeGradient];

    private static TensorType Half(TensorType type)
    {
        Require(type.Rank > 0 && !type.Columns.IsBatch && type.Columns.Size % 2 == 0, [type]);
        return type.With(type.RowDims.Append(type.Columns.Size / 2));
    }

    private static bool Fits(TensorType x, TensorType slopes) =>
        slopes.Rank == x.Rank - 1 && slopes.Dims.Zip(x.Dims.Skip(1), (s, d) => s == d || s == 1).All(fits => fits);
}
