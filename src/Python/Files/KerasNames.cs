using System.Text.Json;
using System.Text.RegularExpressions;

namespace ModelDsl.Files;

/// <summary>
/// The names that Keras 3 gives to layers in a file of weights: <c>layers/dense</c>, <c>layers/dense_1</c>, by class and order. The file
/// <c>config.json</c> of a <c>.keras</c> file knows their real names. Source: Keras 3, <c>keras/src/saving/saving_lib.py</c>.
/// </summary>
internal static partial class KerasNames
{
    private const int Deepest = 16;

    /// <summary>Returns the real names of layers by their paths: <c>layers/dense_1</c> is <c>hidden</c>.</summary>
    /// <exception cref="FileFault">The text is no configuration of a model.</exception>
    public static Dictionary<string, (string Name, ModuleFacts Facts)> Read(ReadOnlyMemory<byte> config)
    {
        var names = new Dictionary<string, (string, ModuleFacts)>();
        try
        {
            using var json = JsonDocument.Parse(config);
            Add(json.RootElement, "", "", 0);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            throw new FileFault($"has a config.json that is damaged: {fault.Message.TrimEnd('.')}");
        }
        return names;

        void Add(JsonElement model, string path, string prefix, int depth)
        {
            if (depth > Deepest || model.ValueKind != JsonValueKind.Object || !Get(model, "config", out var settings)
                || !Get(settings, "layers", out var layers) || layers.ValueKind != JsonValueKind.Array)
                return;
            var used = new Dictionary<string, int>();
            foreach (var layer in layers.EnumerateArray())
            {
                if (!Get(layer, "class_name", out var name) || name.ValueKind != JsonValueKind.String) continue;
                var part = SnakeCase(name.GetString()!);
                used[part] = used.GetValueOrDefault(part) + 1;
                var place = path + "layers/" + (used[part] == 1 ? part : $"{part}_{used[part] - 1}");
                var real = Get(layer, "config", out var own) && Get(own, "name", out var given) && given.ValueKind == JsonValueKind.String
                    ? given.GetString()! : part;
                names[place] = (prefix + real, new ModuleFacts(part, names.Count));
                Add(layer, place + "/", $"{prefix}{real}.", depth + 1);
            }
        }
    }

    /// <summary>Returns a class of Keras in the form of its files: <c>Conv2DTranspose</c> is <c>conv2d_transpose</c>.</summary>
    public static string SnakeCase(string name) =>
        Humps().Replace(Words().Replace(NotWord().Replace(name, ""), "$1_$2"), "$1_$2").ToLowerInvariant();

    /// <summary>Returns a name of a layer in a file without its number, and the number: <c>dense_2</c> is dense, 2.</summary>
    public static (string Class, int Number) Split(string name) =>
        Numbered().Match(name) is { Success: true } match && int.TryParse(match.Groups[2].ValueSpan, out var number)
            ? (match.Groups[1].Value, number) : (name, 0);

    private static bool Get(JsonElement element, string name, out JsonElement value)
    {
        value = default;
        return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out value);
    }

    [GeneratedRegex(@"\W+")]
    private static partial Regex NotWord();

    [GeneratedRegex("(.)([A-Z][a-z]+)")]
    private static partial Regex Words();

    [GeneratedRegex("([a-z])([A-Z])")]
    private static partial Regex Humps();

    [GeneratedRegex("^(.*)_([0-9]+)$")]
    private static partial Regex Numbered();
}
