using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using LanguageExt;
using LanguageExt.Common;

namespace ModelDsl;

/// <summary>A tensor with a name.</summary>
/// <param name="Name">Its name, unique in a file: <c>Output.Kernel</c>.</param>
/// <param name="Tensor">The tensor.</param>
public sealed record NamedTensor(string Name, Tensor Tensor);

/// <summary>What a safetensors file holds.</summary>
/// <param name="Tensors">Its tensors, in the order of their bytes.</param>
/// <param name="Metadata">Its <c>__metadata__</c>.</param>
[JsonConverter(typeof(TextJson))]
public sealed record SafetensorsFile(Seq<NamedTensor> Tensors, HashMap<string, string> Metadata)
{
    /// <summary>Names and shapes of the tensors, and the metadata.</summary>
    public override string ToString() => ValueText.Of(this, PrintMembers);

    private bool PrintMembers(StringBuilder builder) => builder.Members(
        (nameof(Tensors), Tensors.Map(named => $"{named.Name} {named.Tensor.Shape}")),
        (nameof(Metadata), Metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}: {pair.Value}")));
}

/// <summary>
/// Reads and writes files of tensors: the length of the header (8 bytes, little-endian), a header in JSON, then the numbers. Source:
/// huggingface/safetensors, "Format".
/// </summary>
/// <remarks>
/// F32, F16 and BF16 are read without loss. F64 is read too: rounded to float32 by <see cref="Read(string)"/>. Other types are refused.
/// </remarks>
public static class Safetensors
{
    private const string MetadataKey = "__metadata__";
    private const int LargestHeader = 100_000_000;
    private const int ToldFaults = 20;

    /// <summary>Reads a file; an error names the file and every tensor that is wrong.</summary>
    public static Fin<SafetensorsFile> Read(string path) => Read(path, Single);

    /// <summary>Writes a file whole or not at all, its numbers as F32.</summary>
    public static Fin<Unit> Write(string path, SafetensorsFile file) =>
        Write(path, file, static tensor => SafetensorsType.F32);

    /// <summary>Reads a file with every number in double precision, on the reference engine.</summary>
    internal static Fin<SafetensorsFile> ReadDoubles(string path) => Read(path, Double);

    /// <summary>Writes as F32 what loses nothing by it, and as F64 the rest.</summary>
    internal static Fin<Unit> WriteExactly(string path, SafetensorsFile file) => Write(path, file, static tensor =>
        Array.TrueForAll(tensor.ToDoubles(), d => BitConverter.DoubleToInt64Bits((float)d) == BitConverter.DoubleToInt64Bits(d))
            ? SafetensorsType.F32
            : SafetensorsType.F64);

    private static Fin<SafetensorsFile> Read(string path, Func<Shape, SafetensorsType, byte[], Tensor> tensor)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return ReadHeader(stream).BiBind(
                header =>
                {
                    var tensors = header.Entries.Select(entry =>
                    {
                        var bytes = new byte[entry.End - entry.Begin];
                        stream.ReadExactly(bytes);
                        return new NamedTensor(entry.Name, tensor(entry.Shape, entry.Type, bytes));
                    }).ToSeq().Strict();
                    return Fin<SafetensorsFile>.Succ(new SafetensorsFile(tensors, header.Metadata));
                },
                fault => Error.New($"{path} is not a safetensors file that can be read: {fault.Message}."));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return Error.New($"{path} can't be read: {fault.Message}");
        }
    }

    private static Fin<(Entry[] Entries, HashMap<string, string> Metadata)> ReadHeader(Stream stream)
    {
        Span<byte> size = stackalloc byte[8];
        if (stream.Length < size.Length) return Error.New($"it has {stream.Length} bytes, fewer than the 8 of the header's length");
        stream.ReadExactly(size);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(size);
        if (length > LargestHeader) return Error.New($"its header would be {length} bytes long, but at most {LargestHeader} are allowed");
        if (length > (ulong)stream.Length - 8) return Error.New($"its header would be {length} bytes long, but only {stream.Length - 8} follow");
        var header = new byte[length];
        stream.ReadExactly(header);
        try
        {
            if (!System.Text.Unicode.Utf8.IsValid(header)) return Error.New("its header is not valid UTF-8");
            using var document = JsonDocument.Parse(header, new JsonDocumentOptions { MaxDepth = 4 });
            return ReadEntries(document.RootElement, stream.Length - 8 - (long)length);
        }
        // A JSON string may spell half of a surrogate pair: then it can't be read as text.
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return Error.New($"its header is not valid JSON ({fault.Message.TrimEnd('.')})");
        }
    }

    private static Fin<(Entry[] Entries, HashMap<string, string> Metadata)> ReadEntries(JsonElement root, long available)
    {
        if (root.ValueKind != JsonValueKind.Object) return Error.New("its header is not a JSON object");
        var names = new System.Collections.Generic.HashSet<string>();
        var faults = new List<string>();
        var entries = new List<Entry>();
        var metadata = HashMap<string, string>.Empty;
        foreach (var property in root.EnumerateObject())
        {
            var name = property.Name;
            if (!names.Add(name)) faults.Add($"{name} stands in its header twice");
            else if (name != MetadataKey) ReadEntry(name, property.Value, available).Match(entries.Add, fault => faults.Add(fault.Message));
            else if (property.Value.ValueKind == JsonValueKind.Object
                && property.Value.EnumerateObject().All(p => p.Value.ValueKind == JsonValueKind.String))
                foreach (var pair in property.Value.EnumerateObject()) metadata = metadata.AddOrUpdate(pair.Name, pair.Value.GetString()!);
            else faults.Add($"{MetadataKey} is not an object of strings");
        }
        var ordered = entries.OrderBy(e => e.Begin).ThenBy(e => e.End).ToArray();
        if (faults.Count == 0) faults.AddRange(Gaps(ordered, available));
        return faults.Count == 0 ? (ordered, metadata) : Error.New(Told(faults));
    }

    private static Fin<Entry> ReadEntry(string name, JsonElement value, long available)
    {
        if (value.ValueKind != JsonValueKind.Object
            || Only(value, "dtype") is not { ValueKind: JsonValueKind.String } dtype
            || Only(value, "shape") is not { ValueKind: JsonValueKind.Array } shape
            || Only(value, "data_offsets") is not { ValueKind: JsonValueKind.Array } offsets)
            return Error.New($"{name} must have a dtype, a shape and data_offsets, once each");
        if (SafetensorsType.Find(dtype.GetString()!) is not { } type) return Error.New($"{name} has the unknown dtype {dtype.GetString()}");
        if (type.Number is null) return Error.New($"{name} is of dtype {type.Name}, but only F32, F16, BF16 and F64 are read");
        if (Integers(offsets) is not [var begin, var end]) return Error.New($"{name} has data_offsets {offsets}, which are not two numbers from 0 on");
        if (begin > end) return Error.New($"{name} has data_offsets {offsets}, which run backwards");
        if (end > available) return Error.New($"{name} has data_offsets {offsets}, but only {available} bytes follow the header");
        if (end - begin > Array.MaxLength) return Error.New($"{name} has {end - begin} bytes, but at most {Array.MaxLength} can be read");
        if (Integers(shape) is not { } dimensions) return Error.New($"{name} has the shape {shape}, which is not a list of numbers from 0 on");
        if (Size(dimensions) is not { } size) return Error.New($"{name} has the shape {shape}, which is too large");
        if (size * type.Bytes != end - begin)
            return Error.New($"{name} has {end - begin} bytes, but its shape {shape} of {type.Name} needs {size * type.Bytes}");
        return new Entry(name, type, Shape.Create(Array.ConvertAll(dimensions, d => (int)d)), begin, end);
    }

    private static IEnumerable<string> Gaps(Entry[] ordered, long available)
    {
        var (end, last) = (0L, "the header");
        foreach (var entry in ordered)
        {
            if (entry.Begin < end) yield return $"{entry.Name} overlaps {last}";
            if (entry.Begin > end) yield return $"{entry.Begin - end} bytes between {last} and {entry.Name} belong to no tensor";
            (end, last) = (entry.End, entry.Name);
        }
        if (end < available) yield return $"{available - end} bytes after {last} belong to no tensor";
    }

    private static JsonElement? Only(JsonElement entry, string name) =>
        entry.EnumerateObject().Count(p => p.NameEquals(name)) == 1 ? entry.GetProperty(name) : null;

    private static long[]? Integers(JsonElement array)
    {
        var values = new List<long>();
        foreach (var element in array.EnumerateArray())
        {
            if (element.ValueKind != JsonValueKind.Number || !element.TryGetInt64(out var value) || value < 0) return null;
            values.Add(value);
        }
        return [.. values];
    }

    // Every single dimension must fit as well: [0, 2^40] has no elements, and is no shape.
    private static long? Size(long[] dimensions)
    {
        var (size, extent) = (1L, 1L);
        foreach (var dimension in dimensions)
        {
            if (dimension > int.MaxValue || (extent *= Math.Max(dimension, 1)) > int.MaxValue) return null;
            size *= dimension;
        }
        return size;
    }

    private static string Told(List<string> faults) =>
        string.Join("; ", faults.Take(ToldFaults)) + (faults.Count > ToldFaults ? $"; and {faults.Count - ToldFaults} faults more" : "");

    private static Fin<Unit> Write(string path, SafetensorsFile file, Func<Tensor, SafetensorsType> typeOf)
    {
        var twice = file.Tensors.GroupBy(t => t.Name).Where(g => g.Count() > 1 || g.Key == MetadataKey).Select(g => g.Key).ToArray();
        if (twice.Length > 0) return Error.New($"{path} can't be written: names must be unique and not {MetadataKey}, but {string.Join(", ", twice)} is not.");
        var tensors = file.Tensors.Select(t => (t.Name, t.Tensor, Type: typeOf(t.Tensor))).ToArray();
        return AtomicFile.Write(path, stream =>
        {
            var header = HeaderOf(tensors, file.Metadata);
            Span<byte> size = stackalloc byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(size, header.Length);
            stream.Write(size);
            stream.Write(header);
            foreach (var (_, tensor, type) in tensors) stream.Write(BytesOf(tensor, type));
        });
    }

    private static byte[] HeaderOf((string Name, Tensor Tensor, SafetensorsType Type)[] tensors, HashMap<string, string> metadata)
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory))
        {
            json.WriteStartObject();
            if (!metadata.IsEmpty)
            {
                json.WriteStartObject(MetadataKey);
                foreach (var (key, value) in metadata.OrderBy(p => p.Key, StringComparer.Ordinal)) json.WriteString(key, value);
                json.WriteEndObject();
            }
            var begin = 0L;
            foreach (var (name, tensor, type) in tensors)
            {
                var end = begin + (long)tensor.Shape.Size * type.Bytes;
                json.WriteStartObject(name);
                json.WriteString("dtype", type.Name);
                json.WriteStartArray("shape");
                foreach (var dimension in tensor.Shape.Dimensions) json.WriteNumberValue(dimension);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(begin);
                json.WriteNumberValue(end);
                json.WriteEndArray();
                json.WriteEndObject();
                begin = end;
            }
            json.WriteEndObject();
        }
        // Numbers begin at a multiple of 8 bytes, so that they can be mapped into memory.
        while (memory.Length % 8 != 0) memory.WriteByte((byte)' ');
        return memory.ToArray();
    }

    private static byte[] BytesOf(Tensor tensor, SafetensorsType type)
    {
        var bytes = new byte[checked(tensor.Shape.Size * type.Bytes)];
        if (type == SafetensorsType.F64)
        {
            var values = tensor.ToDoubles();
            for (var i = 0; i < values.Length; i++) BinaryPrimitives.WriteDoubleLittleEndian(bytes.AsSpan(8 * i), values[i]);
        }
        else
        {
            var values = tensor.ToArray();
            for (var i = 0; i < values.Length; i++) BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(4 * i), values[i]);
        }
        return bytes;
    }

    private static Tensor Single(Shape shape, SafetensorsType type, byte[] bytes)
    {
        var values = new float[shape.Size];
        // Through double precision a signalling NaN would lose its payload's first bit.
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = type == SafetensorsType.F32
                ? BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(4 * i))
                : (float)type.Number!(bytes, i * type.Bytes);
        }
        return Tensor.Create(shape, values);
    }

    private static Tensor Double(Shape shape, SafetensorsType type, byte[] bytes)
    {
        var values = new double[shape.Size];
        for (var i = 0; i < values.Length; i++) values[i] = type.Number!(bytes, i * type.Bytes);
        return Tensor.Create(shape, values, Engine.Reference);
    }

    private sealed record Entry(string Name, SafetensorsType Type, Shape Shape, long Begin, long End);
}
