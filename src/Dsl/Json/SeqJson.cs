using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LanguageExt;

namespace ModelDsl;

/// <summary>A sequence in JSON: an array.</summary>
/// <typeparam name="T">Type of its items.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class SeqJson<T> : JsonConverter<Seq<T>>
{
    /// <inheritdoc/>
    public override Seq<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException("A list is an array.");
        var (items, item) = (new List<T>(), (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T)));
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) items.Add(JsonSerializer.Deserialize(ref reader, item)!);
        return items.ToSeq().Strict();
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Seq<T> value, JsonSerializerOptions options)
    {
        var item = (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
        writer.WriteStartArray();
        foreach (var one in value) JsonSerializer.Serialize(writer, one, item);
        writer.WriteEndArray();
    }
}
