using ModelDsl.Onnx.Tests.Zoo;
using Onnx;
using Xunit.Abstractions;

namespace ModelDsl.Onnx.Tests;

/// <summary>What a reader of a file sees.</summary>
public sealed class GraphTests(ITestOutputHelper output)
{
    /// <summary>
    /// A convolutional network has one transposition at each end. Its nodes are called after its layers, and each layer is the operator
    /// that a reader looks for.
    /// </summary>
    [Fact]
    public void ANetworkIsReadLayerByLayer()
    {
        var graph = ModelProto.Parser.ParseFrom(CompiledZoo.All["Residual"].Export(seed: 1)).Graph;
        foreach (var node in graph.Node) output.WriteLine($"{node.OpType} {node.Name} {node.DocString}");
        Assert.Equal(["input.ChannelsFirst", "Smaller.ChannelsLast"], graph.Node.Where(node => node.OpType == "Transpose").Select(node => node.Name));
        Assert.Equal(["Stem", "Depth.Preactivation", "Point", "Grouped.Preactivation"], graph.Node.Where(node => node.OpType == "Conv").Select(node => node.Name));
        Assert.Equal("Norm", graph.Node.Single(node => node.OpType == "BatchNormalization").Name);
        Assert.Equal("Smaller", graph.Node.Single(node => node.OpType == "MaxPool").Name);
        Assert.Equal(["output"], graph.Node[^1].Output);
        Assert.All(graph.Node, node => Assert.StartsWith("[N, ", node.DocString, StringComparison.Ordinal));
    }
}
