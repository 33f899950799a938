using System.Collections.Immutable;
using ModelDsl.Generators.Support;
using static ModelDsl.Generators.Ir.Operations.ShapeRules;
using static ModelDsl.Generators.Ir.Operations.TangentRules;

namespace ModelDsl.Generators.Ir.Operations;

/// <summary>Rows of a table by their index, ranges of columns, and the time steps of sequences <c>[N, steps, features]</c>.</summary>
internal static class Sequences
{
    /// <summary>
    /// Rows of a table. Operands: indices <c>[N, …]</c> and the table <c>[rows, width]</c>. Result: <c>[N, …, width]</c>.
    /// </summary>
    public static readonly OperationDefinition Gather = new(nameof(Gather), Stage.Lowering, static (operands, _) =>
    {
        Require(operands[1].Rank == 2, operands);
        return [operands[0].With([.. operands[0].Dims, operands[1].Columns])];
    })
    {
        Adjoint = static (build, op, d) =>
        [
            null,
            build.Gradient(GatherGradient!, op.Operands[1], new OperationAttributes { Type = op.Operands[1].Type }, op.Operands[0], d[0]!),
        ],
        Tangent = LinearIn(1),
        Instruction = new("Gather", static a => a.All),
        Onnx = new("Gather"),
    };

    /// <summary>Adds every row of the upstream gradient to the row of the table that it was taken from.</summary>
    public static readonly OperationDefinition GatherGradient = new(nameof(GatherGradient), Stage.Adjoint, static (operands, attributes) =>
    {
        Require(operands[1].RowDims.Equals(operands[0].Dims) && operands[1].Columns == attributes.Type!.Columns, operands);
        return [attributes.Type!];
    })
    {
        Tangent = LinearIn(1),
        Instruction = new("GatherGradient", static a => a.All),
    };

    /// <summary>Some of the columns, from the index on: <c>[m, n] → [m, count]</c>.</summary>
    public static readonly OperationDefinition Columns = new(nameof(Columns), Stage.Lowering, static (operands, attributes) =>
    {
        Require(AreColumns(attributes.Type!, operands[0], attributes.Index), operands);
        return [attributes.Type!];
    })
    {
        Adjoint = static (build, op, d) =>
            [build.Gradient(PlaceColumns!, op.Operands[0], op.Attributes with { Type = op.Operands[0].Type }, d[0]!)],
        Tangent = LinearIn(0),
        Instruction = new("Columns", Ranged),
        Onnx = new("Columns", static a => [a.Operand(0), Literal.Of(a.Attributes.Index), Literal.Of(a.Operation.Result.Type.Columns.Size)]),
    };

    /// <summary>The operand as some of the columns, from the index on; all other columns are 0: <c>[m, count] → [m, n]</c>.</summary>
    public static readonly OperationDefinition PlaceColumns = new(nameof(PlaceColumns), Stage.Lowering, static (operands, attributes) =>
    {
        Require(AreColumns(operands[0], attributes.Type!, attributes.Index), operands);
        return [attributes.Type!];
    })
    {
        Adjoint = static (build, op, d) =>
            [build.Gradient(Columns, op.Operands[0], op.Attributes with { Type = op.Operands[0].Type }, d[0]!)],
        Tangent = LinearIn(0),
        Instruction = new("PlaceColumns", Ranged),
        Onnx = new("PlaceColumns", static a => [a.Operand(0), Literal.Of(a.Attributes.Index), Literal.Of(a.Operation.Result.Type.Columns.Size)]),
    };

    /// <summary>Moves every step to the next position; the first step becomes 0.</summary>
    public static readonly OperationDefinition DelaySteps = new(nameof(DelaySteps), Stage.Adjoint, Steps)
    {
        Tangent = LinearIn(0),
        Instruction = new("DelaySteps", static a => a.All),
    };

    /// <summary>
    /// Replaces the numbers right of the diagonal by the factor: in scores <c>[…, steps, steps]</c>, the scores of later steps.
    /// </summary>
    public static readonly OperationDefinition CausalMask = new(nameof(CausalMask), Stage.Lowering, static (operands, attributes) =>
    {
        Require(operands[0].Rank > 1 && operands[0].Dims[operands[0].Rank - 2] == operands[0].Columns, operands);
        return Unary(operands, attributes);
    })
    {
        Adjoint = static (build, op, d) => [build.Gradient(CausalMask!, op.Operands[0], new OperationAttributes { Factor = 0 }, d[0]!)],
        Tangent = static (build, op, t) => [build.Tangent(CausalMask!, op.Result, new OperationAttributes { Factor = 0 }, t[0]!)],
        Instruction = new("CausalMask", static a => [a.Operand(0), a.Factor, a.Result()]),
        Onnx = new("CausalMask", static a => [a.Operand(0), a.Factor]),
        InPlace = [0],
    };

    public static readonly ImmutableArray<OperationDefinition> All =
        [Gather, GatherGradient, Columns, PlaceColumns, DelaySteps, CausalMask];

    /// <summary>Returns the type of the only operand, which is a sequence.</summary>
    private static ImmutableArray<TensorType> Steps(ImmutableArray<TensorType> operands, OperationAttributes attributes)
    {
        Require(operands[0].Rank == 3, operands);
        return Unary(operands, attributes);
    }

    private static bool AreColumns(TensorType part, TensorType whole, int first) =>
        part.RowDims.Equals(whole.RowDims) && !whole.Columns.IsBatch && first >= 0 && first + part.Columns.Size <= whole.Columns.Size;

    private static IEnumerable<string> Ranged(InstructionArguments a) => [a.Operand(0), a.Offset(a.Attributes.Index), a.Result()];
}
