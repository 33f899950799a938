using System.Collections.Immutable;
using ModelDsl.Generators.Ir.Rules;
using static ModelDsl.Generators.Ir.Operations.ShapeRules;
using static ModelDsl.Generators.Ir.Operations.TangentRules;

namespace ModelDsl.Generators.Ir.Operations;

/// <summary>Activations that depend on more than one number: on a row, or on a tensor of slopes.</summary>
internal static class RowActivations
{
    /// <summary>The logarithm of softmax. It is one operation, because a probability may round to 0, which has no logarithm.</summary>
    public static readonly OperationDefinition LogSoftmax = new(nameof(LogSoftmax), Stage.Lowering, Unary)
    {
        Adjoint = static (build, op, d) => [build.Gradient(LogSoftmaxGradient!, op.Operands[0], op.Result, d[0]!)],
        Tangent = static (build, op, t) =>
        {
            var expected = build.Multiply(Probabilities(build, op.Result, op.Result), t[0]!, op.Result);
            return [build.Difference(t[0], build.RowSums(expected, op.Result), op.Result)];
        },
        Instruction = new("LogSoftmax", static a => a.All),
        Onnx = new("LogSoftmax"),
        InPlace = [0],
    };

    /// <summary>The gradient of the input. Operands: the output and the upstream gradient.</summary>
    public static readonly OperationDefinition LogSoftmaxGradient = new(nameof(LogSoftmaxGradient), Stage.Adjoint, Same)
    {
        Tangent = static (build, op, t) =>
        {
            var (y, d, g) = (op.Operands[0], op.Operands[1], op.Result);
            var through = t[0] is { } tangent
                ? build.Multiply(build.Multiply(Probabilities(build, y, g), tangent, g), build.RowSums(d, g), g) : null;
            return [build.Difference(LinearPart(build, op, t, 1), through, g)];
        },
        Instruction = new("LogSoftmaxGradient", static a => a.All),
        InPlace = [0, 1],
    };

    /// <summary>The probabilities nearest to each row.</summary>
    public static readonly OperationDefinition Sparsemax = new(nameof(Sparsemax), Stage.Lowering, Unary)
    {
        Adjoint = static (build, op, d) => [build.Gradient(SparsemaxGradient!, op.Operands[0], op.Result, d[0]!)],
        Tangent = Symmetric,
        Instruction = new("Sparsemax", static a => a.All),
        Onnx = new("Sparsemax"),
        InPlace = [0],
    };

    /// <summary>The gradient of the input. Operands: the output and the upstream gradient.</summary>
    public static readonly OperationDefinition SparsemaxGradient = new(nameof(SparsemaxGradient), Stage.Adjoint, Same)
    {
        Tangent = LinearIn(1),
        Instruction = new("SparsemaxGradient", static a => a.All),
        InPlace = [0, 1],
    };

    /// <summary><c>a·sigmoid(b)</c>, where a and b are the two halves of each row: <c>[m, 2n] → [m, n]</c>.</summary>
    public static readonly OperationDefinition Glu = new(nameof(Glu), Stage.Lowering, static (operands, _) => [Half(operands[0])])
    {
        Adjoint = static (build, op, d) => [build.Gradient(GluGradient!, op.Operands[0], op.Operands[0], d[0]!)],
        Tangent = static (build, op, t) =>
        {
            var (a, b, y) = (Halved(build, op.Operands[0], 0, op.Result), Halved(build, op.Operands[0], 1, op.Result), op.Result);
            var (ofA, ofB, gate) = (Halved(build, t[0]!, 0, y), Halved(build, t[0]!, 1, y), Gate(build, b, y));
            return [build.Sum(build.Multiply(ofA, gate, y), build.Multiply(a, GateSlope(build, gate, ofB, y), y), y)];
        },
        Instruction = new("Glu", static a => a.All),
        Onnx = new("Glu"),
    };

    /// <summary>The gradient of the input. Operands: the input and the upstream gradient.</summary>
    public static readonly OperationDefinition GluGradient = new(nameof(GluGradient), Stage.Adjoint, static (operands, _) =>
    {
        Require(operands[1] == Half(operands[0]), operands);
        return [operands[0]];
    })
    {
        Tangent = static (build, op, t) => [build.Sum(LinearPart(build, op, t, 1), GluGradientTangent(build, op, t[0]), op.Result)],
        Instruction = new("GluGradient", static a => a.All),
    };

    /// <summary>
    /// <c>x</c> where it is positive, and <c>slope·x</c> otherwise. Operands: x and the slopes, which have a sample's shape with 1 along
    /// the axes that share them.
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
        Tangent = static (build, op, t) =>
        {
            var slopes = t[1] is { } tangent ? build.Tangent(PRelu!, op.Result, Negative(build, op.Operands[0], op.Result), tangent) : null;
            return [build.Sum(t[0] is { } x ? build.Tangent(PReluGradient!, op.Result, op.Operands[0], op.Operands[1], x) : null,
                slopes, op.Result)];
        },
        Instruction = new("PRelu", static a => a.All),
        Onnx = new("PRelu"),
        InPlace = [0],
    };

    /// <summary>The gradient of the input. Operands: the input, the slopes and the upstream gradient.</summary>
    public static readonly OperationDefinition PReluGradient = new(nameof(PReluGradient), Stage.Adjoint, static (operands, _) =>
    {
        Require(Fits(operands[0], operands[1]) && operands[0] == operands[2], operands);
        return [operands[0]];
    })
    {
        Tangent = static (build, op, t) =>
        {
            var (x, d, g) = (op.Operands[0], op.Operands[2], op.Result);
            var slopes = t[1] is { } tangent ? build.Tangent(PReluGradient!, g, x, tangent, WhereNegative(build, x, d, g)) : null;
            return [build.Sum(LinearPart(build, op, t, 2), slopes, g)];
        },
        Instruction = new("PReluGradient", static a => a.All),
        InPlace = [0, 2],
    };

    /// <summary>The gradient of the slopes. Operands: the input and the upstream gradient.</summary>
    public static readonly OperationDefinition PReluSlopeGradient = new(nameof(PReluSlopeGradient), Stage.Adjoint,
        static (operands, attributes) =>
    {
        Require(operands[0] == operands[1] && Fits(operands[0], attributes.Type!), operands);
        return [attributes.Type!];
    })
    {
        Tangent = static (build, op, t) =>
        {
            var (x, d, g) = (op.Operands[0], op.Operands[1], op.Result);
            if (t[0] is not { } tangent) return [LinearPart(build, op, t, 1)];
            // Summed in the same way as the slopes' gradient, at −1.
            var product = build.Scale(build.Multiply(WhereNegative(build, x, d, g), tangent, g), -1, g);
            var moved = build.Tangent(PReluSlopeGradient!, g, op.Attributes, build.Constant(g, x.Type, -1), product);
            return [build.Sum(LinearPart(build, op, t, 1), moved, g)];
        },
        Instruction = new("PReluSlopeGradient", static a => a.All),
    };

    public static readonly ImmutableArray<OperationDefinition> All =
        [LogSoftmax, LogSoftmaxGradient, Sparsemax, SparsemaxGradient, Glu, GluGradient, PRelu, PReluGradient, PReluSlopeGradient];

    private static Value Probabilities(TangentBuilder build, Value logarithms, Value of) =>
        build.Tangent(Elementwise.Activate, of, new OperationAttributes { Activation = "Exponential" }, logarithms);

    private static Value Halved(TangentBuilder build, Value x, int half, Value of)
    {
        var type = Half(x.Type);
        return build.Tangent(Sequences.Columns, of, new OperationAttributes { Type = type, Index = half * type.Columns.Size }, x);
    }

    private static Value Gate(TangentBuilder build, Value b, Value of) =>
        build.Tangent(Elementwise.Activate, of, new OperationAttributes { Activation = ActivationTable.Sigmoid }, b);

    /// <summary>Returns the gate's slope times a value.</summary>
    private static Value GateSlope(TangentBuilder build, Value gate, Value times, Value of) =>
        build.Tangent(Elementwise.ActivateGradient, of, new OperationAttributes { Activation = ActivationTable.Sigmoid }, gate, times);

    /// <summary>
    /// Returns the tangent of the gradient, whose halves are <c>d·σ(b)</c> and <c>d·a·σ′(b)</c>: the parts through a and b, side by side.
    /// </summary>
    private static Value? GluGradientTangent(TangentBuilder build, Operation op, Value? tangent)
    {
        if (tangent is null) return null;
        var (d, g) = (op.Operands[1], op.Result);
        var (a, b) = (Halved(build, op.Operands[0], 0, g), Halved(build, op.Operands[0], 1, g));
        var (ofA, ofB, gate) = (Halved(build, tangent, 0, g), Halved(build, tangent, 1, g), Gate(build, b, g));
        var slope = GateSlope(build, gate, build.Multiply(d, ofB, g), g);
        // σ″ = σ′·(1 − 2σ)
        var curved = build.Multiply(build.Multiply(a, slope, g), (1 - 2 * build.Formula(gate)).Value, g);
        var second = build.Sum(GateSlope(build, gate, build.Multiply(d, ofA, g), g), curved, g)!;
        return build.Tangent(Layouts.ConcatColumns, g, slope, second);
    }

    /// <summary>Returns x where it is not positive, and 0 otherwise.</summary>
    private static Value Negative(TangentBuilder build, Value x, Value of) =>
        build.Tangent(Arithmetic.Clamp, of, new OperationAttributes { Most = 0 }, x);

    /// <summary>Returns d where x is not positive, and 0 otherwise.</summary>
    private static Value WhereNegative(TangentBuilder build, Value x, Value d, Value of) => build.Difference(
        d, build.Tangent(Elementwise.ActivateGradient, of, new OperationAttributes { Activation = "Relu" }, x, d), of)!;

    private static TensorType Half(TensorType type)
    {
        Require(type.Rank > 0 && !type.Columns.IsBatch && type.Columns.Size % 2 == 0, [type]);
        return type.With(type.RowDims.Append(type.Columns.Size / 2));
    }

    private static bool Fits(TensorType x, TensorType slopes) =>
        slopes.Rank == x.Rank - 1 && slopes.Dims.Zip(x.Dims.Skip(1), (s, d) => s == d || s == 1).All(fits => fits);
}
