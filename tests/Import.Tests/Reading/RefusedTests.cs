using ModelDsl.Import.Tests.Support;
using Type = Onnx.TensorProto.Types.DataType;

namespace ModelDsl.Import.Tests.Reading;

/// <summary>Options in which programs differ, and those that would need training: an error at the node, not another number.</summary>
public class RefusedTests
{
    private static readonly Dictionary<string, (int Opset, Func<Graph, string> Build, string Error)> Cases = new()
    {
        ["a normalisation that gives its statistics"] = (9, g => Normalization(g, results: 5), "runs in training mode"),
        ["a normalisation in training mode"] = (14, g => Normalization(g, 1, ("training_mode", 1)), "has training_mode = 1"),
        ["a normalisation of each place"] = (7, g => Normalization(g, 1, ("spatial", 0)), "has spatial = 0"),
        ["a linear activation without its factor"] = (14, g => Rnn(g, [], ("activations", new[] { "Affine" })), "without activation_alpha"),
        ["a linear activation with a factor"] = (14,
            g => Rnn(g, [], ("activations", new[] { "Affine" }), ("activation_alpha", new[] { 2f })), "has the activation 2·x + 0"),
        ["a clipped recurrence"] = (14, g => Rnn(g, [], ("clip", 0.5)), "clips its numbers at 0.5"),
        ["lengths of sequences"] = (14, g => Rnn(g, ["", g.Integers("lengths", 4)]), "takes the length of each sequence"),
        ["a state at the beginning"] = (14, g => Rnn(g, ["", "", g.Weight("h", [1, 1, 3])]), "begins with a state that is not 0"),
        ["gaps between windows"] = (13, g => g.Node("ConvTranspose", [g.Input("x", 0, 2, 5), g.Weight("w", [2, 3, 2])],
            ("strides", new long[] { 3 }), ("auto_pad", "SAME_LOWER")), "which leave gaps"),
        ["bounds that cross"] = (13, g => g.Node("Clip", [g.Input("x", 0, 3), g.Number("least", 1), g.Number("most", -1)]),
            "has min = 1, which is larger than max = -1"),
        ["whole numbers of few bits"] = (13, g => g.Node("Cast", [g.Node("Cast", [g.InputOf("x", Type.Int64, 0, 3)], ("to", 2))], ("to", 1)),
            "converts whole numbers to uint8"),
        ["a constant of few bits"] = (13, g => g.Node("Mul", [g.Input("x", 0, 2),
            g.Node("Cast", [g.Node("Cast", [g.Integers("c", -128, 128)], ("to", 3))], ("to", 1))]), "converts whole numbers to int8"),
        ["a real power of whole numbers"] = (13,
            g => g.Node("Cast", [g.Node("Pow", [g.InputOf("x", Type.Int64, 0, 3), g.Number("e", 0.5f)])], ("to", 1)), "to a real power"),
        ["branches that meet"] = (13, g => g.Node("Shrink", [g.Input("x", 0, 3)], ("lambd", -0.5)), "has lambd = -0.5"),
        ["a policy that is not known"] = (18, g => g.Node("Resize", [g.Input("x", 0, 2, 4), "", "", g.Integers("s", 8)],
            ("axes", new long[] { 2 }), ("keep_aspect_ratio_policy", "half")), "keep_aspect_ratio_policy = 'half'"),
        ["dropout that trains"] = (12, g => g.Node("Dropout",
            [g.Input("x", 0, 3), g.Number("ratio", 0.5f), g.Integers("train", [], [1])]), "runs in training mode"),
        ["the last of equal places"] = (13, g => g.Node("ArgMax", [g.Input("x", 0, 3)], ("axis", 1), ("select_last_index", 1)),
            "has select_last_index = 1"),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory, MemberData(nameof(Names))]
    public void IsAnErrorAtItsNode(string name)
    {
        var (opset, build, expected) = Cases[name];
        var graph = new Graph(opset);
        var error = Assert.Single(OnnxFile.Read(graph.Save(build(graph))).Errors);
        Assert.Contains(expected, error);
        Assert.Contains($", opset {opset}) ", error);
    }

    [Fact]
    public void AResultWithoutANameIsNotUsed()
    {
        var g = new Graph(14);
        var last = Rnn(g, ["", ""]);
        g.Model.Graph.Node.First(node => node.OpType == "RNN").Output[0] = "";
        var layer = Assert.Single(OnnxFile.Read(g.Save(last)).Model!.Layers.OfType<Recurrent>());
        Assert.False(layer.ReturnsSequences);
    }

    private static string Normalization(Graph g, int results, params (string, object)[] options) => g.Node("BatchNormalization",
        [g.Input("x", 0, 3, 4), g.Weight("s", [3]), g.Weight("b", [3]), g.Weight("m", [3]), g.Weight("v", [3], isPositive: true)],
        results, options)[0];

    // The state after the last step, as [N, units].
    private static string Rnn(Graph g, string[] operands, params (string, object)[] options)
    {
        var x = g.Node("Transpose", [g.Input("x", 0, 4, 2)], ("perm", new long[] { 1, 0, 2 }));
        var y = g.Node("RNN", [x, g.Weight("w", [1, 3, 2]), g.Weight("r", [1, 3, 3]), .. operands], 2, [("hidden_size", 3), .. options]);
        return g.Node("Squeeze", [y[1], g.Integers("a", 0)]);
    }
}
