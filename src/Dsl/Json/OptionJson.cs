using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LanguageExt;

namespace ModelDsl;

/// <summary>An optional value in JSON: the value, or null.</summary>
/// <typeparam name="T">Type of the value.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class OptionJson<T> : JsonConverter<Option<T>>
{
    /// <inheritdoc/>
    public override bool HandleNull => true;

    /// <inheritdoc/>
    public override Option<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null
            ? Option<T>.None
            : Prelude.Optional(JsonSerializer.Deserialize(ref reader, (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T)))!);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Option<T> value, JsonSerializerOptions options)
    {
        if (value.Case is T some) JsonSerializer.Serialize(writer, some, (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T)));
        else writer.WriteNullValue();
    }
}
