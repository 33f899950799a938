using System.Runtime.InteropServices;
using System.Text;
using Google.Protobuf;

namespace Benchmarks.Peers;

/// <summary>
/// Writes a network of dense layers in ONNX's format: rectifiers between them, a softmax at the end. The field numbers are those of
/// <c>onnx.proto</c> for IR version 8 and operator set 17.
/// </summary>
public static class OnnxModel
{
    /// <summary>Name of the input, <c>[1, inputs]</c>.</summary>
    public const string Input = "image";

    /// <summary>Name of the output, <c>[1, classes]</c>.</summary>
    public const string Output = "probabilities";

    private const int Float = 1;

    /// <summary>Returns the bytes of a model file.</summary>
    /// <param name="parameters">For each layer the kernel <c>[inputs, units]</c>, then the bias <c>[units]</c>.</param>
    public static byte[] Dense(IReadOnlyList<Weight> parameters)
    {
        var (graph, value) = (new List<(int, object)> { (2, "network") }, Input);
        for (var layer = 0; layer < parameters.Count / 2; layer++)
        {
            var (sums, isLast) = ($"sums{layer}", layer == parameters.Count / 2 - 1);
            var output = isLast ? Output : $"hidden{layer}";
            graph.Add((1, Node("Gemm", [value, $"kernel{layer}", $"bias{layer}"], sums)));
            graph.Add((1, Node(isLast ? "Softmax" : "Relu", [sums], output)));
            graph.Add((5, Tensor($"kernel{layer}", parameters[2 * layer])));
            graph.Add((5, Tensor($"bias{layer}", parameters[2 * layer + 1])));
            value = output;
        }

        graph.Add((11, Value(Input, parameters[0].Shape[0])));
        graph.Add((12, Value(Output, parameters[^1].Shape[0])));
        return Message((1, 8), (2, "ModelDsl.Benchmarks"), (7, Message(graph)), (8, Message((1, ""), (2, 17))));
    }

    /// <summary>NodeProto: input 1, output 2, op_type 4.</summary>
    private static byte[] Node(string operation, IEnumerable<string> inputs, string output) =>
        Message([.. inputs.Select(i => (1, (object)i)), (2, output), (4, operation)]);

    /// <summary>TensorProto: dims 1, data_type 2, name 8, raw_data 9.</summary>
    private static byte[] Tensor(string name, Weight tensor) => Message(
        [.. tensor.Shape.Select(d => (1, (object)d)), (2, Float), (8, name), (9, MemoryMarshal.AsBytes<float>(tensor.Values).ToArray())]);

    /// <summary>
    /// ValueInfoProto: name 1, type 2. The type holds tensor_type 1; that holds elem_type 1 and shape 2. The shape holds dim 1 for each
    /// dimension, with dim_value 1.
    /// </summary>
    private static byte[] Value(string name, int width) => Message(
        (1, name), (2, Message((1, Message((1, Float), (2, Message((1, Message((1, 1))), (1, Message((1, width))))))))));

    private static byte[] Message(params IEnumerable<(int Number, object Value)> fields)
    {
        using var stream = new MemoryStream();
        using var output = new CodedOutputStream(stream);
        foreach (var (number, value) in fields)
        {
            if (value is int integer)
            {
                output.WriteTag(number, WireFormat.WireType.Varint);
                output.WriteInt64(integer);
            }
            else
            {
                output.WriteTag(number, WireFormat.WireType.LengthDelimited);
                output.WriteBytes(ByteString.CopyFrom(value as byte[] ?? Encoding.UTF8.GetBytes((string)value)));
            }
        }

        output.Flush();
        return stream.ToArray();
    }
}
