using System.Text.RegularExpressions;

namespace ModelDsl.Import.CSharp;

/// <summary>
/// Names of classes that a file has in its metadata, as a list in JSON: <c>classes</c> or <c>labels</c>, or <c>classes.Digit</c> for one of
/// several outputs. Files of ModelDsl also have <c>yes</c>, the classes whose answer is yes.
/// </summary>
internal static class ClassNames
{
    private const string Name = "\"(?:[^\"\\\\]|\\\\.)*\"";

    private static readonly Regex List = new($"^\\s*\\[\\s*{Name}(?:\\s*,\\s*{Name})*\\s*\\]\\s*$", RegexOptions.CultureInvariant);

    /// <summary>
    /// Returns the names as a file of weights has them: an object for each output, empty if its classes are not known. Null if none are.
    /// </summary>
    public static string? Of(ImportedModel model, IReadOnlyList<Value> outputs)
    {
        var properties = model.Metadata.Properties;
        var legends = outputs.Select(output => Legend(properties, outputs.Count == 1 ? "" : "." + output.Source, output)).ToArray();
        return legends.Any(legend => legend != "{}") ? $"[{string.Join(",", legends)}]" : null;
    }

    private static string Legend(IReadOnlyDictionary<string, string> properties, string suffix, Value output)
    {
        foreach (var (key, kind) in new[] { ("classes", "classes"), ("labels", "classes"), ("yes", "yes") })
        {
            if (!properties.TryGetValue(key + suffix, out var names) || !List.IsMatch(names)) continue;
            // A list of another length belongs to something else.
            if (kind == "classes" && Regex.Matches(names, Name).Count != Math.Max(output.Shape[output.Shape.Rank - 1].Size, 2)) continue;
            return $"{{\"{kind}\":{names.Trim()}}}";
        }
        return "{}";
    }
}
