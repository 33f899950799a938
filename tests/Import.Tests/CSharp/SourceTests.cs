using ModelDsl.Import.CSharp;
using ModelDsl.Import.Tests.Support;
using Onnx;

namespace ModelDsl.Import.Tests.CSharp;

/// <summary>The text around the layers: comments, names, losses, and what a file says about classes.</summary>
public class SourceTests
{
    [Fact]
    public void A_small_network_is_written_as_a_person_writes_it()
    {
        var graph = new Graph();
        var x = graph.Input("pixels", 0, 3, 8, 6);
        var conv = graph.Node("Conv", [x, graph.Weight("stem.weight", [4, 3, 3, 3])], ("pads", new long[] { 1, 1, 1, 1 }), ("strides", new long[] { 2, 2 }));
        var bent = graph.Node("Relu", [conv]);
        var more = graph.Node("Conv", [bent, graph.Weight("block.weight", [4, 4, 3, 3]), graph.Weight("block.bias", [4])], ("pads", new long[] { 1, 1, 1, 1 }));
        var sum = graph.Node("Relu", [graph.Node("Add", [more, bent])]);
        var flat = graph.Node("Flatten", [sum]);
        var logits = graph.Node("Gemm", [flat, graph.Weight("head.weight", [5, 48]), graph.Weight("head.bias", [5])], ("transB", 1));
        var code = Print(graph, graph.Node("Softmax", [logits], ("axis", 1)));
        var text = code.Source[code.Source.IndexOf("[Model", StringComparison.Ordinal)..];
        Assert.Equal("""
            [Model(3, 8, 6), SparseCategoricalCrossentropy]
            public sealed partial record Net(
                [Conv2D(4, 3, Strides = 2, Pads = [1], UseBias = false)] Conv2D Stem,
                [Conv2D(4, 3, Padding = Padding.Same)] Conv2D Block,
                [Dense(5)] Dense Head)
            {
                [Forward]
                static Tensor Run(Net m, Tensor pixels)
                {
                    var h = pixels.Transpose(0, 2, 3, 1) | m.Stem | Relu;
                    var head = (h + (h | m.Block) | Relu).Flatten() | m.Head;
                    return head.Softmax();
                }
            }

            """, text);
    }

    [Fact]
    public void Texts_of_a_file_stay_in_comments()
    {
        var graph = Dense();
        graph.Model.ProducerName = "a\r\n}\u2028class Evil";
        graph.Model.DocString = "one </summary>\rclass Evil\n*/ two & three\u0085#error";
        var source = Print(graph, graph.Node("Sigmoid", [Last(graph)])).Source;
        Assert.DoesNotContain('\r', source);
        Assert.All(source.Split('\n').Where(line => line.Contains("Evil", StringComparison.Ordinal) || line.Contains("#error", StringComparison.Ordinal)),
            line => Assert.StartsWith("//", line));
        ImportedCode.Compile([source]);
    }

    [Theory, InlineData("Sigmoid", "BinaryCrossentropy"), InlineData("Tanh", "MeanSquaredError")]
    public void The_last_activation_chooses_the_loss_and_an_option_another(string activation, string expected)
    {
        var graph = Dense();
        var path = Path(graph, graph.Node(activation, [Last(graph)]));
        Assert.Contains($"[Model(4), {expected}]", Print(path, new CSharpOptions()).Source, StringComparison.Ordinal);
        Assert.Contains("[Model(4), Huber(Delta = 2)]", Print(path, new CSharpOptions { Loss = "Huber(Delta = 2)" }).Source, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("classes", "[\"cat\", \"a \\\"dog\\\"\"]", true)]
    [InlineData("labels", "[\"cat\",\"dog\"]", true)]
    [InlineData("classes", "[\"cat\", \"dog\", \"bird\"]", false)]
    [InlineData("classes", "cat, dog", false)]
    public void Names_of_classes_go_with_the_weights(string key, string names, bool areKnown)
    {
        var graph = Dense(units: 2);
        graph.Model.MetadataProps.Add(new StringStringEntryProto { Key = key, Value = names });
        var code = Print(graph, graph.Node("Softmax", [Last(graph)], ("axis", 1)));
        Assert.Equal(areKnown ? $"[{{\"classes\":{names}}}]" : null, code.Metadata.TryGetValue("modeldsl.classes", out var found) ? found : null);
    }

    [Fact]
    public void A_class_beside_its_probabilities_is_left_out_and_said_so()
    {
        var graph = Dense(units: 3);
        var probabilities = graph.Node("Softmax", [Last(graph)], ("axis", 1));
        var place = graph.Node("ArgMax", [probabilities], ("axis", 1), ("keepdims", 0));
        graph.Model.Graph.Output.Add(Graph.Declared(place, TensorProto.Types.DataType.Int64, 0));
        var source = Print(graph, probabilities).Source;
        Assert.Contains("is left out.", source, StringComparison.Ordinal);
        Assert.Contains("static Tensor Run(", source, StringComparison.Ordinal);
    }

    /// <summary>Without them a program would call the model differently. The generator's warning is off, since the notes say it.</summary>
    [Fact]
    public void Inputs_that_have_no_effect_stay_and_are_named()
    {
        var graph = Dense();
        graph.Input("mask", 0, 4);
        graph.Input("weights", 0, 2);
        var source = CSharpPrinter.Print(OnnxFile.Read(Path(graph, Last(graph))).Model!, new CSharpOptions()).Model!.Source;
        Assert.Contains("// Input 'mask' has no effect.\n// Input 'weights' has no effect.\n", source, StringComparison.Ordinal);
        Assert.Contains("\n#pragma warning disable MDSL147\n", source, StringComparison.Ordinal);
        Assert.Contains("(Tensor X, Tensor Mask, Tensor Weights) x", source, StringComparison.Ordinal);
        ImportedCode.Compile([source]);
    }

    private static Graph Dense(int units = 1)
    {
        var graph = new Graph();
        graph.Node("Gemm", [graph.Input("x", 0, 4), graph.Weight("head.weight", [4, units]), graph.Weight("head.bias", [units])]);
        return graph;
    }

    private static string Last(Graph graph) => graph.Model.Graph.Node[^1].Output[0];

    private static string Path(Graph graph, string output)
    {
        var folder = Directory.CreateTempSubdirectory("modeldsl").FullName;
        var path = System.IO.Path.Combine(folder, "net.onnx");
        File.Move(graph.Save(output), path);
        return path;
    }

    private static CSharpModel Print(Graph graph, string output) => Print(Path(graph, output), new CSharpOptions());

    private static CSharpModel Print(string path, CSharpOptions options)
    {
        var read = OnnxFile.Read(path);
        Assert.True(read.Model is not null, string.Join("\n", read.Errors));
        var result = CSharpPrinter.Print(read.Model, options);
        Assert.True(result.Model is not null, string.Join("\n", result.Errors));
        return result.Model;
    }
}
