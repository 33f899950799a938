using Google.Protobuf;
using ModelDsl.Import.Tests.Support;
using Onnx;
using Location = Onnx.TensorProto.Types.DataLocation;
using Type = Onnx.TensorProto.Types.DataType;

namespace ModelDsl.Import.Tests.Reading;

/// <summary>What files may hold: kinds of numbers, weights beside the file, fixed batches, names.</summary>
public class FileTests
{
    [Fact]
    public void HelloDeepaIsThatOfOnnxRuntime()
    {
        var model = OnnxRuntime.AssertEqual(Path.Combine(AppContext.BaseDirectory, "Models", "hello_deepa.onnx"));
        Assert.Equal(["Layer1", "Layernorm1", "Blocks_0_FcnLayer", "Blocks_0_LayerNorm", "LastLayer"],
            model.Layers.Select(layer => layer.Name));
        Assert.Equal("[N, 25, 96]", model.Inputs[0].Shape.ToString());
        Assert.Contains(model.Metadata.Notes, note => note.Contains("batch of 1"));
    }

    [Fact]
    public void ResNet18IsRead()
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var result = OnnxFile.Read(RealFiles.ResNet18);
        Assert.Empty(result.Errors);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"took {watch.Elapsed}");
        Assert.Equal(22, result.Model!.Layers.OfType<Conv>().Count());
        Assert.Equal(22, result.Model.Layers.OfType<BatchNorm>().Count());
        var first = result.Model.Layers.OfType<Conv>().First();
        Assert.Equal([3, 3, 2, 2], first.Window.Begin.Concat(first.Window.End));
        Assert.Equal("[N, 512, 1, 1]", result.Model.Outputs[0].Shape.ToString());
    }

    [Theory]
    [InlineData((int)Type.Float), InlineData((int)Type.Double), InlineData((int)Type.Float16), InlineData((int)Type.Bfloat16)]
    public void RealNumbersOfEveryKindAreRead(int kind)
    {
        float[] numbers = [1, -0.5f, 0, 3.25f, float.PositiveInfinity];
        var bytes = numbers.SelectMany(number => (Type)kind switch
        {
            Type.Float => BitConverter.GetBytes(number),
            Type.Double => BitConverter.GetBytes((double)number),
            Type.Float16 => BitConverter.GetBytes((Half)number),
            _ => BitConverter.GetBytes(number)[2..],
        }).ToArray();
        var raw = new TensorProto { Name = "w", DataType = kind, RawData = ByteString.CopyFrom(bytes), Dims = { numbers.Length } };
        Assert.Equal(numbers, TensorReader.Read(raw, "w", ".", _ => { }).ReadFloats());
        var typed = new TensorProto { Name = "w", DataType = kind, Dims = { numbers.Length } };
        foreach (var number in numbers)
            switch ((Type)kind)
            {
                case Type.Float:
                    typed.FloatData.Add(number);
                    break;
                case Type.Double:
                    typed.DoubleData.Add(number);
                    break;
                default:
                    typed.Int32Data.Add(kind == (int)Type.Float16
                        ? BitConverter.HalfToUInt16Bits((Half)number) : BitConverter.SingleToUInt32Bits(number) is var bits
                        ? (int)(bits >> 16) : 0);
                    break;
            }
        Assert.Equal(numbers, TensorReader.Read(typed, "w", ".", _ => { }).ReadFloats());
    }

    [Fact]
    public void EveryHalfIsRead()
    {
        var bytes = Enumerable.Range(0, 65536).SelectMany(bits => BitConverter.GetBytes((ushort)bits)).ToArray();
        var tensor = new TensorProto { DataType = (int)Type.Float16, RawData = ByteString.CopyFrom(bytes), Dims = { 65536 } };
        Assert.Equal(
            Enumerable.Range(0, 65536).Select(bits => (float)BitConverter.UInt16BitsToHalf((ushort)bits)),
            TensorReader.Read(tensor, "w", ".", _ => { }).ReadFloats());
    }

    [Theory]
    [InlineData((int)Type.Int64, 8), InlineData((int)Type.Int32, 4), InlineData((int)Type.Int16, 2), InlineData((int)Type.Int8, 1)]
    public void WholeNumbersOfEveryKindAreRead(int kind, int size)
    {
        long[] numbers = [0, 1, -3, 100];
        var bytes = numbers.SelectMany(number => BitConverter.GetBytes(number)[..size]).ToArray();
        var tensor = new TensorProto { DataType = kind, RawData = ByteString.CopyFrom(bytes), Dims = { 2, 2 } };
        Assert.Equal(numbers, TensorReader.Read(tensor, "w", ".", _ => { }).ReadIntegers());
    }

    [Fact]
    public void WeightsBesideTheFileAreRead()
    {
        var graph = WithExternal("weights.bin", offset: 8);
        File.WriteAllBytes(Path.Combine(Scratch.Folder, "weights.bin"), [.. new byte[8], .. Enumerable.Range(0, 6).SelectMany(i =>
            BitConverter.GetBytes((float)i))]);
        var model = OnnxRuntime.AssertEqual(graph.Write());
        Assert.Equal([0, 1, 2, 3, 4, 5], Assert.IsType<Dense>(model.Layers[0]).Kernel.ReadFloats());
    }

    [Theory, InlineData("../weights.bin"), InlineData("/etc/passwd"), InlineData("link.bin"), InlineData("C:\\weights.bin"),
        InlineData("missing.bin"),
        InlineData(""), InlineData("\0")]
    public void WeightsElsewhereAreAnError(string location)
    {
        var link = Path.Combine(Scratch.Folder, "link.bin");
        if (location == "link.bin" && !File.Exists(link))
            File.CreateSymbolicLink(link, "/etc/passwd");
        var result = OnnxFile.Read(WithExternal(location, 0).Write());
        var error = Assert.Single(result.Errors);
        Assert.Contains("initializer 'w'", error);
        if (location is "../weights.bin" or "/etc/passwd" or "link.bin" or "C:\\weights.bin")
            Assert.Contains("Only files in the model's folder are read, and no links.", error);
    }

    [Fact]
    public void WeightsThatAreTooShortAreAnError()
    {
        File.WriteAllBytes(Path.Combine(Scratch.Folder, "short.bin"), new byte[23]);
        Assert.Contains("needs 24 bytes", Assert.Single(OnnxFile.Read(WithExternal("short.bin", 0).Write()).Errors));
    }

    [Fact]
    public void InitializersThatAreInputsAreWeights()
    {
        var graph = new Graph(8, format: 3);
        var result = graph.Node("MatMul", [graph.Input("x", 0, 2), graph.Weight("w", [2, 3])]);
        graph.Input("w", 2, 3);
        Assert.Single(OnnxRuntime.AssertEqual(graph.Save(result)).Inputs);
    }

    [Fact]
    public void AFixedBatchBecomesN()
    {
        var graph = new Graph(13);
        var heads = graph.Node("Reshape", [graph.Input("x", 1, 4, 6), graph.Integers("apart", 1, 4, 2, 3)]);
        var turned = graph.Node("Transpose", [heads], ("perm", new long[] { 0, 2, 1, 3 }));
        var back = graph.Node("Reshape", [graph.Node("Softmax", [turned], ("axis", 3)), graph.Integers("back", 1, -1)]);
        Assert.Equal("[N, 24]", OnnxRuntime.AssertEqual(graph.Save(back)).Outputs[0].Shape.ToString());
    }

    [Fact]
    public void ASizeThatIsNotKnownCanBeGiven()
    {
        var graph = new Graph(13);
        graph.Input("x", 0, 2, 0);
        var path = graph.Save(graph.Node("Relu", ["x"]));
        Assert.Contains("--shape x=2,…", Assert.Single(OnnxFile.Read(path).Errors));
        OnnxRuntime.AssertEqual(path, options: new() { Shapes = new Dictionary<string, IReadOnlyList<long>> { ["x"] = [2, 5] } });
        Assert.Contains("does not fit", Assert.Single(OnnxFile.Read(path, new()
        {
            Shapes = new Dictionary<string, IReadOnlyList<long>> { ["x"] = [3, 5] },
        }).Errors));
    }

    [Fact]
    public void MetadataIsKept()
    {
        var graph = new Graph(13);
        graph.Model.MetadataProps.Add(new StringStringEntryProto { Key = "classes", Value = "cat,dog" });
        (graph.Model.ProducerName, graph.Model.ProducerVersion, graph.Model.DocString) = ("test", "1.0", "a model");
        var metadata = OnnxFile.Read(graph.Save(graph.Node("Relu", [graph.Input("x", 0, 2)]))).Model!.Metadata;
        Assert.Equal(("cat,dog", "test 1.0", "a model", 13), (metadata.Properties["classes"], metadata.Producer, metadata.Description,
            metadata.Opset));
    }

    [Theory]
    [InlineData("layer1.0.conv1.weight", "", "Layer1_0_Conv1")]
    [InlineData("encoder.self_attn.out_proj.weight", "", "EncoderSelfAttnOutProj")]
    [InlineData("Hidden.Kernel", "", "Hidden")]
    [InlineData("Blocks.0.Up.Kernel", "", "Blocks_0_Up")]
    [InlineData("onnx::MatMul_87", "/layer1/layer1.0/conv1/Conv", "Layer1_0_Conv1")]
    [InlineData("sequential/dense/MatMul/ReadVariableOp:0", "", "SequentialDense")]
    [InlineData("weight", "Conv_3", null)]
    [InlineData("123", "Conv_3", null)]
    public void NamesOfLayersComeFromTheFile(string weight, string node, string? expected) =>
        Assert.Equal(expected, SourceNames.Layer(weight, node));

    private static Graph WithExternal(string location, long offset)
    {
        var graph = new Graph(13);
        var tensor = new TensorProto { Name = "w", DataType = (int)Type.Float, DataLocation = Location.External, Dims = { 2, 3 } };
        tensor.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = location });
        tensor.ExternalData.Add(new StringStringEntryProto { Key = "offset", Value = $"{offset}" });
        graph.Model.Graph.Initializer.Add(tensor);
        var result = graph.Node("MatMul", [graph.Input("x", 0, 2), "w"]);
        graph.Model.Graph.Output.Add(new ValueInfoProto { Name = result, Type = new() { TensorType = new() { ElemType = 1 } } });
        return graph;
    }
}
