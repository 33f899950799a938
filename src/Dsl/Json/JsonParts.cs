using System.Text.Json;

namespace ModelDsl.Json;

/// <summary>
/// Reads and writes members of JSON objects, and rows of numbers. Numbers have the shortest form that reads back exactly, or <c>"NaN"</c>,
/// <c>"Infinity"</c> or <c>"-Infinity"</c>, the names in .NET.
/// </summary>
internal static class JsonParts
{
    /// <summary>Writes a row of numbers.</summary>
    /// <param name="writer">The writer.</param>
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

    /// <summary>Returns the numbers of an array.</summary>
    /// <exception cref="JsonException">It is not an array, or holds something that is not a number.</exception>
    public static double[] Of(JsonElement array) => array.ValueKind != JsonValueKind.Array
        ? throw new JsonException("A row of numbers is an array.")
        : [.. array.EnumerateArray().Select(One)];

    /// <summary>Returns a member's name in the form that the options require: <c>Shape</c>, or <c>shape</c>.</summary>
    public static string NameOf(string member, JsonSerializerOptions options) =>
        options.PropertyNamingPolicy?.ConvertName(member) ?? member;

    /// <summary>Returns the member of an object with a name, in upper or lower case; null if there is none.</summary>
    public static JsonElement? Find(JsonElement item, string member) => item.ValueKind == JsonValueKind.Object
        ? item.EnumerateObject()
            .Where(property => property.Name.Equals(member, StringComparison.OrdinalIgnoreCase))
            .Select(property => (JsonElement?)property.Value).FirstOrDefault()
        : null;

    /// <summary>Returns the member of an object with a name.</summary>
    /// <exception cref="JsonException">There is no such member.</exception>
    public static JsonElement Of(JsonElement item, string member) => Find(item, member) ?? throw new JsonException($"\"{member}\" is missing.");

    private static double One(JsonElement number) => number.ValueKind switch
    {
        JsonValueKind.Number => number.GetDouble(),
        JsonValueKind.String => number.GetString() switch
        {
            "NaN" => double.NaN,
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            var text => throw new JsonException($"\"{text}\" is not a number."),
        },
        _ => throw new JsonException($"{number.ValueKind} is not a number."),
    };
}
