using System.Collections.Immutable;
using static ModelDsl.Generators.Ir.Operations.ShapeRules;
using static ModelDsl.Generators.Ir.Operations.TangentRules;

namespace ModelDsl.Generators.Ir.Operations;

/// <summary>
/// Operations that leave out what a mask leaves out: numbers of 1 for rows that count, and 0 for rows that don't, such as padding. Their
/// results depend on the other rows alone. No number of such a row, not even a NaN, has an effect.
/// </summary>
internal static class Masks
{
    /// <summary>
    /// The product of the rows that count; the rows that don't become 0. Operands: x <c>[…, k]</c>, a kernel and the mask <c>[…]</c>. With
    /// a transposed left operand: <c>xᵀ·y</c> over the rows that count.
    /// </summary>
    public static readonly OperationDefinition MaskedMatMul = new(nameof(MaskedMatMul), Stage.Lowering, static (operands, attributes) =>
    {
        Require(operands.Length == 3 && IsMaskOf(operands[2], operands[0]), operands);
        return Matrices.MatMul.Shape([operands[0], operands[1]], attributes);
    })
    {
        Adjoint = static (build, op, d) =>
        {
            var (x, kernel, mask, g) = (op.Operands[0], op.Operands[1], op.Operands[2], d[0]!);
            return (op.Attributes.TransposeLeft, op.Attributes.TransposeRight) switch
            {
                (false, false) => [Product(g, kernel, false, true, x), Product(x, g, true, false, kernel), null],
                (false, true) => [Product(g, kernel, false, false, x), Product(g, x, true, false, kernel), null],
                _ => [Product(kernel, g, false, true, x), Product(x, g, false, false, kernel), null],
            };

            Value Product(Value left, Value right, bool transposeLeft, bool transposeRight, Value of)
            {
                var attributes = new OperationAttributes { TransposeLeft = transposeLeft, TransposeRight = transposeRight };
                return build.Reshape(build.Gradient(MaskedMatMul!, of, attributes, left, right, mask), of);
            }
        },
        Tangent = LinearIn(0, 1),
        Instruction = new("MaskedMatMul", static a =>
            [a.Operand(0), a.Operand(1), Matrices.Transpose(a.Attributes), a.Operand(2), a.Result()]),
    };

    /// <summary>
    /// The factor times the sum of the numbers that count. Operands: x and the mask, of one shape. The order of the sum depends on these
    /// numbers alone.
    /// </summary>
    public static readonly OperationDefinition MaskedSum = new(nameof(MaskedSum), Stage.Lowering, static (operands, _) =>
    {
        Require(operands.Length == 2 && operands[0] == operands[1], operands);
        return [TensorType.Scalar];
    })
    {
        Adjoint = static (build, op, d) =>
        {
            var x = op.Operands[0];
            var each = build.Gradient(
                Reductions.BroadcastScalar, x, new OperationAttributes { Type = x.Type, Factor = op.Attributes.Factor }, d[0]!);
            return [build.Gradient(Arithmetic.Where, x, op.Operands[1], each, build.Constant(x, 0)), null];
        },
        Tangent = LinearIn(0),
        Instruction = new("MaskedSum", static a => [a.Operand(0), a.Operand(1), a.Factor, a.Result()]),
    };

    /// <summary>
    /// The mean over the steps that count, in their order: <c>[N, steps, n] → [N, n]</c>; 0 when none counts. Operands: x and the mask.
    /// </summary>
    public static readonly OperationDefinition MaskedMean = new(nameof(MaskedMean), Stage.Lowering, static (operands, _) =>
    {
        Require(operands.Length == 2 && operands[0].Rank == 3 && IsMaskOf(operands[1], operands[0]), operands);
        return [operands[0].With([operands[0].Dims[0], operands[0].Columns])];
    })
    {
        Adjoint = static (build, op, d) => [build.Gradient(MaskedMeanGradient!, op.Operands[0], d[0]!, op.Operands[1]), null],
        Tangent = LinearIn(0),
        Instruction = new("MaskedMean", static a => a.All),
    };

    /// <summary>The upstream gradient, divided by the number of steps that count, at each of them; 0 at the others.</summary>
    public static readonly OperationDefinition MaskedMeanGradient = new(nameof(MaskedMeanGradient), Stage.Adjoint, static (operands, _) =>
    {
        Require(operands[0].Rank == 2 && operands[1].Rank == 2 && operands[0].Dims[0] == operands[1].Dims[0], operands);
        return [operands[1].With([.. operands[1].Dims, operands[0].Columns])];
    })
    {
        Tangent = LinearIn(0),
        Instruction = new("MaskedMeanGradient", static a => a.All),
    };

    public static readonly ImmutableArray<OperationDefinition> All = [MaskedMatMul, MaskedSum, MaskedMean, MaskedMeanGradient];

    private static bool IsMaskOf(TensorType mask, TensorType x) => mask.Dims.Equals(x.RowDims);
}
