using System.ComponentModel;
using System.Text.Json;
using LanguageExt;
using LanguageExt.Common;
using ModelDsl.Json;

namespace ModelDsl;

/// <summary>A confusion matrix in JSON: a row of counts for each true class, and the names of the classes if they are known.</summary>
/// <example><c>{"Counts":[[9,1],[2,8]],"ClassNames":["cat","dog"]}</c></example>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ConfusionMatrixJson : JsonConverter<ConfusionMatrix>
{
    private const string CountsName = "Counts";
    private const string NamesName = nameof(ConfusionMatrix.ClassNames);

    /// <inheritdoc/>
    public override ConfusionMatrix Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        var root = document.RootElement;
        try
        {
            int[][] rows =
            [
                .. JsonParts.Of(root, CountsName).EnumerateArray()
                    .Select(row => row.EnumerateArray().Select(count => count.GetInt32()).ToArray()),
            ];
            Seq<string> names = JsonParts.Find(root, NamesName) is { } known
                ? known.EnumerateArray().Select(name => name.GetString()!).ToSeq().Strict()
                : [];
            return ConfusionMatrix.OfCounts(rows, names).Match(Succ: matrix => matrix,
                Fail: fault => throw new JsonException(fault.Message));
        }
        catch (Exception fault) when (fault is InvalidOperationException or FormatException)
        {
            throw new JsonException($"A confusion matrix is an object with its {CountsName}: {fault.Message}", fault);
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ConfusionMatrix value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteStartArray(JsonParts.NameOf(CountsName, options));
        for (var row = 0; row < value.Classes; row++)
        {
            writer.WriteStartArray();
            for (var column = 0; column < value.Classes; column++) writer.WriteNumberValue(value[row, column]);
            writer.WriteEndArray();
        }
        writer.WriteEndArray();
        if (!value.ClassNames.IsEmpty)
        {
            writer.WriteStartArray(JsonParts.NameOf(NamesName, options));
            foreach (var name in value.ClassNames) writer.WriteStringValue(name);
            writer.WriteEndArray();
        }
        writer.WriteEndObject();
    }
}
