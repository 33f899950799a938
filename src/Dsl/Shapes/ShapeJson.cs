using System.ComponentModel;
using System.Text.Json;

namespace ModelDsl;

/// <summary>A shape in JSON: the array of its dimensions.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ShapeJson : JsonConverter<Shape>
{
    /// <inheritdoc/>
    public override Shape Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException("A shape is an array of its dimensions.");
        var dimensions = new List<int>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) dimensions.Add(reader.GetInt32());
        try
        {
            return [.. dimensions];
        }
        catch (ArgumentException fault)
        {
            throw new JsonException(fault.Message, fault);
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Shape value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var dimension in value.Dimensions) writer.WriteNumberValue(dimension);
        writer.WriteEndArray();
    }
}
