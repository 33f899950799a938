using LanguageExt.Common;

namespace ModelDsl.Files;

/// <summary>A safetensors file with the names and layouts of PyTorch.</summary>
internal sealed class SafetensorsSource : TensorSource
{
    private static readonly Dictionary<string, string> Types = new()
    {
        ["BOOL"] = "bool",
        ["I8"] = "int8",
        ["U8"] = "uint8",
        ["I16"] = "int16",
        ["U16"] = "uint16",
        ["I32"] = "int32",
        ["U32"] = "uint32",
        ["I64"] = "int64",
        ["U64"] = "uint64",
    };

    private readonly SafetensorsFile file;

    private SafetensorsSource(SafetensorsFile file)
    {
        this.file = file;
        var read = file.Tensors.Select(named => new ForeignTensor(named.Name, "float32", named.Tensor.Shape));
        var unread = file.Unread.Select(
            other => new ForeignTensor(other.Name, Types.GetValueOrDefault(other.Type, other.Type), other.Shape));
        Tensors = [.. read.Concat(unread).Select((tensor, i) => tensor with { Index = i })];
    }

    public override IReadOnlyList<ForeignTensor> Tensors { get; }

    public override Framework Framework => Framework.PyTorch;

    /// <summary>Reads a file.</summary>
    /// <exception cref="FileFault">It is not a safetensors file. The message is that of <see cref="Safetensors"/>.</exception>
    public static SafetensorsSource Open(Stream stream, string name)
    {
        var read = Safetensors.Read(stream, name);
        return read.Case is Error fault ? throw new FileFault(fault.Message[name.Length..].Trim())
            : new SafetensorsSource((SafetensorsFile)read.Case);
    }

    public override float[] Read(int index) => index < file.Tensors.Count
        ? file.Tensors[index].Tensor.ToArray()
        : throw new FileFault($"is of type {Tensors[index].Type}, which is not read from a safetensors file");

    public override void Dispose()
    {
    }
}
