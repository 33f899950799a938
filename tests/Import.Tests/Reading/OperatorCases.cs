using ModelDsl.Import.Tests.Support;
using Type = Onnx.TensorProto.Types.DataType;

namespace ModelDsl.Import.Tests.Reading;

/// <summary>
/// One case a row: a name that begins with the operator, the operator set, and what builds the graph and returns its output.
/// </summary>
internal sealed record OperatorCase(string Name, int Opset, Func<Graph, string> Build, Type Output = Type.Float)
{
    /// <summary>The operator that the case is about.</summary>
    public string Operator => Name.Split(' ')[0];
}

/// <summary>Cases of elementwise operators, constants and reductions.</summary>
internal static class SimpleCases
{
    private static readonly string[] Plain =
    [
        "Abs", "Atan", "Asinh", "Ceil", "Cos", "Erf", "Exp", "Floor", "HardSwish", "Neg", "Reciprocal", "Relu", "Round", "Sigmoid", "Sign",
            "Sin",
        "Sinh", "Softplus", "Softsign", "Tan", "Tanh", "Celu", "Elu", "HardSigmoid", "LeakyRelu", "Selu", "Shrink", "ThresholdedRelu",
            "Cosh",
    ];

    private static readonly string[] OfSmall = ["Acos", "Asin", "Atanh"];

    private static readonly string[] OfPositive = ["Log", "Sqrt", "Acosh"];

    public static IEnumerable<OperatorCase> Rows =>
    [
        .. Plain.Select(name => new OperatorCase(name, 17, g => g.Node(name, [g.Input("x", 0, 2, 3)]))),
        .. OfSmall.Select(name =>
            new OperatorCase(name, 17, g => g.Node(name, [g.Node("Mul", [g.Input("x", 0, 3), g.Number("half", 0.4f)])]))),
        .. OfPositive.Select(name => new OperatorCase(name, 17, g =>
            g.Node(name, [g.Node("Add", [g.Node("Abs", [g.Input("x", 0, 3)]), g.Number("one", 1)])]))),
        new("Asinh of large numbers", 17, g => g.Node("Asinh", [g.Node("Mul", [g.Input("x", 0, 9), g.Number("c", 5000)])])),
        new("Mish", 18, g => g.Node("Mish", [g.Input("x", 0, 3)])),
        new("Gelu", 20, g => g.Node("Gelu", [g.Input("x", 0, 3)])),
        new("Gelu by tanh", 20, g => g.Node("Gelu", [g.Input("x", 0, 3)], ("approximate", "tanh"))),
        new("LeakyRelu with alpha", 7, g => g.Node("LeakyRelu", [g.Input("x", 0, 3)], ("alpha", 0.3))),
        new("LeakyRelu with a negative alpha", 7, g => g.Node("LeakyRelu", [g.Input("x", 0, 3)], ("alpha", -0.3))),
        new("Celu with a negative alpha", 12, g => g.Node("Celu", [g.Input("x", 0, 3)], ("alpha", -0.7))),
        new("Elu with alpha", 7, g => g.Node("Elu", [g.Input("x", 0, 3)], ("alpha", 0.3))),
        new("Selu with both", 7, g => g.Node("Selu", [g.Input("x", 0, 3)], ("alpha", 1.5), ("gamma", 0.7))),
        new("HardSigmoid with both", 7, g => g.Node("HardSigmoid", [g.Input("x", 0, 3)], ("alpha", 0.3), ("beta", 0.4))),
        new("Shrink with both", 9, g => g.Node("Shrink", [g.Input("x", 0, 9)], ("lambd", 1.0), ("bias", 0.25))),
        new("PRelu of channels", 9, g => g.Node("PRelu", [g.Input("x", 0, 3, 2), g.Weight("slope", [3, 1])])),
        new("PRelu of one negative", 9, g => g.Node("PRelu", [g.Input("x", 0, 3), g.Floats("slope", [1], -0.2f)])),
        new("PRelu of one", 9, g => g.Node("PRelu", [g.Input("x", 0, 3), g.Floats("slope", [1], 0.2f)])),
        new("Clip 6", 7, g => g.Node("Clip", [g.Input("x", 0, 3)], ("min", -0.5), ("max", 1.0))),
        new("Clip least", 13, g => g.Node("Clip", [g.Input("x", 0, 3), g.Number("least", -0.5f)])),
        new("Clip most", 13, g => g.Node("Clip", [g.Input("x", 0, 3), "", g.Number("most", 0.5f)])),
        .. new[] { "Add", "Sub", "Mul", "Div" }.SelectMany(name => new OperatorCase[]
        {
            new($"{name} of two", 13, g => g.Node(name, [g.Input("x", 0, 3), g.Input("y", 0, 3)])),
            new($"{name} broadcast", 13,
                g => g.Node(name, [g.Weight("w", [2, 1], isPositive: true), g.Node("Abs", [g.Input("x", 0, 2, 3)])])),
        }),
        .. new[] { "Greater", "Less", "Equal", "GreaterOrEqual", "LessOrEqual" }.Select(name => new OperatorCase(name, 13, g =>
            g.Node("Cast", [g.Node(name, [g.Node("Round", [g.Input("x", 0, 9)]), g.Number("one", 1)])], ("to", 1)))),
        .. new[] { "And", "Or", "Xor" }.Select(name => new OperatorCase(name, 13, g => g.Node("Cast", [g.Node(name,
            [g.Node("Greater", [g.Input("x", 0, 9), g.Number("zero", 0)]), g.Node("Less", [g.Input("y", 0, 9), g.Number("one", 1)])])],
                ("to", 1)))),
        new("Not", 13, g => g.Node("Cast", [g.Node("Not", [g.Node("Greater", [g.Input("x", 0, 9), g.Number("zero", 0)])])], ("to", 1))),
        new("Where", 13, g => g.Node("Where", [g.Node("Less", [g.Input("x", 0, 9), g.Number("one", 1)]), g.Input("y", 0, 9),
            g.Number("c", 5)])),
        .. new[] { 1f, 2, 0.5f, -1, -0.5f, 3, 1.7f }.Select(exponent => new OperatorCase($"Pow {exponent}", 13, g =>
            g.Node("Pow", [g.Node("Abs", [g.Input("x", 0, 3)]), g.Number("e", exponent)]))),
        new("Pow by a whole number", 13, g => g.Node("Pow", [g.Input("x", 0, 3), g.Integers("e", [], [3])])),
        .. new[] { "Max", "Min", "Sum", "Mean" }.Select(name => new OperatorCase(name, 13, g =>
            g.Node(name, [g.Input("x", 0, 3), g.Input("y", 0, 3), g.Weight("w", [3])]))),
        new("Identity", 13, g => g.Node("Relu", [g.Node("Identity", [g.Input("x", 0, 3)])])),
        new("Dropout", 13, g => g.Node("Relu", [g.Node("Dropout", [g.Input("x", 0, 3), g.Number("ratio", 0.3f)])])),
        new("Dropout 7", 7, g => g.Node("Relu", [g.Node("Dropout", [g.Input("x", 0, 3)], ("ratio", 0.3))])),
        new("Cast to integers", 13, g => g.Node("Cast", [g.Node("Cast", [g.Input("x", 0, 9)], ("to", 7))], ("to", 1))),
        new("Cast to booleans", 13, g => g.Node("Cast", [g.Node("Cast", [g.Node("Round", [g.Input("x", 0, 9)])], ("to", 9))], ("to", 1))),
        new("CastLike", 17, g => g.Node("CastLike", [g.Node("Not", [g.Node("Greater", [g.Input("x", 0, 9), g.Number("zero", 0)])]), "x"])),
        new("IsNaN", 13, g => g.Node("Cast", [g.Node("IsNaN", [g.Node("Sqrt", [g.Input("x", 0, 9)])])], ("to", 1))),
        .. Reductions,
        .. Softmaxes,
    ];

    private static IEnumerable<OperatorCase> Reductions =>
    [
        .. new[]
        {
            "ReduceMax", "ReduceMean", "ReduceMin", "ReduceProd", "ReduceSum", "ReduceL1", "ReduceL2", "ReduceLogSumExp", "ReduceSumSquare",
        }.SelectMany(name => new OperatorCase[]
        {
            new($"{name} 18", 18, g => g.Node(name, [g.Input("x", 0, 3, 2, 4), g.Integers("axes", -1, 2)], ("keepdims", 0))),
            new($"{name} 11", 11, g => g.Node(name, [g.Input("x", 0, 3, 2, 4)], ("axes", new long[] { 1, 3 }))),
        }),
        new("ReduceLogSum", 18, g => g.Node("ReduceLogSum", [g.Node("Abs", [g.Input("x", 0, 3, 2)]), g.Integers("axes", 1)])),
        new("ReduceSum 13", 13, g => g.Node("ReduceSum", [g.Input("x", 0, 3, 2), g.Integers("axes", 1)])),
        new("ReduceSum of nothing", 13, g => g.Node("Relu", [g.Node("ReduceSum", [g.Input("x", 0, 3)], ("noop_with_empty_axes", 1))])),
        new("ArgMax", 13, g => g.Node("Cast", [g.Node("ArgMax", [g.Input("x", 0, 3, 4)], ("axis", 2), ("keepdims", 0))], ("to", 1))),
        new("ArgMin", 13, g => g.Node("Cast", [g.Node("ArgMin", [g.Input("x", 0, 3, 4)], ("axis", -2))], ("to", 1))),
        new("LpNormalization 2", 13, g => g.Node("LpNormalization", [g.Input("x", 0, 3, 4)], ("axis", 1))),
        .. new[] { 1, 2 }.Select(p => new OperatorCase($"LpNormalization {p} of zeros", 13, g => g.Node("LpNormalization",
            [g.Node("Mul", [g.Input("x", 0, 3, 2), g.Floats("mask", [3, 2], 0, 0, 0, 1, 1, 1)])], ("p", p)))),
        new("LpNormalization 1", 13, g => g.Node("LpNormalization", [g.Input("x", 0, 3, 4)], ("p", 1))),
        new("GlobalAveragePool", 13, g => g.Node("GlobalAveragePool", [g.Input("x", 0, 3, 4, 5)])),
        new("GlobalMaxPool", 13, g => g.Node("GlobalMaxPool", [g.Input("x", 0, 3, 4)])),
    ];

    private static IEnumerable<OperatorCase> Softmaxes => new[] { "Softmax", "LogSoftmax" }.SelectMany(name => new OperatorCase[]
    {
        new($"{name} 13", 13, g => g.Node(name, [g.Input("x", 0, 3, 4)], ("axis", 1))),
        new($"{name} 13 last", 13, g => g.Node(name, [g.Input("x", 0, 3, 4)])),
        new($"{name} 11 flat", 11, g => g.Node(name, [g.Input("x", 0, 3, 4)])),
        new($"{name} 11 last", 11, g => g.Node(name, [g.Input("x", 0, 3, 4)], ("axis", 2))),
    });
}
