using System.Globalization;
using Google.Protobuf;
using Onnx;
using static Onnx.TensorProto.Types;

namespace ModelDsl;

/// <summary>Weights in a second file beside an ONNX file: <c>digits.onnx.data</c> for <c>digits.onnx</c>.</summary>
internal static class OnnxExternalData
{
    /// <summary>Tensors with fewer bytes stay in the message, where programs that fold constants expect shapes and axes.</summary>
    private const int LeastBytes = 1024;

    /// <summary>Tensors begin at multiples of this number, so that a program may map the file into its memory.</summary>
    private const int Alignment = 4096;

    /// <summary>Returns the path of the weights.</summary>
    public static string PathOf(string path) => path + ".data";

    /// <summary>
    /// Takes the weights out of a graph, which names their places in the second file, and returns them in their order there.
    /// </summary>
    public static IReadOnlyList<ByteString> MoveOut(GraphProto graph, string path)
    {
        var data = new List<ByteString>();
        var offset = 0L;
        foreach (var tensor in graph.Initializer)
        {
            if (tensor.RawData.Length < LeastBytes) continue;
            data.Add(tensor.RawData);
            Tell(tensor, "location", Path.GetFileName(path));
            Tell(tensor, "offset", offset.ToString(CultureInfo.InvariantCulture));
            Tell(tensor, "length", tensor.RawData.Length.ToString(CultureInfo.InvariantCulture));
            offset += Padded(tensor.RawData.Length);
            (tensor.RawData, tensor.DataLocation) = (ByteString.Empty, DataLocation.External);
        }
        return data;
    }

    /// <summary>Writes the weights.</summary>
    public static void Write(Stream stream, IReadOnlyList<ByteString> data)
    {
        var padding = new byte[Alignment];
        foreach (var bytes in data)
        {
            stream.Write(bytes.Span);
            stream.Write(padding, 0, (int)(Padded(bytes.Length) - bytes.Length));
        }
    }

    private static void Tell(TensorProto tensor, string key, string value) =>
        tensor.ExternalData.Add(new StringStringEntryProto { Key = key, Value = value });

    private static long Padded(long bytes) => (bytes + Alignment - 1) / Alignment * Alignment;
}
