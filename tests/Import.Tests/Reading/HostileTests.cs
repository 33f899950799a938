using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Google.Protobuf;
using ModelDsl.Import.Tests.Support;
using Onnx;

namespace ModelDsl.Import.Tests.Reading;

/// <summary>Files that are wrong: an error that says so, or a model. Nothing is thrown, and nothing large is allocated.</summary>
public class HostileTests
{
    private static readonly Lazy<byte[][]> Valid = new(() => [Dense(), Recurrent(), Shaped()]);

    [Property(MaxTest = 300)]
    public Property AMutatedFileIsAnErrorOrAModel() => Prop.ForAll(Mutations().ToArbitrary(), bytes =>
    {
        var path = Path.Combine(Scratch.Folder, "mutated.onnx");
        File.WriteAllBytes(path, bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var result = OnnxFile.Read(path);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < 64 << 20, $"{allocated} bytes were allocated");
        Assert.True(result.Model is null != (result.Errors.Count == 0));
        Assert.All(result.Errors, error => Assert.StartsWith("mutated.onnx: ", error));
    });

    private static Gen<byte[]> Mutations() =>
        from file in Gen.Elements(Valid.Value)
        from kind in Gen.Choose(0, 3)
        from changes in Gen.Choose(1, 4)
        from places in Gen.ListOf(Gen.Choose(0, file.Length - 1), changes)
        from numbers in Gen.ListOf(Gen.Choose(0, 255), changes)
        select Mutated(file, kind, [.. places], [.. numbers]);

    // Bytes are changed, the file is cut, a length becomes huge, or a part is repeated.
    private static byte[] Mutated(byte[] file, int kind, int[] places, int[] numbers)
    {
        var bytes = (byte[])file.Clone();
        switch (kind)
        {
            case 0:
                for (var i = 0; i < places.Length; i++)
                    bytes[places[i]] = (byte)numbers[i];
                return bytes;
            case 1:
                return bytes[..places[0]];
            case 2:
                return [.. bytes[..places[0]], 0xff, 0xff, 0xff, 0xff, 0x07, .. bytes[places[0]..]];
            default:
                return [.. bytes[..places[0]], .. bytes[(places[0] / 2)..]];
        }
    }

    [Theory]
    [InlineData("it is a cycle", "depends on its own result")]
    [InlineData("a name is there twice", "is defined twice")]
    [InlineData("an operand is not there", "which nothing computes")]
    [InlineData("the output is not there", "nothing computes the output")]
    [InlineData("a size is negative", "negative size")]
    [InlineData("a size is huge", "2³¹ numbers")]
    [InlineData("sizes are huge together", "2³¹ numbers")]
    [InlineData("bytes are missing", "which needs 16 bytes")]
    [InlineData("numbers are missing", "which needs 4 numbers")]
    [InlineData("it has texts", "numbers of string")]
    [InlineData("an attribute is not known", "the attribute 'colour', which is not known")]
    [InlineData("an attribute has another type", "of type Float, not Int")]
    [InlineData("a weight is sparse", "is sparse")]
    [InlineData("a branch", "(If, opset 13) is not offered")]
    [InlineData("a foreign operator", "(com.example.Magic, opset 0) is not offered")]
    [InlineData("a constant is huge", "too large")]
    [InlineData("shapes do not fit", "don't fit")]
    [InlineData("samples are mixed", "the samples of a batch")]
    [InlineData("it is too new", "opset 99")]
    [InlineData("it is too old", "opset 6")]
    [InlineData("it has no input", "no input")]
    [InlineData("it has no graph", "not an ONNX model")]
    [InlineData("it is for a batch of 4", "Export it with a dynamic batch")]
    public void AWrongFileIsAnError(string what, string expected)
    {
        var graph = new Graph(13);
        var input = graph.Input("x", 0, 4);
        var model = graph.Model;
        var x = graph.Node("Relu", [input]);
        var weight = graph.Weight("w", [4]);
        var tensor = model.Graph.Initializer[0];
        var result = graph.Node("Add", [x, weight]);
        switch (what)
        {
            case "it is a cycle":
                model.Graph.Node[0].Input[0] = result;
                break;
            case "a name is there twice":
                model.Graph.Node[1].Output[0] = x;
                result = x;
                break;
            case "an operand is not there":
                model.Graph.Node[1].Input[1] = "nothing";
                break;
            case "the output is not there":
                result = "nothing";
                break;
            case "a size is negative":
                tensor.Dims[0] = -4;
                break;
            case "a size is huge":
                tensor.Dims[0] = long.MaxValue;
                break;
            case "sizes are huge together":
                tensor.Dims.AddRange([1L << 20, 1L << 20]);
                break;
            case "bytes are missing":
                tensor.FloatData.Clear();
                tensor.RawData = ByteString.CopyFrom(new byte[15]);
                break;
            case "numbers are missing":
                tensor.FloatData.RemoveAt(0);
                break;
            case "it has texts":
                tensor.DataType = (int)TensorProto.Types.DataType.String;
                break;
            case "an attribute is not known":
                graph.Node("Relu", [x], ("colour", 1));
                break;
            case "an attribute has another type":
                result = graph.Node("Softmax", [x], ("axis", 1.0));
                break;
            case "a weight is sparse":
                model.Graph.SparseInitializer.Add(new SparseTensorProto());
                break;
            case "a branch":
                graph.Node("If", [x], ("then_branch", new GraphProto()));
                break;
            case "a foreign operator":
                graph.Node("Magic", [x]);
                model.Graph.Node[^1].Domain = "com.example";
                break;
            case "a constant is huge":
                result = graph.Node("Add",
                    [x, graph.Node("ReduceSum", [graph.Node("ConstantOfShape", [graph.Integers("s", 30000, 30000)])])]);
                break;
            case "shapes do not fit":
                model.Graph.Node[1].Input[1] = graph.Weight("v", [3]);
                break;
            case "samples are mixed":
                result = graph.Node("Softmax", [x], ("axis", 0));
                break;
            case "it is too new":
                model.OpsetImport[0].Version = 99;
                break;
            case "it is too old":
                model.OpsetImport[0].Version = 6;
                break;
            case "it has no input":
                model.Graph.Input.Clear();
                model.Graph.Node[0].Input[0] = weight;
                break;
            case "it has no graph":
                model.Graph = null;
                break;
            default:
                model.Graph.Input[0] = Graph.Declared("x", TensorProto.Types.DataType.Float, 4, 4);
                model.Graph.Node[1].Input[1] = graph.Weight("rows", [4, 4]);
                break;
        }
        var path = model.Graph is null ? graph.Write() : graph.Save(result);
        var error = Assert.Single(OnnxFile.Read(path).Errors);
        Assert.Contains(expected, error);
        Assert.StartsWith(Path.GetFileName(path), error);
    }

    [Fact]
    public void AllOperatorsThatAreNotOfferedAreTold()
    {
        var graph = new Graph(13);
        var x = graph.Node("Hardmax", [graph.Input("x", 0, 4)]);
        var y = graph.Node("Hardmax", [x]);
        var result = OnnxFile.Read(graph.Save(graph.Node("Bernoulli", [y])));
        Assert.Equal(2, result.Errors.Count);
        Assert.Contains("(Hardmax, opset 13) is not offered (nor are 1 more of its kind)", result.Errors[0]);
    }

    [Fact]
    public void AFileThatIsNotThereIsAnError() =>
        Assert.Contains("can't be read", Assert.Single(OnnxFile.Read(Path.Combine(Scratch.Folder, "none.onnx")).Errors));

    [Fact]
    public void DeepNestingIsAnError()
    {
        var inner = new GraphProto();
        for (var i = 0; i < 200; i++)
        {
            var node = new NodeProto { OpType = "If" };
            node.Attribute.Add(new AttributeProto { Name = "then_branch", G = inner });
            inner = new GraphProto { Node = { node } };
        }
        var graph = new Graph(13);
        graph.Model.Graph = inner;
        Assert.Contains("damaged", Assert.Single(OnnxFile.Read(graph.Write()).Errors));
    }

    private static byte[] Dense() => OnnxModel(graph => graph.Node(
        "Gemm", [graph.Input("x", 1, 3), graph.Weight("w", [4, 3]), graph.Weight("b", [4])], ("transB", 1)));

    private static byte[] Recurrent() => OnnxModel(graph =>
    {
        var x = graph.Node("Transpose", [graph.Input("x", 0, 4, 2)], ("perm", new long[] { 1, 0, 2 }));
        var y = graph.Node("GRU", [x, graph.Weight("w", [1, 9, 2]), graph.Weight("r", [1, 9, 3])], 2, ("hidden_size", 3))[1];
        return graph.Node("Reshape", [y, graph.Integers("s", -1, 3)]);
    });

    private static byte[] Shaped() => OnnxModel(graph =>
    {
        var conv = graph.Node("Conv", [graph.Input("x", 0, 3, 6, 6), graph.Weight("k", [4, 3, 3, 3])], ("pads", new long[] { 1, 1, 1, 1 }));
        var pool = graph.Node("MaxPool", [conv], ("kernel_shape", new long[] { 2, 2 }), ("strides", new long[] { 2, 2 }));
        var size = graph.Node("Slice", [graph.Node("Shape", [pool]), graph.Integers("a", 0), graph.Integers("b", 1)]);
        var shape = graph.Node("Concat", [size, graph.Integers("rest", 4, -1)], ("axis", 0));
        var flat = graph.Node("Reshape", [pool, shape]);
        var padded = graph.Node("Pad", [flat, graph.Integers("p", 0, 0, 1, 0, 0, 1)]);
        return graph.Node("Softmax", [graph.Node("Expand", [padded, graph.Integers("e", 1, 1, 1)])], ("axis", -1));
    });

    private static byte[] OnnxModel(Func<Graph, string> build)
    {
        var graph = new Graph(13);
        return File.ReadAllBytes(graph.Save(build(graph)));
    }
}
