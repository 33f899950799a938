using System.Text.Json;
using System.Text.Json.Nodes;
using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Printing;

namespace ModelDsl.FeatureRecords;

/// <summary>The text of an encoder in files: for each column its name, its encoding, and what was learnt.</summary>
internal static class EncoderText
{
    private const string RecordKey = "record", ColumnsKey = "columns", NameKey = "name", EncodingKey = "encoding", OptionalKey = "nullable", NumbersKey = "numbers", WordsKey = "words";

    internal static string Write(FeatureSchema schema, Statistics[] learnt) => new JsonObject
    {
        [RecordKey] = schema.Name,
        [ColumnsKey] = new JsonArray([.. learnt.Select((one, i) => Column(schema.Columns[i], one))]),
    }.ToJsonString();

    /// <summary>Returns what the columns learnt, in their order; an error that names all differences.</summary>
    internal static Fin<Statistics[]> Read(FeatureSchema schema, string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return Match(schema, json.RootElement);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return Error.New($"what the encoder of {schema.Name} learnt can't be read: {FaultText.Clip(fault.Message)}");
        }
    }

    private static Fin<Statistics[]> Match(FeatureSchema schema, JsonElement root)
    {
        var faults = new List<string>();
        var found = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var column in root.GetProperty(ColumnsKey).EnumerateArray())
            if (!found.TryAdd(column.GetProperty(NameKey).GetString() ?? "", column)) faults.Add($"the column {FaultText.Clip(column.GetProperty(NameKey).GetString() ?? "")} is there twice");
        var learnt = new Statistics[schema.Columns.Count];
        for (var i = 0; i < learnt.Length; i++)
        {
            var column = schema.Columns[i];
            learnt[i] = Statistics.Nothing;
            if (!found.Remove(column.Name, out var saved)) faults.Add($"{column.Name} is missing in the file");
            else if (Encoding(column) is var now && saved.GetProperty(EncodingKey).GetString() is var then
                && (now != then || saved.TryGetProperty(OptionalKey, out _) != column.IsOptional))
                faults.Add($"{column.Name} is {Shown(now, column.IsOptional)} now, but was {Shown(FaultText.Clip(then ?? ""), saved.TryGetProperty(OptionalKey, out _))}");
            else
            {
                learnt[i] = new Statistics(
                    [.. Items(saved, NumbersKey).Select(number => number.GetDouble())], [.. Items(saved, WordsKey).Select(word => word.GetString() ?? "")]);
                if (column.Encoding.Misfit(learnt[i], column.IsOptional) is { } misfit) faults.Add($"{column.Name} {misfit}");
            }
            if (FaultText.AreEnough(faults)) break;
        }
        faults.AddRange(found.Keys.Take(FaultText.Most).Select(name => $"{FaultText.Clip(name)} is extra in the file"));
        return faults.Count == 0 ? learnt
            : Error.New($"the rows that the model was trained on were of another form than {schema.Name}: {FaultText.Join(faults)}");
    }

    private static string Shown(string encoding, bool isOptional) => isOptional ? $"{encoding}, nullable" : encoding;

    private static string Encoding(FeatureColumn column) => column.Encoding.ToString();

    private static JsonNode Column(FeatureColumn column, Statistics learnt)
    {
        var json = new JsonObject { [NameKey] = column.Name, [EncodingKey] = Encoding(column) };
        if (column.IsOptional) json[OptionalKey] = true;
        if (learnt.Numbers.Length > 0)
            json[NumbersKey] = new JsonArray([.. learnt.Numbers.Select(number => (JsonNode)JsonValue.Create(number))]);
        if (learnt.Words.Length > 0) json[WordsKey] = new JsonArray([.. learnt.Words.Select(word => (JsonNode)JsonValue.Create(word)!)]);
        return json;
    }

    private static IEnumerable<JsonElement> Items(JsonElement column, string key) =>
        column.TryGetProperty(key, out var items) ? items.EnumerateArray() : [];
}
