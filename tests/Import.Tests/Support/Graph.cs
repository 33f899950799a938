using Google.Protobuf;
using Onnx;
using Kind = Onnx.AttributeProto.Types.AttributeType;
using Type = Onnx.TensorProto.Types.DataType;

namespace ModelDsl.Import.Tests.Support;

/// <summary>Writes small ONNX files. Numbers come from a seed.</summary>
internal sealed class Graph
{
    private readonly Random random = new(7);

    public Graph(int opset = 17, int format = 8)
    {
        Model.IrVersion = format;
        Model.OpsetImport.Add(new OperatorSetIdProto { Version = opset });
        Model.Graph = new GraphProto { Name = "test" };
    }

    public ModelProto Model { get; } = new();

    /// <summary>Declares an input. Size 0 is the batch, "N".</summary>
    public string Input(string name, params long[] sizes) => InputOf(name, Type.Float, sizes);

    public string InputOf(string name, Type type, params long[] sizes)
    {
        Model.Graph.Input.Add(Declared(name, type, sizes));
        return name;
    }

    public static ValueInfoProto Declared(string name, Type type, params long[] sizes)
    {
        var shape = new TensorShapeProto();
        foreach (var size in sizes)
            shape.Dim.Add(size == 0
                ? new TensorShapeProto.Types.Dimension { DimParam = "N" } : new TensorShapeProto.Types.Dimension { DimValue = size });
        return new() { Name = name, Type = new() { TensorType = new() { ElemType = (int)type, Shape = shape } } };
    }

    /// <summary>Adds a weight of random numbers between −1 and 1, or between 0.5 and 1.5 if they must be positive.</summary>
    public string Weight(string name, long[] sizes, bool isPositive = false) => Floats(name, sizes,
        [.. Enumerable.Range(0, (int)sizes.Aggregate(1L, (a, b) => a * b)).Select(_ =>
            (float)(isPositive ? 0.5 + random.NextDouble() : random.NextDouble() * 2 - 1))]);

    public string Floats(string name, long[] sizes, params float[] numbers)
    {
        var tensor = new TensorProto { Name = name, DataType = (int)Type.Float };
        tensor.Dims.AddRange(sizes);
        tensor.FloatData.AddRange(numbers);
        Model.Graph.Initializer.Add(tensor);
        return name;
    }

    public string Number(string name, float number) => Floats(name, [], number);

    public string Integers(string name, params long[] numbers) => Integers(name, [numbers.Length], numbers);

    public string Integers(string name, long[] sizes, long[] numbers)
    {
        var tensor = new TensorProto { Name = name, DataType = (int)Type.Int64 };
        tensor.Dims.AddRange(sizes);
        tensor.Int64Data.AddRange(numbers);
        Model.Graph.Initializer.Add(tensor);
        return name;
    }

    /// <summary>Adds a node with one result.</summary>
    public string Node(string type, string[] inputs, params (string Name, object Value)[] attributes) =>
        Node(type, inputs, 1, attributes)[0];

    /// <summary>Adds a node with results.</summary>
    public string[] Node(string type, string[] inputs, int results, params (string Name, object Value)[] attributes)
    {
        var number = Model.Graph.Node.Count;
        var node = new NodeProto { OpType = type, Name = $"{type}_{number}" };
        node.Input.AddRange(inputs);
        for (var i = 0; i < results; i++)
            node.Output.Add($"{number}_{i}");
        foreach (var (name, value) in attributes)
            node.Attribute.Add(Attribute(name, value));
        Model.Graph.Node.Add(node);
        return [.. node.Output];
    }

    /// <summary>Declares outputs, and saves the file.</summary>
    public string Save(params string[] outputs) => SaveAs(Type.Float, outputs);

    public string SaveAs(Type type, params string[] outputs)
    {
        foreach (var output in outputs)
            Model.Graph.Output.Add(new ValueInfoProto { Name = output, Type = new() { TensorType = new() { ElemType = (int)type } } });
        return Write();
    }

    public string Write()
    {
        var path = Path.Combine(Scratch.Folder, $"{Guid.NewGuid():N}.onnx");
        File.WriteAllBytes(path, Model.ToByteArray());
        return path;
    }

    private static AttributeProto Attribute(string name, object value)
    {
        var attribute = new AttributeProto { Name = name };
        switch (value)
        {
            case long or int:
                (attribute.Type, attribute.I) = (Kind.Int, Convert.ToInt64(value));
                break;
            case float or double:
                (attribute.Type, attribute.F) = (Kind.Float, Convert.ToSingle(value));
                break;
            case string text:
                (attribute.Type, attribute.S) = (Kind.String, ByteString.CopyFromUtf8(text));
                break;
            case long[] integers:
                attribute.Type = Kind.Ints;
                attribute.Ints.AddRange(integers);
                break;
            case float[] floats:
                attribute.Type = Kind.Floats;
                attribute.Floats.AddRange(floats);
                break;
            case string[] texts:
                attribute.Type = Kind.Strings;
                attribute.Strings.AddRange(texts.Select(ByteString.CopyFromUtf8));
                break;
            case TensorProto tensor:
                (attribute.Type, attribute.T) = (Kind.Tensor, tensor);
                break;
            case GraphProto graph:
                (attribute.Type, attribute.G) = (Kind.Graph, graph);
                break;
            default:
                throw new InvalidOperationException($"{value} is no attribute.");
        }
        return attribute;
    }
}

/// <summary>A folder for the files of these tests.</summary>
internal static class Scratch
{
    public static string Folder { get; } = Directory.CreateTempSubdirectory("import-tests-").FullName;

    static Scratch() => AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Folder, recursive: true);
}
