using System.Buffers.Binary;
using System.Text.Json;
using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Printing;

namespace ModelDsl.IO;

/// <summary>The header of a safetensors file: the places of the data after it. Every entry is checked against the file's length.</summary>
/// <param name="Entries">The tensors, in the order of their bytes.</param>
/// <param name="Metadata">Its <c>__metadata__</c>.</param>
internal sealed record SafetensorsHeader(SafetensorsHeader.Entry[] Entries, HashMap<string, string> Metadata)
{
    /// <summary>A reserved name, not allowed for tensors.</summary>
    public const string MetadataKey = "__metadata__";

    private const int LargestHeader = 100_000_000;

    // A count of bits must not overflow, also if a stream does not know its length.
    private const long LargestOffset = long.MaxValue / 8;

    /// <summary>A tensor: its numbers are between <c>Begin</c> and <c>End</c>, counted from the header's end.</summary>
    public sealed record Entry(string Name, SafetensorsType Type, Shape Shape, long Begin, long End);

    /// <summary>Reads the header, and leaves the stream where the numbers begin; an error names every tensor that is wrong.</summary>
    public static Fin<SafetensorsHeader> Read(ForwardReader stream)
    {
        Span<byte> size = stackalloc byte[8];
        var few = stream.Available(size.Length);
        if (few < size.Length) return Error.New($"it has {few} bytes, fewer than the 8 of the header's length");
        stream.ReadExactly(size);
        var length = BinaryPrimitives.ReadUInt64LittleEndian(size);
        if (length > LargestHeader) return Error.New($"its header would be {length} bytes long, but at most {LargestHeader} are allowed");
        var follow = stream.Available((long)length);
        if (follow < (long)length) return Error.New($"its header would be {length} bytes long, but only {follow} follow");
        var header = new byte[length];
        stream.ReadExactly(header);
        return Parse(header, stream.Rest);
    }

    /// <summary>Reads the header's bytes, without its length.</summary>
    /// <param name="header">The bytes.</param>
    /// <param name="available">Number of bytes that follow the header; null if it is not known.</param>
    private static Fin<SafetensorsHeader> Parse(byte[] header, long? available)
    {
        if (!System.Text.Unicode.Utf8.IsValid(header)) return Error.New("its header is not valid UTF-8");
        if (header is not [(byte)'{', ..]) return Error.New("its header is not a JSON object: it does not begin with {");
        try
        {
            using var document = JsonDocument.Parse(header, new JsonDocumentOptions { MaxDepth = 4 });
            // The format allows only blanks after the object, to align the numbers.
            if (header[header.AsSpan().LastIndexOfAnyExcept((byte)' ')] != '}')
                return Error.New("its header has other characters than blanks after the JSON object");
            return ReadEntries(document.RootElement, available);
        }
        // A JSON string may contain half of a surrogate pair: then it can't be read as text.
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return Error.New($"its header is not valid JSON ({FaultText.Clip(fault.Message.TrimEnd('.'))})");
        }
    }

    /// <summary>
    /// Returns the header's bytes, preceded by its length: a multiple of 8, so that the numbers can be mapped into memory.
    /// </summary>
    /// <param name="tensors">The tensors, in the order of their numbers.</param>
    /// <param name="metadata">The metadata, in their order.</param>
    /// <exception cref="IOException">The header could not be read again, or would have another meaning.</exception>
    public static byte[] Write(
        IReadOnlyCollection<(string Name, Shape Shape, SafetensorsType Type)> tensors,
        IReadOnlyCollection<(string Key, string Value)> metadata)
    {
        using var memory = new MemoryStream();
        memory.Write(stackalloc byte[8]);
        var begin = 0L;
        using (var json = new Utf8JsonWriter(memory))
        {
            json.WriteStartObject();
            if (metadata.Count > 0)
            {
                json.WriteStartObject(MetadataKey);
                foreach (var (key, value) in metadata) json.WriteString(key, value);
                json.WriteEndObject();
            }
            foreach (var (name, shape, type) in tensors)
            {
                var end = begin + (long)shape.Size * type.Bytes;
                json.WriteStartObject(name);
                json.WriteString("dtype", type.Name);
                WriteNumbers(json, "shape", [.. shape.Dimensions]);
                WriteNumbers(json, "data_offsets", begin, end);
                json.WriteEndObject();
                begin = end;
            }
            json.WriteEndObject();
        }
        while (memory.Length % 8 != 0) memory.WriteByte((byte)' ');
        var bytes = memory.ToArray();
        BinaryPrimitives.WriteInt64LittleEndian(bytes, bytes.Length - 8);
        // A file that can't be read again is a loss that is found only later.
        return FaultOf(bytes[8..], begin, tensors, metadata) is { } fault ? throw new IOException(fault + ".") : bytes;
    }

    /// <summary>Returns why a header would not be read as intended, one sentence; null if it would be.</summary>
    private static string? FaultOf(
        byte[] header, long numbers, IReadOnlyCollection<(string Name, Shape Shape, SafetensorsType Type)> tensors,
        IReadOnlyCollection<(string Key, string Value)> metadata)
    {
        if (header.Length > LargestHeader) return $"its header would be {header.Length} bytes long, but at most {LargestHeader} are allowed";
        // JSON can't hold half of a surrogate pair: another character would replace it.
        foreach (var text in tensors.Select(t => t.Name).Concat(metadata.SelectMany(p => (string[])[p.Key, p.Value])))
        {
            if (!IsText(text)) return $"the text {FaultText.Clip(text)} holds half of a surrogate pair, which no file can keep";
        }
        return Parse(header, numbers).Case is Error fault ? fault.Message : null;
    }

    private static bool IsText(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (!char.IsSurrogate(text[at])) continue;
            if (!char.IsSurrogatePair(text, at)) return false;
            at++;
        }
        return true;
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, params ReadOnlySpan<long> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers) json.WriteNumberValue(number);
        json.WriteEndArray();
    }

    private static Fin<SafetensorsHeader> ReadEntries(JsonElement root, long? available)
    {
        var names = new System.Collections.Generic.HashSet<string>();
        var faults = new List<string>();
        var entries = new List<Entry>();
        var metadata = HashMap<string, string>.Empty;
        foreach (var property in root.EnumerateObject())
        {
            if (FaultText.AreEnough(faults)) break;
            var name = property.Name;
            if (!names.Add(name)) faults.Add($"{FaultText.Clip(name)} occurs twice in its header");
            else if (name != MetadataKey) ReadEntry(name, property.Value, available).Match(entries.Add, fault => faults.Add(fault.Message));
            else if (property.Value.ValueKind != JsonValueKind.Null) metadata = ReadMetadata(property.Value, faults);
        }
        var ordered = entries.OrderBy(e => e.Begin).ThenBy(e => e.End).ToArray();
        if (faults.Count == 0) faults.AddRange(Gaps(ordered, available).Take(FaultText.Most + 1));
        return faults.Count == 0 ? new SafetensorsHeader(ordered, metadata) : Error.New(FaultText.Join(faults));
    }

    private static HashMap<string, string> ReadMetadata(JsonElement value, List<string> faults)
    {
        if (value.ValueKind != JsonValueKind.Object || value.EnumerateObject().Any(p => p.Value.ValueKind != JsonValueKind.String))
        {
            faults.Add($"{MetadataKey} is not an object of strings");
            return default;
        }
        var pairs = new Dictionary<string, string>();
        foreach (var pair in value.EnumerateObject())
        {
            if (FaultText.AreEnough(faults)) break;
            if (!pairs.TryAdd(pair.Name, pair.Value.GetString()!)) faults.Add($"{FaultText.Clip(pair.Name)} occurs twice in its {MetadataKey}");
        }
        return LanguageExt.HashMap.createRange(pairs.Select(p => (p.Key, p.Value)));
    }

    private static Fin<Entry> ReadEntry(string name, JsonElement value, long? available)
    {
        if (value.ValueKind != JsonValueKind.Object
            || Only(value, "dtype") is not { ValueKind: JsonValueKind.String } dtype
            || Only(value, "shape") is not { ValueKind: JsonValueKind.Array } shape
            || Only(value, "data_offsets") is not { ValueKind: JsonValueKind.Array } offsets)
            return Fault("must have a dtype, a shape and data_offsets, once each");
        if (SafetensorsType.Find(dtype.GetString()!) is not { } type) return Fault($"has the unknown dtype {FaultText.Clip(dtype.GetString()!)}");
        if (Integers(offsets) is not [var begin, var end]) return Fault($"has data_offsets {Text(offsets)}, which are not two numbers, 0 or more");
        if (begin > end) return Fault($"has data_offsets {Text(offsets)}, whose end lies before their begin");
        if (end > available) return Fault($"has data_offsets {Text(offsets)}, but only {available} bytes follow the header");
        if (end > LargestOffset) return Fault($"has data_offsets {Text(offsets)}, which are too large");
        if (Integers(shape) is not { } dimensions) return Fault($"has the shape {Text(shape)}, which is not a list of numbers, 0 or more");
        if (Size(dimensions) is not { } size) return Fault($"has the shape {Text(shape)}, which is too large");
        if (size * type.Bits != (end - begin) * 8)
            return Fault($"has {end - begin} bytes, but its shape {Text(shape)} of {type.Name} needs {size * type.Bits / 8}");
        return new Entry(name, type, Shape.Create(Array.ConvertAll(dimensions, d => (int)d)), begin, end);

        Fin<Entry> Fault(string what) => Error.New($"{FaultText.Clip(name)} {what}");
    }

    private static string Text(JsonElement numbers) => FaultText.Clip(numbers.GetRawText());

    private static IEnumerable<string> Gaps(Entry[] ordered, long? available)
    {
        var (end, last) = (0L, "the header");
        foreach (var entry in ordered)
        {
            var name = FaultText.Clip(entry.Name);
            if (entry.Begin < end) yield return $"{name} overlaps {last}";
            if (entry.Begin > end) yield return $"{entry.Begin - end} bytes between {last} and {name} belong to no tensor";
            (end, last) = (entry.End, name);
        }
        if (end < available) yield return $"{available.Value - end} bytes after {last} belong to no tensor";
    }

    private static JsonElement? Only(JsonElement entry, string name) =>
        entry.EnumerateObject().Count(p => p.Name == name) == 1 ? entry.GetProperty(name) : null;

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

    // Every single dimension must fit as well: [0, 2^40] has no elements, but is not a valid shape.
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
}
