using System.Text;

namespace ModelDsl.Import;

/// <summary>
/// Writes tensors as a file: the length of the header (8 bytes, little-endian), a header in JSON, then the numbers: F32, I64 or BOOL.
/// Source: huggingface/safetensors, "Format".
/// </summary>
public static class SafetensorsWriter
{
    /// <summary>Writes a file. It is written beside its place and moved there, so that no half of a file stays.</summary>
    /// <param name="path">The file. One that exists is replaced.</param>
    /// <param name="tensors">The tensors. Each is read when it is written, so that only one is in memory.</param>
    /// <param name="metadata">Texts for the header.</param>
    public static void Write(string path, IReadOnlyList<StoredTensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        var unfinished = path + ".unfinished";
        try
        {
            using (var stream = File.Create(unfinished)) Write(stream, tensors, metadata);
            if (File.Exists(path)) File.Delete(path);
            File.Move(unfinished, path);
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    /// <summary>Writes the bytes of a file to a stream.</summary>
    public static void Write(Stream stream, IReadOnlyList<StoredTensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        var header = Encoding.UTF8.GetBytes(Header(tensors, metadata));
        var blanks = (8 - header.Length % 8) % 8;
        stream.Write(BitConverter.GetBytes((long)header.Length + blanks), 0, 8);
        stream.Write(header, 0, header.Length);
        for (var i = 0; i < blanks; i++) stream.WriteByte((byte)' ');
        var bytes = new byte[1 << 16];
        foreach (var stored in tensors)
        {
            var numbers = Numbers(stored.Tensor);
            var length = Buffer.ByteLength(numbers);
            for (var first = 0; first < length; first += bytes.Length)
            {
                var count = Math.Min(bytes.Length, length - first);
                Buffer.BlockCopy(numbers, first, bytes, 0, count);
                stream.Write(bytes, 0, count);
            }
        }
    }

    private static Array Numbers(Tensor tensor) => tensor.Type switch
    {
        ElementType.Integer => tensor.ReadIntegers(),
        ElementType.Boolean => Array.ConvertAll(tensor.ReadIntegers(), number => number != 0),
        _ => tensor.ReadFloats(),
    };

    private static (string Name, int Size) KindOf(Tensor tensor) => tensor.Type switch
    {
        ElementType.Integer => ("I64", sizeof(long)),
        ElementType.Boolean => ("BOOL", sizeof(bool)),
        _ => ("F32", sizeof(float)),
    };

    private static string Header(IReadOnlyList<StoredTensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        var entries = new List<string>();
        if (metadata.Count > 0)
            entries.Add($"\"__metadata__\":{{{string.Join(",", metadata.Select(pair => $"{Quoted(pair.Key)}:{Quoted(pair.Value)}"))}}}");
        var begin = 0L;
        foreach (var stored in tensors)
        {
            var (kind, size) = KindOf(stored.Tensor);
            var end = begin + (long)stored.Tensor.Length * size;
            entries.Add($"{Quoted(stored.Name)}:{{\"dtype\":\"{kind}\",\"shape\":[{string.Join(",", stored.Tensor.Shape)}],\"data_offsets\":[{begin},{end}]}}");
            begin = end;
        }
        return $"{{{string.Join(",", entries)}}}";
    }

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var character in text)
        {
            if (character is '"' or '\\') quoted.Append('\\').Append(character);
            else if (character < ' ') quoted.Append($"\\u{(int)character:x4}");
            else quoted.Append(character);
        }
        return quoted.Append('"').ToString();
    }
}
