using System.Globalization;
using Microsoft.CodeAnalysis;
using ModelDsl.Generators.Specs;
using ModelDsl.Generators.Support;

namespace ModelDsl.Generators.Frontend.Weights;

/// <summary>
/// Reads the header of a weights file. The compiler can't read binary files, so a task of the build has copied the header as text
/// (src/Build). The reader accepts exactly the headers that the library accepts when the program runs; a test compares the two.
/// </summary>
internal static class WeightsFileReader
{
    /// <summary>The metadata of the text file: the path of the weights file.</summary>
    public const string PathKey = "build_metadata.AdditionalFiles.ModelDslWeights";

    private const string MetadataName = "__metadata__";

    /// <summary>The sizes of all types of the format, in bits.</summary>
    private static readonly Dictionary<string, int> Bits = new[]
    {
        (Bits: 64, Types: "F64 I64 U64 C64"), (Bits: 32, Types: "F32 I32 U32"), (Bits: 16, Types: "F16 BF16 I16 U16"),
        (Bits: 8, Types: "BOOL I8 U8 F8_E4M3 F8_E5M2 F8_E8M0 F8_E4M3FNUZ F8_E5M2FNUZ"), (Bits: 6, Types: "F6_E2M3 F6_E3M2"), (Bits: 4, Types: "F4"),
    }.SelectMany(row => row.Types.Split(' ').Select(type => (type, row.Bits))).ToDictionary(pair => pair.type, pair => pair.Bits);

    private readonly record struct Place(TensorEntry Tensor, long Begin, long End);

    /// <summary>Reads an additional file; null when the compiler could not.</summary>
    public static WeightsFile? Read(AdditionalText file, string path, CancellationToken cancellation) =>
        file.GetText(cancellation)?.ToString() is { } text ? Read(text, path) : null;

    /// <summary>Reads the text that the task has written.</summary>
    public static WeightsFile Read(string text, string path)
    {
        const string Fault = "fault: ", Numbers = "numbers: ", Bytes = " bytes\n";
        if (text.StartsWith(Fault, StringComparison.Ordinal)) return Wrong(text.Substring(Fault.Length));
        var line = text.IndexOf(Bytes, StringComparison.Ordinal);
        if (line < Numbers.Length || !text.StartsWith(Numbers, StringComparison.Ordinal)
            || Integer(text.Substring(Numbers.Length, line - Numbers.Length), NumberStyles.None) is not { } available)
            return Wrong("its header was not copied by the build of this version of ModelDsl");
        try
        {
            var tensors = Tensors(text.Substring(line + Bytes.Length), available);
            return new WeightsFile(path, null, tensors.ToEquatableArray());
        }
        catch (FormatException fault)
        {
            return Wrong(fault.Message);
        }

        WeightsFile Wrong(string fault) => new(path, fault, []);
    }

    private static IEnumerable<TensorEntry> Tensors(string header, long available)
    {
        if (header.Length == 0 || header[0] != '{') throw new FormatException("its header is not a JSON object: it does not begin with {");
        var root = Parsed(header);
        var (names, faults, places) = (new HashSet<string>(), new List<string>(), new List<Place>());
        foreach (var (name, value) in root.Members)
        {
            if (!JsonText.IsWhole(name)) faults.Add("a name in its header holds half of a character");
            else if (!names.Add(name)) faults.Add($"{Clip.Text(name)} occurs twice in its header");
            else if (name == MetadataName) CheckMetadata(value, faults);
            else if (Entry(name, value, available, out var place) is { } fault) faults.Add($"{Clip.Text(name)} {fault}");
            else places.Add(place);
        }
        var ordered = places.OrderBy(place => place.Begin).ThenBy(place => place.End).ToList();
        if (faults.Count == 0) faults.AddRange(Gaps(ordered, available));
        return faults.Count == 0 ? ordered.Select(place => place.Tensor) : throw new FormatException(Clip.Join(faults));
    }

    private static JsonObject Parsed(string header)
    {
        try
        {
            var (root, end) = JsonText.Read(header);
            // The format allows only blanks after the object, to align the numbers.
            return header.Skip(end).All(letter => letter == ' ') ? (JsonObject)root
                : throw new FormatException("it has other characters than blanks after the JSON object");
        }
        catch (FormatException fault)
        {
            throw new FormatException($"its header is not valid JSON ({fault.Message})");
        }
    }

    private static void CheckMetadata(JsonValue value, List<string> faults)
    {
        if (value is JsonWord { Text: "null" }) return;
        if (value is not JsonObject metadata || metadata.Members.Any(member => member.Value is not JsonString))
            faults.Add($"{MetadataName} is not an object of strings");
        else if (metadata.Members.Any(member => !JsonText.IsWhole(member.Name) || !JsonText.IsWhole(((JsonString)member.Value).Text)))
            faults.Add($"a text in its {MetadataName} holds half of a character");
        else
        {
            faults.AddRange(metadata.Members.GroupBy(member => member.Name).Where(group => group.Count() > 1)
                .Select(group => $"{Clip.Text(group.Key)} occurs twice in its {MetadataName}"));
        }
    }

    /// <summary>Reads the entry of a tensor, and returns what is wrong with it; null when it is right.</summary>
    private static string? Entry(string name, JsonValue value, long available, out Place place)
    {
        place = default;
        if (value is JsonObject entry && entry.Members.Any(member => !JsonText.IsWhole(member.Name))) return "has a name with half of a character";
        if (Only(value, "dtype") is not JsonString dtype || Only(value, "shape") is not JsonArray shape
            || Only(value, "data_offsets") is not JsonArray offsets) return "must have a dtype, a shape and data_offsets, once each";
        if (!Bits.TryGetValue(dtype.Text, out var bits)) return $"has the unknown dtype {Clip.Text(dtype.Text)}";
        if (Integers(offsets) is not [var begin, var end]) return "has data_offsets that are not two numbers, 0 or more";
        if (begin > end) return "has data_offsets whose end lies before their begin";
        if (end > available) return $"has the end {Text(end)}, but only {Text(available)} bytes follow the header";
        if (Integers(shape) is not { } dimensions) return "has a shape that is not a list of numbers, 0 or more";
        if (Size(dimensions) is not { } size) return "has a shape that is too large";
        var sizes = Clip.Text($"[{string.Join(", ", dimensions.Select(Text))}]");
        if (size * bits != (end - begin) * 8) return $"has {Text(end - begin)} bytes, but its shape {sizes} of {dtype.Text} needs {Text(size * bits / 8)}";
        place = new Place(new TensorEntry(name, sizes, dtype.Text), begin, end);
        return null;
    }

    private static IEnumerable<string> Gaps(IReadOnlyList<Place> ordered, long available)
    {
        var (end, last) = (0L, "the header");
        foreach (var place in ordered)
        {
            var name = Clip.Text(place.Tensor.Name);
            if (place.Begin < end) yield return $"{name} overlaps {last}";
            if (place.Begin > end) yield return $"{Text(place.Begin - end)} bytes between {last} and {name} belong to no tensor";
            (end, last) = (place.End, name);
        }
        if (end < available) yield return $"{Text(available - end)} bytes after {last} belong to no tensor";
    }

    private static JsonValue? Only(JsonValue entry, string name) =>
        entry is JsonObject of && of.Members.Where(member => member.Name == name).ToArray() is [var only] ? only.Value : null;

    private static long[]? Integers(JsonArray array)
    {
        var values = new List<long>();
        foreach (var item in array.Items)
        {
            if (item is not JsonWord word || Integer(word.Text, NumberStyles.AllowLeadingSign) is not (>= 0 and var value)) return null;
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

    private static long? Integer(string text, NumberStyles style) =>
        long.TryParse(text, style, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
