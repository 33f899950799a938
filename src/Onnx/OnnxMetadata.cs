using System.Text.Json;
using System.Text.Json.Nodes;

namespace ModelDsl;

/// <summary>
/// The facts about a model that are no part of its graph: names of classes, the scaling of samples, what an encoder learnt.
/// </summary>
internal static class OnnxMetadata
{
    private const string Classes = "classes", KeyOfClasses = "modeldsl.classes";

    /// <summary>Returns the metadata of a file.</summary>
    public static IEnumerable<(string Key, string Value)> Of(ModelDescription model, SafetensorsFile file, OnnxOptions options)
    {
        yield return ("model", model.Name);
        foreach (var (key, value) in Legends(model, file, options)) yield return (key, value);
        foreach (var (key, value) in file.Metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            if (key is not ("model" or KeyOfClasses)) yield return (key, value);
    }

    /// <summary>
    /// Returns the names of classes, as JSON arrays: <c>classes</c> for the only output, and <c>classes.Digit</c> for one of several.
    /// </summary>
    private static IEnumerable<(string Key, string Value)> Legends(ModelDescription model, SafetensorsFile file, OnnxOptions options)
    {
        if (options.Classes.Count > 0)
        {
            yield return (Classes, new JsonArray([.. options.Classes.Select(name => (JsonNode)JsonValue.Create(name)!)]).ToJsonString());
            yield break;
        }
        if (file.Metadata.Find(KeyOfClasses).Case is not string text) yield break;
        using var json = JsonDocument.Parse(text);
        var legends = json.RootElement.EnumerateArray().ToArray();
        for (var i = 0; i < legends.Length; i++)
        {
            // "yes" lists the classes whose answer is yes.
            foreach (var names in legends[i].EnumerateObject().Where(names => names.Value.GetArrayLength() > 0))
                yield return (model.Outputs.IsEmpty ? names.Name : $"{names.Name}.{model.Outputs[i].Name}", names.Value.GetRawText());
        }
    }
}
