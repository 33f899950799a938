using Google.Protobuf;
using Onnx;

namespace ModelDsl.Import;

/// <summary>Reads the messages of a file, and checks what they say about versions.</summary>
internal static class ModelParser
{
    /// <summary>The operator sets whose operators <see cref="OperatorTable"/> knows.</summary>
    public const int OldestOpset = 7, NewestOpset = 26;

    // A message of protocol buffers has at most 2 GiB. Larger models keep their weights beside the file.
    private const long LargestFile = int.MaxValue;

    /// <summary>Reads the messages. What they claim to hold is not allocated, only what the file has.</summary>
    public static ModelProto Parse(string path)
    {
        var model = Parse(ReadBytes(path));
        return model.Graph is { Node.Count: > 0 }
            ? model
            : throw new ImportException("this is not an ONNX model: it has no graph. Give the .onnx file that an exporter wrote.");
    }

    /// <summary>The version of ONNX's own operators that the file uses.</summary>
    public static int Opset(ModelProto model)
    {
        var versions = model.OpsetImport.Where(set => IsStandard(set.Domain)).Select(set => set.Version).Distinct().ToList();
        return versions switch
        {
            [] => throw new ImportException("it does not say which version of ONNX's operators it uses (opset_import). Export it again."),
            [< OldestOpset] => throw new ImportException(
                $"it uses opset {versions[0]}, and operators are known from opset {OldestOpset} on. Convert it with"
                    + " onnx.version_converter."),
            [> NewestOpset] => throw new ImportException(
                $"it uses opset {versions[0]}, and operators are known up to opset {NewestOpset}. Export it with an older opset_version."),
            [var version] => (int)version,
            _ => throw new ImportException(
                $"it names several versions of ONNX's operators: {string.Join(", ", versions)}. Export it again."),
        };
    }

    /// <summary>The version of a node's operators.</summary>
    public static int OpsetOf(ModelProto model, NodeProto node, int opset) => IsStandard(node.Domain)
        ? opset
        : (int)Math.Min(model.OpsetImport.FirstOrDefault(set => set.Domain == node.Domain)?.Version ?? 0, int.MaxValue);

    /// <summary>Whether a domain is that of ONNX's own operators.</summary>
    public static bool IsStandard(string domain) => domain is "" or "ai.onnx";

    private static byte[] ReadBytes(string path)
    {
        try
        {
            var length = new FileInfo(path).Length;
            return length <= LargestFile
                ? File.ReadAllBytes(path)
                : throw new ImportException($"it has {length} bytes; an .onnx file has less than 2 GiB. Export weights as external data.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new ImportException($"the file can't be read: {error.Message}");
        }
    }

    private static ModelProto Parse(byte[] bytes)
    {
        try
        {
            return ModelProto.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException error)
        {
            throw new ImportException($"this is not an ONNX model, or it is damaged: {error.Message}");
        }
    }
}
