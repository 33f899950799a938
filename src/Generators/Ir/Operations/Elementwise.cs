using System.Collections.Immutable;
using ModelDsl.Generators.Ir.Scalars;
using static ModelDsl.Generators.Ir.Operations.ShapeRules;
using static ModelDsl.Generators.Ir.Operations.TangentRules;

namespace ModelDsl.Generators.Ir.Operations;

/// <summary>Elementwise operations.</summary>
internal static class Elementwise
{
    /// <summary>Fills a value with the factor.</summary>
    public static readonly OperationDefinition Fill = new(nameof(Fill), Stage.Lowering, Declared)
    {
        IsConstant = true,
        Adjoint = static (_, _, _) => [],
        Tangent = Still,
        Instruction = new("Fill", static a => [a.Factor, a.Result()]),
        Onnx = new("Fill", static a => [a.Factor, .. Shape(a)]),
    };

    public static readonly OperationDefinition Copy = new(nameof(Copy), Stage.Fusion, Unary)
    {
        Instruction = new("Copy", static a => a.All),
    };

    public static readonly OperationDefinition Add = new(nameof(Add), Stage.Lowering, Same)
    {
        Adjoint = static (_, _, d) => [d[0], d[0]],
        Tangent = static (build, op, t) => [build.Sum(t[0], t[1], op.Result)],
        Instruction = new("Add", static a => a.All),
        Onnx = new("Add"),
        InPlace = [0, 1],
    };

    public static readonly OperationDefinition Subtract = new(nameof(Subtract), Stage.Lowering, Same)
    {
        Adjoint = static (build, op, d) => [d[0], build.Scale(d[0]!, -1, op.Operands[1])],
        Tangent = static (build, op, t) => [build.Difference(t[0], t[1], op.Result)],
        Instruction = new("Subtract", static a => a.All),
        Onnx = new("Subtract"),
        InPlace = [0, 1],
    };

    public static readonly OperationDefinition Multiply = new(nameof(Multiply), Stage.Lowering, Same)
    {
        Adjoint = static (build, op, d) =>
        [
            build.Gradient(Multiply!, op.Operands[0], d[0]!, op.Operands[1]),
            build.Gradient(Multiply!, op.Operands[1], d[0]!, op.Operands[0]),
        ],
        Tangent = LinearIn(0, 1),
        Instruction = new("Multiply", static a => a.All),
        Onnx = new("Multiply"),
        InPlace = [0, 1],
    };

    /// <summary>The factor times each element.</summary>
    public static readonly OperationDefinition Scale = new(nameof(Scale), Stage.Lowering, Unary)
    {
        Adjoint = static (build, op, d) => [build.Scale(d[0]!, op.Attributes.Factor, op.Operands[0])],
        Tangent = LinearIn(0),
        Instruction = new("Scale", static a => [a.Operand(0), a.Factor, a.Result()]),
        Onnx = new("Scale", static a => [a.Operand(0), a.Factor]),
        InPlace = [0],
    };

    /// <summary><c>a + factor·b</c></summary>
    public static readonly OperationDefinition AddScaled = new(nameof(AddScaled), Stage.Fusion, Same)
    {
        Instruction = new("AddScaled", static a => [a.Operand(0), a.Operand(1), a.Factor, a.Result()]),
        Onnx = new("AddScaled", static a => [a.Operand(0), a.Operand(1), a.Factor]),
        InPlace = [0, 1],
    };

    /// <summary>An activation; not softmax, which mixes elements.</summary>
    public static readonly OperationDefinition Activate = new(nameof(Activate), Stage.Lowering, Unary)
    {
        Adjoint = static (build, op, d) =>
        {
            var fromOutput = ActivationTable.Of(op.Attributes.Activation).DerivativeFromOutput;
            return [build.Gradient(ActivateGradient!, op.Operands[0], op.Attributes, fromOutput ? op.Result : op.Operands[0], d[0]!)];
        },
        Tangent = Symmetric,
        Instruction = new("Activate", static a => [Activation(a), .. a.All]),
        Onnx = OnnxForm.Inlined with { Activates = true },
        InPlace = [0],
    };

    /// <summary>The gradient of an activation. Operands: the saved value (input or output) and the upstream gradient.</summary>
    public static readonly OperationDefinition ActivateGradient = new(nameof(ActivateGradient), Stage.Adjoint, Same)
    {
        Tangent = static (build, op, t) =>
        [
            build.Sum(
                LinearPart(build, op, t, 1),
                t[0] is { } tangent && ScalarDerivative.By(ActivationTable.Of(op.Attributes.Activation).GradientFunction(),
                    0) is { } curvature
                    ? build.Tangent(Maps.Map, op.Result, new OperationAttributes { Function = curvature }, [.. op.Operands, tangent])
                    : null,
                op.Result),
        ],
        Instruction = new("ActivateGradient", static a => [Activation(a), .. a.All]),
        InPlace = [0, 1],
    };

    /// <summary>Dropout. It draws by position, so its adjoint is the same operation on the gradient: no mask is stored.</summary>
    public static readonly OperationDefinition Dropout = new(nameof(Dropout), Stage.Lowering, Unary)
    {
        Adjoint = static (build, op, d) => [build.Gradient(Dropout!, op.Operands[0], op.Attributes, d[0]!)],
        Tangent = LinearIn(0),
        Instruction = new("Dropout", static a =>
        [
            a.Operand(0), Support.Literal.Of(a.Attributes.Rate), "key", Stream(a), a.Result(),
        ]),
        InPlace = [0],
    };

    /// <summary>Normally distributed numbers, drawn by position.</summary>
    public static readonly OperationDefinition Normal = new(nameof(Normal), Stage.Lowering, Declared)
    {
        Adjoint = static (_, _, _) => [],
        Tangent = Still,
        Instruction = new("Normal", static a => ["key", Stream(a), a.Result()]),
    };

    /// <summary>Uniformly distributed numbers in [0, 1), drawn by position.</summary>
    public static readonly OperationDefinition Uniform = new(nameof(Uniform), Stage.Lowering, Declared)
    {
        Adjoint = static (_, _, _) => [],
        Tangent = Still,
        Instruction = new("Uniform", static a => ["key", Stream(a), a.Result()]),
    };

    /// <summary>
    /// The first stream of a method's draws; the streams before it belong to layers. It is <c>RandomStreams.Noise</c> minus
    /// <c>RandomStreams.Dropout</c>.
    /// </summary>
    public const int FirstDraw = 0x1000_0000;

    public static readonly ImmutableArray<OperationDefinition> All =
    [
        Fill, Copy, Add, Subtract, Multiply, Scale, AddScaled, Activate, ActivateGradient, Dropout, Normal, Uniform,
        .. Arithmetic.All,
    ];

    /// <summary>Returns whether the result has a batch, and its shape without the batch, for a method of <c>OnnxGraph</c>.</summary>
    internal static IEnumerable<string> Shape(InstructionArguments arguments)
    {
        var type = arguments.Operation.Result.Type;
        return [Support.Literal.Of(type.IsPerSample), .. type.Dims.Skip(type.IsPerSample ? 1 : 0).Select(dim => dim.ToString())];
    }

    internal static string Activation(InstructionArguments arguments) => arguments.Attributes.Activation;

    /// <summary>Returns the random stream of a layer, or of a method.</summary>
    internal static string Stream(InstructionArguments arguments)
    {
        var isDraw = arguments.Attributes.Index >= FirstDraw;
        var offset = arguments.Offset(isDraw ? arguments.Attributes.Index - FirstDraw : arguments.Attributes.Index);
        return $"RandomStreams.{(isDraw ? "Noise" : "Dropout")} + {(offset.All(char.IsDigit) ? offset : $"(uint)({offset})")}";
    }
}
