using System.Text.Json;

namespace ModelDsl.Json;

/// <summary>
/// Members of JSON objects, and rows of numbers: the shortest form that reads back, and <c>"NaN"</c>, <c>"Infinity"</c> or <c>"-Infinity"</c>, as
/// .NET names them.
/// </summary>
internal static class JsonParts
{
    /// <summary>Writes a row of numbers.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="numbers">The numbers.</param>
    /// <param name="areSingle">Whether they are float32, whose shortest form is shorter.</param>
    public static void Write(Utf8JsonWriter writer, ReadOnlySpan<double> numbers, bool areSingle = false)
    {
        writer.WriteStartArray();
        foreach (var number in numbers)
        {
            if (double.IsNaN(number)) writer.WriteStringValue("NaN");
            else if (double.IsInfinity(number)) writer.WriteStringValue(number > 0 ? "Infinity" : "-Infinity");
            else if (areSingle) writer.WriteNumberValue((float)number);
            else writer.WriteNumberValue(number);
        }
        writer.WriteEndArray();
    }

    /// <summary>The numbers of an array.</summary>
    /// <exception cref="JsonException">It is none, or holds something else.</exception>
    public static double[] Of(JsonElement array) => array.ValueKind != JsonValueKind.Array
        ? throw new JsonException("A row of numbers is an array.")
        : [.. array.EnumerateArray().Select(One)];

    /// <summary>A member's name as the options ask for it: <c>Shape</c>, or <c>shape</c>.</summary>
    public static string NameOf(string member, JsonSerializerOptions options) => options.PropertyNamingPolicy?.ConvertName(member) ?? member;

    /// <summary>The member of an object with a name, in upper or lower case; null where there is none.</summary>
    public static JsonElement? Find(JsonElement item, string member) => item.ValueKind == JsonValueKind.Object
        ? item.EnumerateObject()
            .Where(property => property.Name.Equals(member, StringComparison.OrdinalIgnoreCase))
            .Select(property => (JsonElement?)property.Value).FirstOrDefault()
        : null;

    /// <summary>The member of an object with a name.</summary>
    /// <exception cref="JsonException">There is none.</exception>
    public static JsonElement Of(JsonElement item, string member) => Find(item, member) ?? throw new JsonException($"\"{member}\" is missing.");

    private static double One(JsonElement number) => number.ValueKind switch
    {
        JsonValueKind.Number => number.GetDouble(),
        JsonValueKind.String => number.GetString() switch
        {
            "NaN" => double.NaN,
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            var text => throw new JsonException($"\"{text}\" is no number."),
        },
        _ => throw new JsonException($"{number.ValueKind} is no number."),
    };
}
