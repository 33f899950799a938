using ModelDsl.Import.Tests.Support;
using Type = Onnx.TensorProto.Types.DataType;

namespace ModelDsl.Import.Tests.Reading;

/// <summary>Cases of operators that move numbers, and of layers.</summary>
internal static class StructureCases
{
    public static IEnumerable<OperatorCase> Rows =>
        [.. Shapes, .. Parts, .. Constants, .. Products, .. Images, .. Normalizations, .. Sequences];

    private static IEnumerable<OperatorCase> Shapes =>
    [
        new("Reshape", 13, g => g.Node("Relu", [g.Node("Reshape", [g.Input("x", 0, 3, 4), g.Integers("s", -1, 2, 6)])])),
        new("Reshape with 0", 13, g => g.Node("Relu", [g.Node("Reshape", [g.Input("x", 0, 3, 4), g.Integers("s", 0, 0, -1, 2)])])),
        new("Reshape for a batch of 1", 13, g => g.Node("Relu", [g.Node("Reshape", [g.Input("x", 1, 3, 4), g.Integers("s", 1, 12)])])),
        new("Reshape for a batch of 1 with -1", 13,
            g => g.Node("Relu", [g.Node("Reshape", [g.Input("x", 1, 3, 4), g.Integers("s", 1, -1, 2)])])),
        new("Reshape by its own shape", 13, g =>
        {
            var n = g.Node("Gather", [g.Node("Shape", [g.Input("x", 0, 3, 4)]), g.Integers("zero", [], [0])]);
            var shape = g.Node("Concat", [g.Node("Unsqueeze", [n, g.Integers("axis", 0)]), g.Integers("rest", 2, -1)], ("axis", 0));
            return g.Node("Relu", [g.Node("Reshape", ["x", shape])]);
        }),
        new("Flatten", 13, g => g.Node("Flatten", [g.Node("Relu", [g.Input("x", 0, 3, 4)])])),
        new("Squeeze 11", 11, g => g.Node("Relu", [g.Node("Squeeze", [g.Input("x", 0, 1, 4)], ("axes", new long[] { 1 }))])),
        new("Squeeze 13", 13, g => g.Node("Relu", [g.Node("Squeeze", [g.Input("x", 0, 1, 4, 1), g.Integers("a", -1, 1)])])),
        // A batch of one sample loses its axis, too; the reshape gives it back.
        new("Squeeze all", 13, g =>
            g.Node("Reshape", [g.Node("Squeeze", [g.Node("Relu", [g.Input("x", 0, 1, 4, 1)])]), g.Integers("s", -1, 4)])),
        new("Unsqueeze 11", 11, g => g.Node("Relu", [g.Node("Unsqueeze", [g.Input("x", 0, 4)], ("axes", new long[] { 1, 3 }))])),
        new("Unsqueeze 13", 13, g => g.Node("Relu", [g.Node("Unsqueeze", [g.Input("x", 0, 4), g.Integers("a", -1)])])),
        new("Transpose", 13, g => g.Node("Relu", [g.Node("Transpose", [g.Input("x", 0, 2, 3, 4)], ("perm", new long[] { 0, 3, 1, 2 }))])),
        new("Expand", 13, g => g.Node("Relu", [g.Node("Expand", [g.Input("x", 0, 1, 3), g.Integers("s", 1, 2, 1)])])),
        new("Tile", 13, g => g.Node("Relu", [g.Node("Tile", [g.Input("x", 0, 1, 3), g.Integers("s", 1, 2, 3)])])),
        new("DepthToSpace", 13, g => g.Node("DepthToSpace", [g.Input("x", 0, 8, 2, 3)], ("blocksize", 2))),
        new("DepthToSpace CRD", 13, g => g.Node("DepthToSpace", [g.Input("x", 0, 8, 2, 3)], ("blocksize", 2), ("mode", "CRD"))),
        new("SpaceToDepth", 13, g => g.Node("SpaceToDepth", [g.Input("x", 0, 2, 4, 6)], ("blocksize", 2))),
    ];

    private static IEnumerable<OperatorCase> Parts =>
    [
        new("Concat", 13, g => g.Node("Concat", [g.Input("x", 0, 2, 3), g.Input("y", 0, 4, 3)], ("axis", -2))),
        new("Concat with a row for all", 13, g =>
        {
            var n = g.Node("Slice", [g.Node("Shape", [g.Input("x", 0, 2, 3)]), g.Integers("b", 0), g.Integers("e", 1)]);
            var shape = g.Node("Concat", [n, g.Integers("rest", 1, 3)], ("axis", 0));
            return g.Node("Concat", [g.Node("Expand", [g.Weight("token", [1, 1, 3]), shape]), "x"], ("axis", 1));
        }),
        new("Tiles of a weight, as many as samples", 13, g =>
        {
            var n = g.Node("Slice", [g.Node("Shape", [g.Input("x", 0, 2, 3)]), g.Integers("b", 0), g.Integers("e", 1)]);
            var shape = g.Node("Concat", [n, g.Integers("rest", 1, 1)], ("axis", 0));
            return g.Node("Concat", [g.Node("Tile", [g.Weight("token", [1, 1, 3]), shape]), "x"], ("axis", 1));
        }),
        new("Slice 9", 9, g => g.Node("Slice", [g.Input("x", 0, 5, 6)], ("axes", new long[] { 1, 2 }), ("starts", new long[] { 1, -3 }),
            ("ends",
            new long[] { 4, 1000 }))),
        new("Slice 13", 13, g =>
            g.Node("Slice", [g.Input("x", 0, 5, 6), g.Integers("s", 4, 1), g.Integers("e", -6, 5), g.Integers("a", 1, 2), g.Integers(
            "d", -2, 2)])),
        new("Split 11", 11, g => g.Node("Concat", [.. Enumerable.Reverse(g.Node("Split", [g.Input("x", 0, 6)], 3, ("axis", 1)))],
            ("axis", 1))),
        new("Split 13", 13, g =>
            g.Node("Concat", [.. Enumerable.Reverse(g.Node("Split", [g.Input("x", 0, 6), g.Integers("s", 1, 3, 2)], 3, ("axis", -1)))],
            ("axis", 1))),
        new("Split 18", 18, g =>
            g.Node("Concat", [.. Enumerable.Reverse(g.Node("Split", [g.Input("x", 0, 7)], 3, ("axis", 1), ("num_outputs", 3)))],
            ("axis", 1))),
        new("Gather one", 13, g => g.Node("Gather", [g.Input("x", 0, 5, 3), g.Integers("i", [], [-2])], ("axis", 1))),
        new("Gather regular", 13, g => g.Node("Gather", [g.Input("x", 0, 5, 3), g.Integers("i", 4, 2, 0)], ("axis", 1))),
        new("Gather irregular", 13, g => g.Node("Gather", [g.Input("x", 0, 5, 3), g.Integers("i", [2, 2], [4, 1, 1, 0])], ("axis", 1))),
        new("Gather a table", 13, g => g.Node("Gather", [g.Weight("table", [4, 3]), g.InputOf("x", Type.Int64, 0, 5)])),
        new("Pad 9", 9, g => g.Node("Pad", [g.Input("x", 0, 2, 3)], ("pads", new long[] { 0, 1, 2, 0, 0, 1 }), ("value", 0.5))),
        new("Pad 13", 13, g => g.Node("Pad", [g.Input("x", 0, 2, 3), g.Integers("p", 0, 1, -1, 0, 0, 2), g.Number("v", 2)])),
        new("Pad with a large number", 13, g => g.Node("MaxPool",
            [g.Node("Pad", [g.Input("x", 0, 2, 3), g.Integers("p", 0, 0, 1, 0, 0, 1), g.Number("v", -1e9f)])],
            ("kernel_shape", new long[] { 3 }))),
        new("Slice of nothing", 13, g => g.Node("Concat", [g.Node("Slice",
            [g.Input("x", 0, 3), g.Integers("s", 2), g.Integers("e", 1), g.Integers("a", 1)]), "x"], ("axis", 1))),
        new("Gather by computed indices", 13, g =>
            g.Node("Gather", [g.Weight("table", [4, 3]), g.Node("Min", [g.InputOf("x", Type.Int64, 0, 5), g.Integers("most", [], [2])])])),
        new("Pad reflected", 13, g => g.Node("Pad", [g.Input("x", 0, 3, 4), g.Integers("p", 0, 1, 2, 0, 2, 3)], ("mode", "reflect"))),
        new("Pad with edges", 18, g => g.Node("Pad", [g.Input("x", 0, 3, 4), g.Integers("p", 1, 2), "", g.Integers("a", -1)],
            ("mode", "edge"))),
        new("Trilu", 14, g => g.Node("Trilu", [g.Input("x", 0, 4, 3)], ("upper", 0))),
        new("Trilu shifted", 14, g => g.Node("Trilu", [g.Input("x", 0, 4, 3), g.Integers("k", [], [1])])),
    ];

    private static IEnumerable<OperatorCase> Constants =>
    [
        new("Constant", 13, g => g.Node("Add", [g.Input("x", 0, 2), g.Node("Constant", [], ("value_floats", new[] { 1f, 2 }))])),
        new("ConstantOfShape", 13, g => g.Node("Add", [g.Input("x", 0, 2), g.Node("ConstantOfShape", [g.Node("Shape", ["x"])])])),
        new("Range", 13, g =>
            g.Node("Mul", [g.Input("x", 0, 4), g.Node("Range", [g.Number("a", 1), g.Number("b", 2.7f), g.Number("d", 0.5f)])])),
        new("Shape 15", 15, g => g.Node("Div", [g.Input("x", 0, 4), g.Node("Cast", [g.Node("Shape", ["x"], ("start", 1))], ("to", 1))])),
        new("Size", 13, g => g.Node("Add", [g.Input("x", 0, 4), g.Node("Cast", [g.Node("Size", [g.Weight("w", [3, 5])])], ("to", 1))])),
    ];

    private static IEnumerable<OperatorCase> Products =>
    [
        new("Gemm", 13, g => g.Node("Gemm", [g.Input("x", 0, 3), g.Weight("w", [4, 3]), g.Weight("b", [4])], ("transB", 1))),
        new("Gemm scaled", 13, g => g.Node("Gemm", [g.Input("x", 0, 3), g.Weight("w", [3, 4]), g.Weight("b", [1, 4])], ("alpha", 0.5),
            ("beta", 2.0))),
        new("Gemm without bias", 13, g => g.Node("Gemm", [g.Input("x", 0, 3), g.Weight("w", [3, 4])])),
        new("MatMul", 13, g => g.Node("Add", [g.Weight("b", [4]), g.Node("MatMul", [g.Input("x", 0, 5, 3), g.Weight("w", [3, 4])])])),
        new("MatMul of two", 13, g => g.Node("MatMul", [g.Input("x", 0, 2, 5, 3), g.Input("y", 0, 2, 3, 4)])),
        new("MatMul on the left", 13, g => g.Node("MatMul", [g.Weight("w", [6, 5]), g.Input("x", 0, 5, 3)])),
        new("MatMul of rows by a vector", 13, g => g.Node("MatMul", [g.Input("x", 0, 3), g.Weight("w", [3])])),
        new("MatMul by a vector", 13, g => g.Node("MatMul", [g.Input("x", 0, 5, 3), g.Weight("w", [3])])),
    ];

    private static IEnumerable<OperatorCase> Images =>
    [
        new("Conv", 13, g => g.Node("Conv", [g.Input("x", 0, 4, 7, 6), g.Weight("w", [6, 2, 3, 2]), g.Weight("b", [6])], ("group", 2),
            ("pads",
            new long[] { 1, 0, 2, 1 }), ("strides", new long[] { 2, 1 }), ("dilations", new long[] { 1, 2 }))),
        new("Conv same", 13, g => g.Node("Conv", [g.Input("x", 0, 3, 7, 6), g.Weight("w", [4, 3, 3, 4])], ("auto_pad", "SAME_UPPER"),
            ("strides",
            new long[] { 2, 3 }))),
        new("Conv same lower", 13, g => g.Node("Conv", [g.Input("x", 0, 3, 7), g.Weight("w", [4, 3, 4])], ("auto_pad", "SAME_LOWER"))),
        new("Conv in space", 13, g => g.Node("Conv", [g.Input("x", 0, 2, 4, 5, 3), g.Weight("w", [3, 2, 2, 2, 2])])),
        new("Conv with a sum", 13,
            g => g.Node("Add", [g.Node("Conv", [g.Input("x", 0, 3, 4, 4), g.Weight("w", [5, 3, 2, 2])]), g.Weight("b",
            [1, 5, 1, 1])])),
        new("ConvTranspose", 13, g => g.Node("ConvTranspose", [g.Input("x", 0, 4, 3, 5), g.Weight("w", [4, 3, 3, 2]), g.Weight("b", [6])],
            ("group", 2),
            ("strides", new long[] { 2, 3 }), ("pads", new long[] { 1, 0, 0, 1 }), ("output_padding", new long[] { 1, 0 }))),
        new("ConvTranspose same", 13, g => g.Node("ConvTranspose", [g.Input("x", 0, 4, 5), g.Weight("w", [4, 3, 3])],
            ("auto_pad", "SAME_UPPER"),
            ("strides", new long[] { 2 }))),
        new("ConvTranspose of a shape", 13, g => g.Node("ConvTranspose", [g.Input("x", 0, 4, 5), g.Weight("w", [4, 3, 4])], ("output_shape",
            new long[] { 9 }), ("strides", new long[] { 2 }))),
        .. new[] { "MaxPool", "AveragePool" }.SelectMany(name => new OperatorCase[]
        {
            new($"{name} padded", 13, g => g.Node(name, [g.Input("x", 0, 2, 7, 6)], ("kernel_shape", new long[] { 3, 2 }),
                ("pads", new long[] { 1, 0, 1, 1 }),
                ("strides", new long[] { 2, 1 }))),
            new($"{name} rounded up", 13, g => g.Node(name, [g.Input("x", 0, 2, 8)], ("kernel_shape", new long[] { 3 }), ("ceil_mode", 1),
                ("strides",
                new long[] { 2 }))),
            new($"{name} rounded up where none begins", 13, g => g.Node(name, [g.Input("x", 0, 2, 5)], ("kernel_shape", new long[] { 1 }),
                ("ceil_mode", 1),
                ("strides", new long[] { 3 }))),
            new($"{name} same", 13, g => g.Node(name, [g.Input("x", 0, 2, 7, 5)], ("kernel_shape", new long[] { 3, 2 }),
                ("auto_pad", "SAME_LOWER"), ("strides",
                new long[] { 2, 2 }))),
        }),
        new("AveragePool with pads", 13, g => g.Node("AveragePool", [g.Input("x", 0, 2, 7)], ("kernel_shape", new long[] { 3 }),
            ("pads", new long[] { 1, 1 }),
            ("count_include_pad", 1))),
        new("MaxPool dilated", 13, g => g.Node("MaxPool", [g.Input("x", 0, 2, 9)], ("kernel_shape", new long[] { 3 }),
            ("dilations", new long[] { 2 }))),
        new("Resize 10", 10, g => g.Node("Resize", [g.Input("x", 0, 2, 3, 4), g.Floats("s", [4], 1, 1, 2, 3)])),
        new("Resize nearest", 13, g => g.Node("Resize", [g.Input("x", 0, 2, 3, 4), "", g.Floats("s", [4], 1, 1, 2, 3)],
            ("coordinate_transformation_mode",
            "asymmetric"), ("nearest_mode", "floor"))),
        new("Resize nearest by centres", 13, g => g.Node("Resize", [g.Input("x", 0, 2, 3, 4), "", g.Floats("s", [4], 1, 1, 2, 3)])),
        new("Resize linear", 13, g => g.Node("Resize", [g.Input("x", 0, 2, 3, 4), "", g.Floats("s", [4], 1, 1, 2, 2)], ("mode", "linear"))),
        new("Resize to sizes", 18, g => g.Node("Resize", [g.Input("x", 0, 2, 3, 4), "", "", g.Integers("s", 6, 8)],
            ("axes", new long[] { 2, 3 }))),
        new("Resize not larger than sizes", 18, g => g.Node("Resize", [g.Input("x", 0, 2, 4, 4), "", "", g.Integers("s", 8, 12)],
            ("axes", new long[] { 2, 3 }), ("keep_aspect_ratio_policy", "not_larger"))),
        new("Resize not smaller than sizes", 18, g => g.Node("Resize", [g.Input("x", 0, 2, 4, 4), "", "", g.Integers("s", 8, 12)],
            ("axes", new long[] { 2, 3 }), ("keep_aspect_ratio_policy", "not_smaller"))),
        new("Upsample", 9, g => g.Node("Upsample", [g.Input("x", 0, 2, 3, 4), g.Floats("s", [4], 1, 1, 2, 3)])),
    ];

    private static IEnumerable<OperatorCase> Normalizations =>
    [
        new("BatchNormalization", 15,
            g => g.Node("BatchNormalization", [g.Input("x", 0, 3, 4), g.Weight("s", [3]), g.Weight("b", [3]), g.Weight("m", [3]),
            g.Weight("v", [3], isPositive: true)], ("epsilon", 0.01))),
        new("BatchNormalization 8", 8,
            g => g.Node("BatchNormalization", [g.Input("x", 0, 3), g.Weight("s", [3]), g.Weight("b", [3]), g.Weight("m", [3]),
            g.Weight("v", [3], isPositive: true)])),
        new("InstanceNormalization", 13,
            g => g.Node("InstanceNormalization", [g.Input("x", 0, 3, 4), g.Weight("s", [3]), g.Weight("b", [3])])),
        new("GroupNormalization", 21, g => g.Node("GroupNormalization", [g.Input("x", 0, 4, 5), g.Weight("s", [4]), g.Weight("b", [4])],
            ("num_groups", 2))),
        new("LayerNormalization", 17, g => g.Node("LayerNormalization", [g.Input("x", 0, 3, 4), g.Weight("s", [4]), g.Weight("b", [4])])),
        new("LayerNormalization of two axes", 17, g => g.Node("LayerNormalization", [g.Input("x", 0, 3, 4), g.Weight("s", [3, 4])],
            ("axis", 1), ("epsilon",
            0.1))),
        new("RMSNormalization", 23, g => g.Node("RMSNormalization", [g.Input("x", 0, 3, 4), g.Weight("s", [4])], ("epsilon", 0.01))),
    ];

    private static IEnumerable<OperatorCase> Sequences =>
        from cell in new[] { ("RNN", 1), ("GRU", 3), ("LSTM", 4) }
        from direction in new[] { "forward", "reverse", "bidirectional" }
        from results in new[] { "all", "last", "both" }
        select new OperatorCase($"{cell.Item1} {direction}, {results}", 14, g => Recurrent(g, cell.Item1, cell.Item2, direction, results));

    private static string Recurrent(Graph g, string cell, int gates, string direction, string results)
    {
        long d = direction == "bidirectional" ? 2 : 1;
        var x = g.Node("Transpose", [g.Input("x", 0, 4, 2)], ("perm", new long[] { 1, 0, 2 }));
        string[] weights = [g.Weight("w", [d, gates * 3, 2]), g.Weight("r", [d, gates * 3, 3]), g.Weight("b", [d, gates * 6])];
        (string, object)[] attributes = [("direction", direction), ("hidden_size", 3), .. cell == "GRU" && results != "last"
            ? [("linear_before_reset", (object)1)] : Array.Empty<(string, object)>()];
        var y = g.Node(cell, [x, .. weights], 2, attributes);
        // [steps, directions, N, units] and [directions, N, units], to [N, …].
        var all = g.Node("Reshape", [g.Node("Transpose", [y[0]], ("perm", new long[] { 2, 0, 1, 3 })), g.Integers("flat", 0, -1)]);
        var last = g.Node("Flatten", [g.Node("Transpose", [y[1]], ("perm", new long[] { 1, 0, 2 }))]);
        return results switch
        {
            "all" => all,
            "last" => last,
            _ => g.Node("Concat", [all, last], ("axis", 1)),
        };
    }
}
