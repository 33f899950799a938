using System.Collections.Immutable;
using System.ComponentModel;
using System.Globalization;
using Onnx;
using static Onnx.TensorProto.Types;

namespace ModelDsl.CompilerServices;

/// <summary>
/// Writes a model's computation as ONNX nodes. Emitted code calls its methods, one for each operation. A method takes the name of its
/// result first, and returns the result. Dimensions are those of ModelDsl: the channels are last.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class OnnxGraph
{
    private readonly GraphProto proto = new();
    private readonly OnnxNames names = new();
    private readonly Dictionary<string, Tensor> parameters;
    private readonly ModelDescription model;
    private readonly OnnxOptions options;

    internal OnnxGraph(ModelDescription model, SafetensorsFile file, OnnxOptions options)
    {
        (this.model, this.options) = (model, options);
        parameters = file.Tensors.ToDictionary(named => named.Name, named => named.Tensor);
        proto.Name = model.Name;
        proto.DocString = model.ToString();
        foreach (var name in OutputNames) names.Reserve(name);
    }

    /// <summary>The version of the operators.</summary>
    internal int Opset => options.Opset;

    /// <summary>Adds an input of the model.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="sample">The shape of one sample.</param>
    public OnnxValue Input(string name, params ReadOnlySpan<int> sample) => Input(name, sample, DataType.Float);

    /// <summary>Adds an input of the model whose numbers are indices, all of them: int64.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="sample">The shape of one sample.</param>
    public OnnxValue Indices(string name, params ReadOnlySpan<int> sample) => Input(name, sample, DataType.Int64);

    /// <summary>Returns a tensor of a layer.</summary>
    /// <param name="name">Its name in the model's description: <c>Hidden.Kernel</c>.</param>
    public OnnxValue Parameter(string name)
    {
        var tensor = parameters[name];
        return new OnnxValue(name, [.. tensor.Shape.Select(size => (long)size)]) { Numbers = tensor.ToArray() };
    }

    private OnnxValue Input(string name, ReadOnlySpan<int> sample, DataType element)
    {
        names.Reserve(name);
        var value = new OnnxValue(name, DimsOf(sample, isPerSample: true)) { Element = element, Last = name };
        proto.Input.Add(Info(name, value.Dims, element));
        return value;
    }

    /// <summary>Adds a node with one result.</summary>
    /// <param name="operation">The operator.</param>
    /// <param name="name">The name of the result.</param>
    /// <param name="inputs">The tensors that it reads; empty for one that is left out.</param>
    /// <param name="dims">The dimensions of the result, the channels last.</param>
    /// <param name="layout">The order of the dimensions that the node writes.</param>
    /// <param name="attributes">Its attributes.</param>
    internal OnnxValue Node(
        string operation, string name, ReadOnlySpan<string> inputs, ImmutableArray<long> dims, OnnxLayout layout = OnnxLayout.ChannelsLast,
        params ReadOnlySpan<AttributeProto> attributes)
    {
        var tensor = Tensor(operation, name, inputs, Ordered(dims, layout), DataType.Float, attributes);
        return layout == OnnxLayout.ChannelsFirst && dims.Length > 2
            ? new OnnxValue(name, dims) { First = tensor }
            : new OnnxValue(name, dims) { Last = tensor };
    }

    /// <summary>Adds a node with one result, and returns the name of the result in the file.</summary>
    /// <param name="operation">The operator.</param>
    /// <param name="name">The wanted name of the result.</param>
    /// <param name="inputs">The tensors that it reads; empty for one that is left out.</param>
    /// <param name="dims">The dimensions of the result as the node writes it.</param>
    /// <param name="element">The type of its elements.</param>
    /// <param name="attributes">Its attributes.</param>
    internal string Tensor(
        string operation, string name, ReadOnlySpan<string> inputs, ImmutableArray<long> dims, DataType element = DataType.Float,
        params ReadOnlySpan<AttributeProto> attributes) =>
        Tensors(operation, inputs, [(name, dims, element)], attributes)[0];

    /// <summary>
    /// Adds a node with several results, and returns their names in the file. A result that may be left out is, if its name is empty.
    /// </summary>
    internal string[] Tensors(
        string operation, ReadOnlySpan<string> inputs, ReadOnlySpan<(string Name, ImmutableArray<long> Dims, DataType Element)> results,
        params ReadOnlySpan<AttributeProto> attributes)
    {
        var node = new NodeProto { OpType = operation };
        foreach (var input in inputs) node.Input.Add(input);
        foreach (var (wanted, dims, element) in results)
        {
            var name = wanted.Length == 0 ? "" : names.Unique(wanted);
            node.Output.Add(name);
            if (name.Length == 0) continue;
            if (node.Name.Length == 0) (node.Name, node.DocString) = (name, Text(dims));
            proto.ValueInfo.Add(Info(name, dims, element));
        }
        foreach (var attribute in attributes) node.Attribute.Add(attribute);
        proto.Node.Add(node);
        return [.. node.Output];
    }

    private static ImmutableArray<long> DimsOf(ReadOnlySpan<int> sample, bool isPerSample)
    {
        var dims = ImmutableArray.CreateBuilder<long>();
        if (isPerSample) dims.Add(OnnxValue.N);
        foreach (var size in sample) dims.Add(size);
        return dims.ToImmutable();
    }

    private static ValueInfoProto Info(string name, ImmutableArray<long> dims, DataType element)
    {
        var shape = new TensorShapeProto();
        foreach (var size in dims)
            shape.Dim.Add(size == OnnxValue.N
                ? new TensorShapeProto.Types.Dimension { DimParam = "N" }
                : new TensorShapeProto.Types.Dimension { DimValue = size });
        return new ValueInfoProto
        {
            Name = name,
            DocString = Text(dims),
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)element, Shape = shape } },
        };
    }

    /// <summary>Returns a shape for readers: <c>[N, 28, 28]</c>.</summary>
    private static string Text(ImmutableArray<long> dims) =>
        $"[{string.Join(", ", dims.Select(size => size == OnnxValue.N ? "N" : size.ToString(CultureInfo.InvariantCulture)))}]";

    private static AttributeProto Int(string name, long value) =>
        new() { Name = name, Type = AttributeProto.Types.AttributeType.Int, I = value };

    private static AttributeProto Ints(string name, params IEnumerable<long> values)
    {
        var attribute = new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Ints };
        attribute.Ints.AddRange(values);
        return attribute;
    }

    private static AttributeProto Float(string name, float value) =>
        new() { Name = name, Type = AttributeProto.Types.AttributeType.Float, F = value };

    private static AttributeProto Text(string name, string value) =>
        new() { Name = name, Type = AttributeProto.Types.AttributeType.String, S = Google.Protobuf.ByteString.CopyFromUtf8(value) };

    private static AttributeProto Texts(string name, params IEnumerable<string> values)
    {
        var attribute = new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Strings };
        attribute.Strings.AddRange(values.Select(Google.Protobuf.ByteString.CopyFromUtf8));
        return attribute;
    }
}
