using System.Collections.Immutable;
using static ModelDsl.Generators.Ir.Operations.ShapeRules;
using static ModelDsl.Generators.Ir.Operations.TangentRules;

namespace ModelDsl.Generators.Ir.Operations;

/// <summary>Sums and means, and the repetitions that are their adjoints.</summary>
internal static class Reductions
{
    /// <summary>The sum of all rows: <c>[m, n] → [n]</c>.</summary>
    public static readonly OperationDefinition SumRows = new(nameof(SumRows), Stage.Lowering,
        static (operands, _) => [operands[0].With([operands[0].Columns])])
    {
        Adjoint = static (build, op, d) =>
        {
            var zero = build.Constant(op.Operands[0], 0);
            return [build.Gradient(Matrices.AddBias, op.Operands[0], zero, d[0]!)];
        },
        Tangent = LinearIn(0),
        Instruction = new("SumRows", static a => a.All),
        Onnx = new("SumRows"),
    };

    /// <summary>The mean of each row: <c>[m, n] → [m]</c>.</summary>
    public static readonly OperationDefinition MeanColumns = new(nameof(MeanColumns), Stage.Lowering, static (operands, _) =>
    {
        Require(operands[0].Rank > 0 && !operands[0].Columns.IsBatch, operands);
        return [operands[0].With(operands[0].RowDims)];
    })
    {
        Adjoint = static (build, op, d) =>
        {
            var x = op.Operands[0];
            return [build.Gradient(BroadcastColumns!, x,
                new OperationAttributes { Type = x.Type, Factor = 1.0 / x.Type.Columns.Size }, d[0]!)];
        },
        Tangent = LinearIn(0),
        Instruction = new("MeanColumns", static a => a.All),
        Onnx = new("MeanColumns"),
    };

    /// <summary>The factor times one number of each row, repeated along the row.</summary>
    public static readonly OperationDefinition BroadcastColumns = new(nameof(BroadcastColumns), Stage.Lowering,
        static (operands, attributes) =>
    {
        Require(attributes.Type!.RowDims.Equals(operands[0].Dims) && !attributes.Type.Columns.IsBatch, operands);
        return [attributes.Type];
    })
    {
        Adjoint = static (build, op, d) =>
        {
            var mean = build.Gradient(MeanColumns, op.Operands[0], d[0]!);
            return [build.Scale(mean, op.Attributes.Factor * op.Result.Type.Columns.Size, op.Operands[0])];
        },
        Tangent = LinearIn(0),
        Instruction = new("BroadcastColumns", static a => [a.Operand(0), a.Factor, a.Result()]),
        Onnx = new("BroadcastColumns", static a => [a.Operand(0), a.Factor, a.Operation.Result.Type.Columns.ToString()]),
    };

    /// <summary>The factor times the sum of all elements.</summary>
    public static readonly OperationDefinition Sum = new(nameof(Sum), Stage.Lowering, static (_, _) => [TensorType.Scalar])
    {
        Adjoint = static (build, op, d) =>
        {
            var x = op.Operands[0];
            return [build.Gradient(BroadcastScalar!, x, new OperationAttributes { Type = x.Type, Factor = op.Attributes.Factor }, d[0]!)];
        },
        Tangent = LinearIn(0),
        Instruction = new("Sum", static a => [a.Operand(0), a.Factor, a.Result()]),
        Onnx = new("Sum", static a => [a.Operand(0), a.Factor]),
    };

    /// <summary>The factor times the sum of the squares of all elements.</summary>
    public static readonly OperationDefinition SumOfSquares = new(nameof(SumOfSquares), Stage.Fusion, static (_, _) => [TensorType.Scalar])
    {
        Instruction = new("SumOfSquares", static a => [a.Operand(0), a.Factor, a.Result()]),
        Onnx = new("SumOfSquares", static a => [a.Operand(0), a.Factor]),
    };

    /// <summary>The factor times a scalar, repeated everywhere.</summary>
    public static readonly OperationDefinition BroadcastScalar = new(nameof(BroadcastScalar), Stage.Lowering,
        static (operands, attributes) =>
    {
        Require(operands[0].Rank == 0, operands);
        return [attributes.Type!];
    })
    {
        Adjoint = static (build, op, d) =>
            [build.Gradient(Sum, op.Operands[0], new OperationAttributes { Factor = op.Attributes.Factor }, d[0]!)],
        Tangent = LinearIn(0),
        Instruction = new("BroadcastScalar", static a => [a.Operand(0), a.Factor, a.Result()]),
        Onnx = new("BroadcastScalar", static a => [a.Operand(0), a.Factor, .. Elementwise.Shape(a)]),
    };

    public static readonly ImmutableArray<OperationDefinition> All = [SumRows, MeanColumns, BroadcastColumns, Sum, SumOfSquares,
        BroadcastScalar];
}
