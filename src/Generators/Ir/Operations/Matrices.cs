using System.Collections.Immutable;
using static ModelDsl.Generators.Ir.Operations.ShapeRules;
using static ModelDsl.Generators.Ir.Operations.TangentRules;

namespace ModelDsl.Generators.Ir.Operations;

/// <summary>Products of matrices. A value of shape <c>[d0, …, dk]</c> is a matrix with d0·…·d(k−1) rows and dk columns.</summary>
internal static class Matrices
{
    public static readonly OperationDefinition MatMul = new(nameof(MatMul), Stage.Lowering, static (operands, attributes) =>
    {
        var (rows, inner) = Split(operands[0], attributes.TransposeLeft);
        var (innerRight, columns) = Split(operands[1], attributes.TransposeRight);
        Require(inner.Equals(innerRight) && columns.Count == 1, operands);
        return [operands[0].With(rows.Concat(columns))];
    })
    {
        Adjoint = static (build, op, d) =>
        {
            var (a, b, g) = (op.Operands[0], op.Operands[1], d[0]!);
            return (op.Attributes.TransposeLeft, op.Attributes.TransposeRight) switch
            {
                (false, false) => [build.MatMul(g, b, false, true, a), build.MatMul(a, g, true, false, b)],
                (true, false) => [build.MatMul(b, g, false, true, a), build.MatMul(a, g, false, false, b)],
                (false, true) => [build.MatMul(g, b, false, false, a), build.MatMul(g, a, true, false, b)],
                (true, true) => [build.MatMul(b, g, true, true, a), build.MatMul(g, a, true, true, b)],
            };
        },
        Tangent = LinearIn(0, 1),
        Instruction = new("MatMul", static a => [a.Operand(0), a.Operand(1), Transpose(a.Attributes), a.Result()]),
        Onnx = new("MatMul", static a => [a.Operand(0), a.Operand(1), .. TransposeIfAny(a)]),
    };

    /// <summary>
    /// Products of matrices, one for each index of the dimensions before the last two. Both operands have the same such dimensions.
    /// </summary>
    public static readonly OperationDefinition BatchMatMul = new(nameof(BatchMatMul), Stage.Lowering, static (operands, attributes) =>
    {
        var (a, b) = (operands[0], operands[1]);
        Require(a.Rank > 2 && a.Rank == b.Rank && a.Dims.Take(a.Rank - 2).SequenceEqual(b.Dims.Take(b.Rank - 2)), operands);
        var (rows, inner) = LastTwo(a, attributes.TransposeLeft);
        var (innerRight, columns) = LastTwo(b, attributes.TransposeRight);
        Require(inner == innerRight, operands);
        return [a.With([.. a.Dims.Take(a.Rank - 2), rows, columns])];
    })
    {
        Adjoint = static (build, op, d) =>
        {
            var (a, b, g) = (op.Operands[0], op.Operands[1], d[0]!);
            return (op.Attributes.TransposeLeft, op.Attributes.TransposeRight) switch
            {
                (false, false) => [Product(g, b, false, true, a), Product(a, g, true, false, b)],
                (true, false) => [Product(b, g, false, true, a), Product(a, g, false, false, b)],
                (false, true) => [Product(g, b, false, false, a), Product(g, a, true, false, b)],
                (true, true) => [Product(b, g, true, true, a), Product(g, a, true, true, b)],
            };

            Value Product(Value left, Value right, bool transposeLeft, bool transposeRight, Value of) => build.Gradient(
                BatchMatMul!, of, new OperationAttributes { TransposeLeft = transposeLeft, TransposeRight = transposeRight }, left, right);
        },
        Tangent = LinearIn(0, 1),
        Instruction = new("BatchMatMul", static a => [a.Operand(0), a.Operand(1), Transpose(a.Attributes), a.Result()]),
        Onnx = new("BatchMatMul", static a => [a.Operand(0), a.Operand(1), .. TransposeIfAny(a)]),
    };

    /// <summary>
    /// <c>a·b + factor·c</c>. Operands: a, b and c. BLAS: gemm. It computes the gradient of a kernel together with the gradient of its
    /// penalty.
    /// </summary>
    public static readonly OperationDefinition MatMulAdd = new(nameof(MatMulAdd), Stage.Fusion, static (operands, attributes) =>
    {
        var product = MatMul.Shape([operands[0], operands[1]], attributes);
        Require(product[0].Equals(operands[2]), operands);
        return product;
    })
    {
        Instruction = new("MatMulAdd", static a =>
            [a.Operand(0), a.Operand(1), Transpose(a.Attributes), a.Operand(2), a.Factor, a.Result()]),
        Onnx = new("MatMulAdd", static a => [a.Operand(0), a.Operand(1), Transpose(a.Attributes), a.Operand(2), a.Factor]),
    };

    /// <summary>
    /// A product of each group of columns with the same group of the other operand: <c>[m, g·k]</c> and <c>[k, g·n]</c> give
    /// <c>[m, g·n]</c>. With one operand transposed it gives the gradients: <c>[m, g·n]</c> and <c>[k, g·n]</c> give <c>[m, g·k]</c>, and
    /// <c>[m, g·k]</c> and <c>[m, g·n]</c> give <c>[k, g·n]</c>.
    /// </summary>
    public static readonly OperationDefinition GroupedMatMul = new(nameof(GroupedMatMul), Stage.Lowering, static (operands, attributes) =>
    {
        var (a, b, groups) = (operands[0], operands[1], attributes.Groups);
        Require(a.Columns.Size % groups == 0 && b.Columns.Size % groups == 0 && !(attributes.TransposeLeft && attributes.TransposeRight),
            operands);
        if (attributes.TransposeLeft)
        {
            Require(a.RowDims.Equals(b.RowDims), operands);
            return [a.With([a.Columns.Size / groups, b.Columns])];
        }
        Require(b.Rank == 2 && (attributes.TransposeRight ? a.Columns == b.Columns : a.Columns.Size == groups * b.Dims[0].Size), operands);
        return [a.With([.. a.RowDims, attributes.TransposeRight ? groups * b.Dims[0].Size : b.Columns])];
    })
    {
        Adjoint = static (build, op, d) =>
        {
            var (a, b, g) = (op.Operands[0], op.Operands[1], d[0]!);
            Value Product(Value x, Value y, bool left, bool right, Value of) =>
                build.Gradient(GroupedMatMul!, of, op.Attributes with { TransposeLeft = left, TransposeRight = right }, x, y);
            return (op.Attributes.TransposeLeft, op.Attributes.TransposeRight) switch
            {
                (true, _) => [Product(b, g, false, true, a), Product(a, g, false, false, b)],
                (_, true) => [Product(g, b, false, false, a), Product(g, a, true, false, b)],
                _ => [Product(g, b, false, true, a), Product(a, g, true, false, b)],
            };
        },
        Tangent = LinearIn(0, 1),
        Instruction = new("GroupedMatMul", static a =>
            [a.Operand(0), a.Operand(1), Support.Literal.Of(a.Attributes.Groups), Transpose(a.Attributes), a.Result()]),
        Onnx = new("GroupedMatMul", static a => [a.Operand(0), a.Operand(1), Support.Literal.Of(a.Attributes.Groups), .. TransposeIfAny(a)])
        {
            Fits = static operation => !operation.Attributes.TransposeLeft,
        },
    };

    /// <summary>Adds a vector to every row.</summary>
    public static readonly OperationDefinition AddBias = new(nameof(AddBias), Stage.Lowering, static (operands, _) =>
    {
        Require(operands[1].Rank == 1 && operands[1].Columns == operands[0].Columns, operands);
        return [operands[0]];
    })
    {
        Adjoint = static (build, op, d) => [d[0], build.Gradient(Reductions.SumRows, op.Operands[1], d[0]!)],
        Tangent = static (build, op, t) => t[1] is null ? [t[0]] : Linear(build, op, t),
        Instruction = new("AddBias", static a => a.All),
        Onnx = new("AddBias"),
        InPlace = [0],
    };

    /// <summary><c>activation(x·kernel + bias)</c>. Operands: x, the kernel (perhaps transposed) and an optional bias.</summary>
    public static readonly OperationDefinition Dense = new(nameof(Dense), Stage.Fusion, static (operands, attributes) =>
        MatMul!.Shape([operands[0], operands[1]], attributes))
    {
        Instruction = new("Dense", static a =>
        [
            a.Operand(0), a.Operand(1), Transpose(a.Attributes), a.Operation.Operands.Length == 3 ? a.Operand(2) : "null", Elementwise.Activation(a), a.Result(),
        ]),
        Onnx = new("Dense", static a =>
            [.. a.Operation.Operands.Select(a.Name), .. TransposeIfAny(a, name: "transpose: ")])
        {
            Activates = true,
        },
    };

    /// <summary>
    /// <c>activation′(saved) ∘ (gradient·kernel)</c>. Operands: the gradient, the kernel (perhaps transposed) and the value that the
    /// activation saved.
    /// </summary>
    public static readonly OperationDefinition DenseGradient = new(nameof(DenseGradient), Stage.Fusion, static (operands, attributes) =>
    {
        var product = MatMul!.Shape([operands[0], operands[1]], attributes);
        Require(product[0].Equals(operands[2]), operands);
        return product;
    })
    {
        Instruction = new("DenseGradient", static a =>
            [a.Operand(0), a.Operand(1), Transpose(a.Attributes), Elementwise.Activation(a), a.Operand(2), a.Result()]),
    };

    public static readonly ImmutableArray<OperationDefinition> All = [MatMul, BatchMatMul, MatMulAdd, GroupedMatMul, AddBias, Dense,
        DenseGradient];

    /// <summary>Returns the dimensions of a matrix's rows and columns.</summary>
    private static (Support.EquatableArray<Dim> Rows, Support.EquatableArray<Dim> Columns) Split(TensorType type, bool transposed) =>
        transposed ? ([type.Columns], type.RowDims) : (type.RowDims, [type.Columns]);

    private static (Dim Rows, Dim Columns) LastTwo(TensorType type, bool transposed)
    {
        var (rows, columns) = (type.Dims[type.Rank - 2], type.Columns);
        return transposed ? (columns, rows) : (rows, columns);
    }

    private static IEnumerable<string> TransposeIfAny(InstructionArguments arguments, string name = "") =>
        arguments.Attributes is { TransposeLeft: false, TransposeRight: false } ? [] : [name + Transpose(arguments.Attributes)];

    internal static string Transpose(OperationAttributes attributes) => (attributes.TransposeLeft, attributes.TransposeRight) switch
    {
        (false, false) => "None",
        (true, false) => "Left",
        (false, true) => "Right",
        (true, true) => "Both",
    };
}
