using System.Collections.Immutable;
using ModelDsl.Generators.Support;
using static ModelDsl.Generators.Ir.Operations.ShapeRules;
using static ModelDsl.Generators.Ir.Operations.TangentRules;

namespace ModelDsl.Generators.Ir.Operations;

/// <summary>Elementwise functions, from which losses are made.</summary>
internal static class Arithmetic
{
    public static readonly OperationDefinition Divide = new(nameof(Divide), Stage.Lowering, Same)
    {
        Adjoint = static (build, op, d) =>
        {
            var (a, b) = (op.Operands[0], op.Operands[1]);
            var byA = build.Gradient(Divide!, a, d[0]!, b);
            return [byA, build.Scale(build.Gradient(Elementwise.Multiply, b, byA, op.Result), -1, b)];
        },
        Tangent = static (build, op, t) =>
        {
            var through = t[1] is { } b ? build.Multiply(op.Result, b, op.Result) : null;
            return [build.Tangent(Divide!, op.Result, build.Difference(t[0], through, op.Result)!, op.Operands[1])];
        },
        Instruction = new("Divide", static a => a.All),
        Onnx = new("Divide"),
        InPlace = [0, 1],
    };

    /// <summary>|x|. Its derivative at 0 is 0.</summary>
    public static readonly OperationDefinition Abs = new(nameof(Abs), Stage.Lowering, Unary)
    {
        Adjoint = static (build, op, d) =>
        {
            var x = op.Operands[0];
            return [build.Gradient(Elementwise.Multiply, x, d[0]!, build.Gradient(Sign!, x, x))];
        },
        Tangent = Symmetric,
        Instruction = new("Abs", static a => a.All),
        Onnx = new("Abs"),
        InPlace = [0],
    };

    /// <summary>The sign of x: −1, 0 or 1.</summary>
    public static readonly OperationDefinition Sign = new(nameof(Sign), Stage.Lowering, Unary)
    {
        Adjoint = static (build, op, _) => [build.Constant(op.Operands[0], 0)],
        Tangent = Still,
        Instruction = new("Sign", static a => a.All),
        Onnx = new("Sign"),
        InPlace = [0],
    };

    public static readonly OperationDefinition Log = new(nameof(Log), Stage.Lowering, Unary)
    {
        Adjoint = static (build, op, d) => [build.Gradient(Divide, op.Operands[0], d[0]!, op.Operands[0])],
        Tangent = Symmetric,
        Instruction = new("Log", static a => a.All),
        Onnx = new("Log"),
        InPlace = [0],
    };

    public static readonly OperationDefinition Sqrt = new(nameof(Sqrt), Stage.Lowering, Unary)
    {
        Adjoint = static (build, op, d) =>
        {
            var x = op.Operands[0];
            return [build.Gradient(Divide, x, build.Scale(d[0]!, 0.5, x), op.Result)];
        },
        Tangent = Symmetric,
        Instruction = new("Sqrt", static a => a.All),
        Onnx = new("Sqrt"),
        InPlace = [0],
    };

    /// <summary>x limited to the bounds of the attributes. The derivative is 1 at a bound, and 0 beyond.</summary>
    public static readonly OperationDefinition Clamp = new(nameof(Clamp), Stage.Lowering, Unary)
    {
        Adjoint = static (build, op, d) => [build.Gradient(ClampGradient!, op.Operands[0], op.Attributes, op.Operands[0], d[0]!)],
        Tangent = Symmetric,
        Instruction = new("Clamp", static a => [a.Operand(0), .. Bounds(a), a.Result()]),
        Onnx = new("Clamp", static a => [a.Operand(0), .. Bounds(a)]),
        InPlace = [0],
    };

    /// <summary>The gradient of a clamp. Operands: the input and the upstream gradient.</summary>
    public static readonly OperationDefinition ClampGradient = new(nameof(ClampGradient), Stage.Adjoint, Same)
    {
        Tangent = LinearIn(1),
        Instruction = new("ClampGradient", static a => [a.Operand(0), a.Operand(1), .. Bounds(a), a.Result()]),
        InPlace = [0, 1],
    };

    /// <summary>
    /// 1 where the first operand is less than the second, and 0 otherwise. With an index of 1, equal numbers give 1 too. It is piecewise
    /// constant, so its derivative is 0.
    /// </summary>
    public static readonly OperationDefinition Less = new(nameof(Less), Stage.Lowering, Same)
    {
        Adjoint = static (_, _, _) => [null, null],
        Tangent = Still,
        Instruction = new("Less", static a => [a.Operand(0), a.Operand(1), Literal.Of(a.Attributes.Index == 1), a.Result()]),
        Onnx = new("Less", static a => [a.Operand(0), a.Operand(1), Literal.Of(a.Attributes.Index == 1)]),
        InPlace = [0, 1],
    };

    /// <summary>The second operand where the first, a condition, is not 0; the third operand otherwise.</summary>
    public static readonly OperationDefinition Where = new(nameof(Where), Stage.Lowering, Same)
    {
        Adjoint = static (build, op, d) =>
        {
            var (condition, a, b) = (op.Operands[0], op.Operands[1], op.Operands[2]);
            return
            [
                null,
                build.Gradient(Where!, a, condition, d[0]!, build.Constant(a, 0)),
                build.Gradient(Where!, b, condition, build.Constant(b, 0), d[0]!),
            ];
        },
        Tangent = static (build, op, t) => t[1] is null && t[2] is null
            ? [null]
            : [build.Tangent(Where!, op.Result, op.Operands[0], t[1] ?? build.Zero(op.Result), t[2] ?? build.Zero(op.Result))],
        Instruction = new("Where", static a => a.All),
        Onnx = new("Where"),
        InPlace = [0, 1, 2],
    };

    public static readonly ImmutableArray<OperationDefinition> All = [Divide, Abs, Sign, Log, Sqrt, Clamp, ClampGradient, Less, Where];

    private static IEnumerable<string> Bounds(InstructionArguments arguments) =>
        [Literal.OfBound(arguments.Attributes.Least), Literal.OfBound(arguments.Attributes.Most)];
}
