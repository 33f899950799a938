using System.Collections.Immutable;
using ModelDsl.Generators.Ir.Rules;
using ModelDsl.Generators.Support;
using static ModelDsl.Generators.Ir.Operations.ShapeRules;
using static ModelDsl.Generators.Ir.Operations.TangentRules;

namespace ModelDsl.Generators.Ir.Operations;

/// <summary>
/// Normalization. Mean and variance are taken over groups of numbers. The last axis is divided into groups. The other dimensions of the
/// statistics decide over which of the other axes they are taken. Statistics of columns: as many groups as columns, and a type
/// <c>[columns]</c>. Statistics of rows: one group, and one number for each row.
/// </summary>
internal static class Normalizations
{
    /// <summary>
    /// <c>(x − mean)/√(variance + ε)</c> with the statistics of each group. The statistics, which have the attributes' type, are further
    /// results. They are only for running averages: no gradient passes through them.
    /// </summary>
    public static readonly OperationDefinition Standardize = new(nameof(Standardize), Stage.Lowering, static (operands, attributes) =>
    {
        Require(operands.Length == 1 && AreStatistics(operands[0], attributes), operands);
        return [operands[0], attributes.Type!, attributes.Type!];
    })
    {
        Adjoint = static (build, op, d) => d[1] is null && d[2] is null
            ? [build.Gradient(StandardizeGradient!, op.Operands[0], op.Attributes, op.Results[0], op.Results[2], d[0]!)]
            : throw new InvalidOperationException("Nothing can be derived through the statistics of Standardize."),
        Tangent = static (build, op, t) =>
        {
            // The Jacobian of the standardized numbers is symmetric. The tangent of 1/√(v + ε) times the mean of s·t is half of the change
            // through v.
            var (s, variance, of) = (op.Results[0], op.Results[2], op.Attributes);
            var correlation = build.Means(build.Multiply(s, t[0]!, s), of, variance);
            var root = build.Tangent(ReciprocalSqrt!, variance, new OperationAttributes { Epsilon = of.Epsilon }, variance);
            return [build.Adjoint(op, t[0]!), build.Means(t[0]!, of, op.Results[1]),
                build.Scale(build.Tangent(Arithmetic.Divide, variance, correlation, root), 2, variance)];
        },
        Instruction = new("Standardize", static a => [a.Operand(0), Groups(a), Epsilon(a), a.Result(0), a.Result(1), a.Result(2)]),
        Onnx = new("Standardize", static a => [a.Operand(0), Groups(a), Epsilon(a)])
        {
            // Statistics of the batch exist only in training; those of rows belong to LayerNormalization.
            Fits = static operation => operation.Attributes.Type!.IsPerSample,
            MayRemain = static operation =>
                operation.Attributes.Type!.Dims.Equals([operation.Operands[0].Type.Dims[0], operation.Attributes.Groups]),
        },
        InPlace = [0],
    };

    /// <summary>The gradient of the input. Operands: the standardized numbers, the variance and the upstream gradient.</summary>
    public static readonly OperationDefinition StandardizeGradient = new(nameof(StandardizeGradient), Stage.Adjoint,
        static (operands, attributes) =>
    {
        Require(operands[0] == operands[2] && operands[1] == attributes.Type && AreStatistics(operands[0], attributes), operands);
        return [operands[0]];
    })
    {
        Tangent = static (build, op, t) => [StandardizeGradientTangent(build, op, t)],
        Instruction = new("StandardizeGradient", static a => [a.Operand(0), a.Operand(1), a.Operand(2), Groups(a), Epsilon(a), a.Result()]),
        InPlace = [0, 2],
    };

    /// <summary><c>1/√(x + ε)</c> for each element.</summary>
    public static readonly OperationDefinition ReciprocalSqrt = new(nameof(ReciprocalSqrt), Stage.Lowering, Unary)
    {
        Adjoint = static (build, op, d) =>
        {
            var (x, root) = (op.Operands[0], op.Result);
            var cube = build.Gradient(Elementwise.Multiply, x, root, build.Gradient(Elementwise.Multiply, x, root, root));
            return [build.Scale(build.Gradient(Elementwise.Multiply, x, d[0]!, cube), -0.5, x)];
        },
        Tangent = Symmetric,
        Instruction = new("ReciprocalSqrt", static a => [a.Operand(0), Epsilon(a), a.Result()]),
        Onnx = new("ReciprocalSqrt", static a => [a.Operand(0), Epsilon(a)]),
        InPlace = [0],
    };

    /// <summary>Multiplies every row by a vector.</summary>
    public static readonly OperationDefinition ScaleRows = new(nameof(ScaleRows), Stage.Lowering, WithVectors(1))
    {
        Adjoint = static (build, op, d) =>
        [
            build.Gradient(ScaleRows!, op.Operands[0], d[0]!, op.Operands[1]),
            build.Gradient(SumProducts!, op.Operands[1], d[0]!, op.Operands[0]),
        ],
        Tangent = LinearIn(0, 1),
        Instruction = new("ScaleRows", static a => a.All),
        Onnx = new("ScaleRows"),
        InPlace = [0],
    };

    /// <summary>Sums the products of two values over the rows: <c>[m, n] → [n]</c>.</summary>
    public static readonly OperationDefinition SumProducts = new(nameof(SumProducts), Stage.Adjoint, static (operands, _) =>
    {
        Require(operands[0] == operands[1], operands);
        return Reductions.SumRows.Shape([operands[0]], OperationAttributes.None);
    })
    {
        Tangent = LinearIn(0, 1),
        Instruction = new("SumProducts", static a => a.All),
    };

    /// <summary>Multiplies every row by one vector and adds another.</summary>
    public static readonly OperationDefinition ScaleShiftRows = new(nameof(ScaleShiftRows), Stage.Fusion, WithVectors(2))
    {
        Instruction = new("ScaleShiftRows", static a => a.All),
        Onnx = new("ScaleShiftRows"),
        InPlace = [0],
    };

    /// <summary>
    /// <c>gamma·(x − mean)/√(variance + ε) + beta</c> for each row. Operands: x, mean, variance, gamma and beta. Engines have these steps
    /// one by one.
    /// </summary>
    public static readonly OperationDefinition BatchNormalization = new(nameof(BatchNormalization), Stage.Export, WithVectors(4))
    {
        Onnx = new("BatchNormalization", static a => [.. a.Operation.Operands.Select(a.Name), Epsilon(a), Literal.Of(a.Attributes.Momentum)]),
    };

    /// <summary>
    /// <c>gamma·(x − mean)/√(variance + ε) + beta</c> with the statistics of each row. Operands: x, gamma and beta. Engines have
    /// <see cref="Standardize"/> and what follows it.
    /// </summary>
    public static readonly OperationDefinition LayerNormalization = new(nameof(LayerNormalization), Stage.Export, WithVectors(2))
    {
        Onnx = new("LayerNormalization", static a => [.. a.Operation.Operands.Select(a.Name), Epsilon(a)]),
    };

    public static readonly ImmutableArray<OperationDefinition> All =
        [Standardize, StandardizeGradient, ReciprocalSqrt, ScaleRows, SumProducts, ScaleShiftRows, BatchNormalization, LayerNormalization];

    private static ShapeRule WithVectors(int count) => (operands, _) =>
    {
        Require(operands.Length == 1 + count && operands.Skip(1).All(v => v.Rank == 1 && v.Columns == operands[0].Columns), operands);
        return [operands[0]];
    };

    /// <summary>
    /// Returns the tangent of <c>g = (d − mean(d) − s·mean(d·s))·r</c>, where <c>r = 1/√(v + ε)</c>. The part through d is g with the
    /// tangent of d. The part through s is <c>−(ṡ·mean(d·s) + s·mean(d·ṡ))·r</c>. The part through v is <c>−g·½·v̇·r²</c>.
    /// </summary>
    private static Value? StandardizeGradientTangent(TangentBuilder build, Operation op, ImmutableArray<Value?> t)
    {
        var (s, variance, d, of, g) = (op.Operands[0], op.Operands[1], op.Operands[2], op.Attributes, op.Result);
        var sum = LinearPart(build, op, t, 2);
        if (t[0] is null && t[1] is null) return sum;
        var root = build.Tangent(ReciprocalSqrt, g, new OperationAttributes { Epsilon = of.Epsilon }, variance);
        if (t[0] is { } standardized)
        {
            Subtract(standardized, build.Multiply(root, build.Means(build.Multiply(d, s, g), of, g), g));
            Subtract(s, build.Multiply(root, build.Means(build.Multiply(d, standardized, g), of, g), g));
        }
        if (t[1] is { } spread) Subtract(g, build.Scale(build.Multiply(build.Multiply(root, root, g), spread, g), 0.5, g));
        return sum;

        void Subtract(Value x, Value ofGroups) =>
            sum = build.Difference(sum, build.Multiply(x, build.AlongGroups(ofGroups, x.Type, of.Groups, g), g), g);
    }

    /// <summary>Returns true when there is one number for each group of the whole, of each sample, or of each row.</summary>
    private static bool AreStatistics(TensorType x, OperationAttributes attributes)
    {
        var groups = attributes.Groups;
        if (x.Rank == 0 || x.Columns.IsBatch || x.Columns.Size % groups != 0) return false;
        var statistics = attributes.Type!.Dims;
        return statistics.Equals([groups]) || statistics.Equals([x.Dims[0], groups]) || (groups == 1 && statistics.Equals(x.RowDims));
    }

    private static string Groups(InstructionArguments arguments) => Literal.Of(arguments.Attributes.Groups);

    private static string Epsilon(InstructionArguments arguments) => Literal.Of(arguments.Attributes.Epsilon);
}
