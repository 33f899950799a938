using ModelDsl.Import.Tests.Support;

namespace ModelDsl.Import.Tests.Reading;

/// <summary>Formulas that exporters write become what they mean, and keep their numbers.</summary>
public class PatternTests
{
    private static readonly Dictionary<string, (Action<Graph> Build, UnaryFunction Function)> Activations = new()
    {
        ["Gelu of PyTorch"] = (g => Finish(g, g.Node("Mul", [g.Node("Mul", [g.Input("x", 0, 5), Gate(g, g.Node("Div", ["x", g.Number("root",
            1.4142135f)]))]), g.Number("half", 0.5f)])), UnaryFunction.Gelu),
        ["Gelu with the half first"] = (g =>
            Finish(g, g.Node("Mul", [g.Node("Mul", [g.Input("x", 0, 5), g.Number("half", 0.5f)]), Gate(g, g.Node(
            "Mul", ["x", g.Number("root", 0.70710677f)]))])), UnaryFunction.Gelu),
        ["Gelu of a product"] = (g =>
        {
            var x = g.Node("Mul", [g.Input("x", 0, 5), g.Input("y", 0, 5)]);
            Finish(g, g.Node("Mul",
                [x, g.Node("Mul", [g.Number("half", 0.5f), Gate(g, g.Node("Div", [x, g.Number("root", 1.4142135f)]))])]));
        }, UnaryFunction.Gelu),
        ["Gelu by tanh"] = (g =>
        {
            var cube = g.Node("Mul", [g.Node("Pow", [g.Input("x", 0, 5), g.Number("three", 3)]), g.Number("c", 0.044715f)]);
            var tanh = g.Node("Tanh", [g.Node("Mul", [g.Node("Add", ["x", cube]), g.Number("s", 0.7978846f)])]);
            Finish(g, g.Node("Mul", [g.Node("Mul", ["x", g.Number("half", 0.5f)]), g.Node("Add", [tanh, g.Number("one", 1)])]));
        }, UnaryFunction.GeluTanh),
        ["Gelu by tanh of a square"] = (g =>
        {
            var square = g.Node("Mul", [g.Node("Mul", [g.Input("x", 0, 5), "x"]), g.Number("c", 0.044715f)]);
            var inner = g.Node("Mul", [g.Node("Mul", ["x", g.Number("s", 0.7978846f)]), g.Node("Add", [g.Number("one", 1), square])]);
            Finish(g, g.Node("Mul", [g.Node("Mul", ["x", g.Number("half", 0.5f)]), g.Node("Add", [g.Node("Tanh", [inner]), "one"])]));
        }, UnaryFunction.GeluTanh),
        ["Silu"] = (g => Finish(g, g.Node("Mul", [g.Node("Sigmoid", [g.Input("x", 0, 5)]), "x"])), UnaryFunction.Silu),
        ["QuickGelu"] = (g =>
            Finish(g, g.Node("Mul", [g.Node("Sigmoid", [g.Node("Mul", [g.Input("x", 0, 5), g.Number("c", 1.702f)])]), "x"])),
            UnaryFunction.QuickGelu),
        ["Mish"] = (g => Finish(g, g.Node("Mul", [g.Input("x", 0, 5), g.Node("Tanh", [g.Node("Softplus", ["x"])])])), UnaryFunction.Mish),
        ["HardSwish"] = (g => Finish(g, g.Node("Mul", [g.Input("x", 0, 5), g.Node("HardSigmoid", ["x"], ("alpha", 1f / 6))])),
            UnaryFunction.HardSwish),
        ["HardSwish by a clip"] = (g =>
            Finish(g, g.Node("Div", [g.Node("Mul", [g.Input("x", 0, 5), SixPlusThree(g)]), g.Number("six", 6)])),
            UnaryFunction.HardSwish),
        ["HardSigmoid by a clip"] = (g =>
        {
            g.Input("x", 0, 5);
            Finish(g, g.Node("Div", [SixPlusThree(g), g.Number("six", 6)]));
        }, UnaryFunction.HardSigmoid),
        ["Softplus"] = (g => Finish(g, g.Node("Log", [g.Node("Add", [g.Node("Exp", [g.Input("x", 0, 5)]), g.Number("one", 1)])])),
            UnaryFunction.Softplus),
        ["Relu by a maximum"] = (g => Finish(g, g.Node("Max", [g.Input("x", 0, 5), g.Number("zero", 0)])), UnaryFunction.Relu),
    };

    public static TheoryData<string> ActivationNames => [.. Activations.Keys];

    [Theory, MemberData(nameof(ActivationNames))]
    public void AFormulaIsAnActivation(string name)
    {
        var graph = new Graph(13);
        Activations[name].Build(graph);
        var model = OnnxRuntime.AssertEqual(graph.Write());
        Assert.Equal(Activations[name].Function, Assert.IsType<Unary>(model.Steps[^1].Operation).Function);
    }

    [Fact]
    public void AFormulaWithOtherNumbersStaysOne()
    {
        var graph = new Graph(13);
        Finish(graph, graph.Node("Mul", [graph.Node("Mul", [graph.Input("x", 0, 5), Gate(graph, graph.Node("Div", ["x", graph.Number("root",
            1.41f)]))]), graph.Number("half", 0.5f)]));
        Assert.DoesNotContain(OnnxRuntime.AssertEqual(graph.Write()).Steps,
            step => step.Operation is Unary { Function: UnaryFunction.Gelu });
    }

    [Theory, InlineData(true, true), InlineData(true, false), InlineData(false, true)]
    public void ANormalisationTakenApartIsALayer(bool squaresByPower, bool hasWeights)
    {
        var g = new Graph(13);
        var mean = g.Node("ReduceMean", [g.Input("x", 0, 3, 6)], ("axes", new long[] { -1 }));
        var d = g.Node("Sub", ["x", mean]);
        var square = squaresByPower
            ? g.Node("Pow", [d, g.Number("two", 2)]) : g.Node("Mul", [g.Node("Sub", ["x", mean]), g.Node("Sub", ["x", mean])]);
        var variance = g.Node("Add", [g.Node("ReduceMean", [square], ("axes", new long[] { -1 })), g.Number("epsilon", 1e-5f)]);
        var result = g.Node("Div", [d, g.Node("Sqrt", [variance])]);
        if (hasWeights)
            result = g.Node("Add", [g.Node("Mul", [result, g.Weight("norm.weight", [6])]), g.Weight("norm.bias", [6])]);
        var model = OnnxRuntime.AssertEqual(g.Save(result));
        var norm = Assert.IsType<LayerNorm>(Assert.Single(model.Layers));
        Assert.Equal((hasWeights ? "Norm" : "LayerNorm", 1, 1e-5, hasWeights), (norm.Name, norm.Axes, norm.Epsilon, norm.Bias is not null));
    }

    [Fact]
    public void AnRmsNormalisationTakenApartIsALayer()
    {
        var g = new Graph(13);
        var square = g.Node("ReduceMean", [g.Node("Pow", [g.Input("x", 0, 3, 6), g.Number("two", 2)])], ("axes", new long[] { -1 }));
        var root = g.Node("Reciprocal", [g.Node("Sqrt", [g.Node("Add", [square, g.Number("epsilon", 1e-6f)])])]);
        var model = OnnxRuntime.AssertEqual(g.Save(g.Node("Mul", [g.Weight("norm.weight", [6]), g.Node("Mul", ["x", root])])));
        Assert.Equal(1e-6, Assert.IsType<RmsNorm>(Assert.Single(model.Layers)).Epsilon);
    }

    [Fact]
    public void AGroupNormalisationOfPyTorchIsALayer()
    {
        var g = new Graph(13);
        var groups = g.Node("Reshape", [g.Input("x", 0, 4, 3, 2), g.Integers("apart", 0, 2, -1)]);
        var norm = g.Node("InstanceNormalization", [groups, g.Floats("ones", [2], 1, 1), g.Floats("zeros", [2], 0, 0)]);
        var back = g.Node("Reshape", [norm, g.Integers("back", -1, 4, 3, 2)]);
        var scaled = g.Node("Mul", [back, g.Weight("norm.weight", [4, 1, 1])]);
        var model = OnnxRuntime.AssertEqual(g.Save(g.Node("Add", [scaled, g.Weight("norm.bias", [4, 1, 1])])));
        var layer = Assert.IsType<GroupNorm>(Assert.Single(model.Layers));
        Assert.Equal(("Norm", 2, 4, 4), (layer.Name, layer.Groups, layer.Scale!.Length, layer.Bias!.Length));
        Assert.Single(model.Steps);
    }

    [Theory, InlineData(1, false, 0), InlineData(2, false, 1), InlineData(2, true, 2), InlineData(3, true, 0)]
    public void AttentionIsALayer(int heads, bool isCausal, int form)
    {
        var g = new Graph(14);
        g.Input("x", 0, 5, 6);
        var model = OnnxRuntime.AssertEqual(g.Save(Attention(g, heads, isCausal, form)));
        var layer = Assert.IsType<MultiHeadAttention>(Assert.Single(model.Layers));
        Assert.Equal(("Attn", heads, isCausal, 6), (layer.Name, layer.Heads, layer.IsCausal, layer.Query.Out));
    }

    [Fact]
    public void AttentionWithAnotherScaleStaysAsItIs()
    {
        var g = new Graph(14);
        g.Input("x", 0, 5, 6);
        Assert.DoesNotContain(OnnxRuntime.AssertEqual(g.Save(Attention(g, 2, false, 0, scale: 0.5f))).Layers,
            layer => layer is MultiHeadAttention);
    }

    [Fact]
    public void ALayerThatIsCalledTwiceIsOne()
    {
        var g = new Graph(13);
        string[] weights = [g.Weight("tower.weight", [4, 4]), g.Weight("tower.bias", [4])];
        var once = g.Node("Gemm", [g.Input("x", 0, 4), .. weights], ("transB", 1));
        var model = OnnxRuntime.AssertEqual(g.Save(g.Node("Gemm", [g.Node("Relu", [once]), .. weights], ("transB", 1))));
        Assert.Equal("Tower", Assert.Single(model.Layers).Name);
    }

    [Fact]
    public void ASumAlongAnotherAxisIsNoBias()
    {
        var g = new Graph(13);
        // As many columns as filters: the shape of the numbers alone would fit a bias.
        var conv = g.Node("Conv", [g.Input("x", 0, 2, 5, 3), g.Weight("conv.weight", [3, 2, 1, 1])]);
        var model = OnnxRuntime.AssertEqual(g.Save(g.Node("Add", [conv, g.Weight("columns", [3])])));
        Assert.Null(model.Layers.OfType<Conv>().Single().Bias);
    }

    [Fact]
    public void TwoTranspositionsBecomeTheOneThatTurnsThreeAxes()
    {
        var g = new Graph(13);
        var apart = g.Node("Reshape", [g.Input("x", 0, 24), g.Integers("apart", -1, 2, 3, 4)]);
        var once = g.Node("Transpose", [g.Node("Relu", [apart])], ("perm", new long[] { 0, 2, 1, 3 }));
        var back = g.Node("Reshape", [g.Node("Transpose", [once], ("perm", new long[] { 0, 1, 3, 2 })), g.Integers("flat", -1, 24)]);
        var again = g.Node("Reshape", [back, g.Integers("last", -1, 3, 4, 2)]);
        var model = OnnxRuntime.AssertEqual(g.Save(g.Node("Transpose", [again], ("perm", new long[] { 0, 1, 2, 3 }))));
        Assert.Single(model.Steps, step => step.Operation is Transpose);
    }

    [Fact]
    public void AReshapeAndTwoTranspositionsAreOneOfEach()
    {
        var g = new Graph(13);
        var apart = g.Node("Reshape", [g.Node("Relu", [g.Input("x", 0, 24)]), g.Integers("apart", -1, 2, 3, 4)]);
        var once = g.Node("Transpose", [apart], ("perm", new long[] { 0, 2, 1, 3 }));
        var model = OnnxRuntime.AssertEqual(g.Save(g.Node("Transpose", [once], ("perm", new long[] { 0, 1, 3, 2 }))));
        Assert.Equal([typeof(Unary), typeof(Reshape), typeof(Transpose)], model.Steps.Select(step => step.Operation.GetType()));
    }

    [Fact]
    public void TranspositionsAroundARecurrentLayerVanish()
    {
        var g = new Graph(14);
        var x = g.Node("Transpose", [g.Input("x", 0, 4, 2)], ("perm", new long[] { 1, 0, 2 }));
        var y = g.Node("LSTM", [x, g.Weight("w", [1, 12, 2]), g.Weight("r", [1, 12, 3]), g.Weight("b", [1, 24])], 1, ("hidden_size", 3))[0];
        var squeezed = g.Node("Squeeze", [y, g.Integers("axis", 1)]);
        var model = OnnxRuntime.AssertEqual(g.Save(g.Node("Transpose", [squeezed], ("perm", new long[] { 1, 0, 2 }))));
        Assert.True(Assert.IsType<Recurrent>(Assert.IsType<Apply>(Assert.Single(model.Steps).Operation).Layer).ReturnsSequences);
    }

    private static string Gate(Graph g, string scaled) => g.Node("Add", [g.Node("Erf", [scaled]), g.Number("one", 1)]);

    private static string SixPlusThree(Graph g) =>
        g.Node("Clip", [g.Node("Add", ["x", g.Number("three", 3)]), g.Number("least", 0), g.Number("most", 6)]);

    private static void Finish(Graph g, string result) =>
        g.Model.Graph.Output.Add(new Onnx.ValueInfoProto { Name = result, Type = new() { TensorType = new() { ElemType = 1 } } });

    // Form 0: three layers, scores divided. Form 1: one layer that is split, factors before. Form 2: one layer, and one
    // transposition of all three.
    private static string Attention(Graph g, int heads, bool isCausal, int form, float? scale = null)
    {
        const int Steps = 5, Width = 6;
        var size = Width / heads;
        string Linear(string x, string name, int width) =>
            g.Node("Add", [g.Node("MatMul", [x, g.Weight($"attn.{name}.weight", [Width, width])]), g.Weight($"attn.{name}.bias", [width])]);
        string Turned(string x, params long[] order) => g.Node("Transpose", [x], ("perm", order));
        string[] parts;
        if (form == 2)
        {
            var five = g.Node("Reshape", [Linear("x", "qkv", 3 * Width), g.Integers("five", -1, Steps, 3, heads, size)]);
            var turned = Turned(five, 2, 0, 3, 1, 4);
            parts = [.. Enumerable.Range(0, 3).Select(i => g.Node("Gather", [turned, g.Integers($"part{i}", [], [i])]))];
            parts[1] = Turned(parts[1], 0, 1, 3, 2);
        }
        else
        {
            string[] apart = form == 0 ? [Linear("x", "q", Width), Linear("x", "k", Width), Linear("x", "v", Width)]
                : g.Node("Split", [Linear("x", "qkv", 3 * Width)], 3, ("axis", 2));
            var shape = g.Integers("heads", 0, 0, heads, size);
            parts = [.. apart.Select((part, i) => Turned(g.Node("Reshape", [part, shape]), i == 1 ? [0, 2, 3, 1] : [0, 2, 1, 3]))];
        }
        var factor = scale ?? (float)(1 / Math.Sqrt(size));
        if (form == 1)
            for (var i = 0; i < 2; i++)
                parts[i] = g.Node("Mul", [parts[i], g.Number($"factor{i}", MathF.Sqrt(factor))]);
        var scores = g.Node("MatMul", [parts[0], parts[1]]);
        if (form != 1)
            scores = g.Node("Mul", [scores, g.Number("factor", factor)]);
        if (isCausal)
            scores = g.Node("Add", [scores, g.Floats("mask", [1, 1, Steps, Steps],
                [.. Enumerable.Range(0, Steps * Steps).Select(i => i % Steps > i / Steps ? -1e9f : 0)])]);
        var mixed = g.Node("MatMul", [g.Node("Softmax", [scores], ("axis", -1)), parts[2]]);
        var joined = g.Node("Reshape", [Turned(mixed, 0, 2, 1, 3), g.Integers("joined", 0, 0, Width)]);
        return Linear(joined, "out", Width);
    }
}
