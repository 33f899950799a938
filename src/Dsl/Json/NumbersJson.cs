using System.ComponentModel;
using System.Text.Json;
using LanguageExt;

namespace ModelDsl;

/// <summary>A sequence of numbers in JSON: an array. Numbers that are not finite are strings, <c>"NaN"</c>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class NumbersJson : JsonConverter<Seq<double>>
{
    /// <inheritdoc/>
    public override Seq<double> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException("A list of numbers is an array.");
        var numbers = new List<double>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            numbers.Add(reader.TokenType switch
            {
                JsonTokenType.Number => reader.GetDouble(),
                JsonTokenType.String when reader.ValueTextEquals("NaN") => double.NaN,
                JsonTokenType.String when reader.ValueTextEquals("Infinity") => double.PositiveInfinity,
                JsonTokenType.String when reader.ValueTextEquals("-Infinity") => double.NegativeInfinity,
                _ => throw new JsonException("An item of the list is not a number."),
            });
        }
        return numbers.ToSeq().Strict();
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Seq<double> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var number in value)
        {
            if (double.IsFinite(number)) writer.WriteNumberValue(number);
            else writer.WriteStringValue(double.IsNaN(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity");
        }
        writer.WriteEndArray();
    }
}
